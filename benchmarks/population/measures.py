"""Every measure against the truth, at the top of each rep: bias, spread, and what of body and camera they depend on."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median, stdev
from typing import Final

import numpy as np

from benchmarks.population.markdown import table
from benchmarks.population.people import Person, TrueRep
from benchmarks.population.played import Played
from coach.body import SIDES
from coach.events import Measured
from coach.library import load_move

TRUE: Final[Mapping[tuple[str, ...], str]] = {
    ("angle", "hip", "knee"): "thigh_vs_trunk_line",
    ("supine_hip_flexion",): "thigh_vs_trunk_line",
    ("abduction",): "thigh_vs_trunk_line",
    ("hugged_thigh",): "thigh_vs_trunk_line",
    ("drawn_thigh",): "thigh_vs_trunk_line",
    ("angle", "knee", "ankle"): "knee_flexion",
    ("angle", "elbow", "wrist"): "elbow_flexion",
    ("elevation", "hip", "ankle"): "leg_to_horizontal",
    ("arm_to_horizontal",): "arm_to_horizontal",
    ("elevation", "mid_hip", "mid_shoulder"): "torso_inclination",
    ("shoulder_vs_hip_rotation",): "shoulder_vs_hip_rotation",
}
"""The true angle of each kind of measure and its landmarks; those of a limb are of the side whose true angle is
nearest."""

MAIN: Final[Mapping[str, str]] = {
    "glute-bridge": "hip_line",
    "straight-leg-raise": "thigh_vs_trunk_line",
    "prone-leg-lift": "leg_to_horizontal",
    "both-knees-to-chest": "both_thighs_vs_trunk_line",
    "clamshell": "thigh_opening",
    "four-point-hip-extension": "thigh_to_horizontal",
    "bottom-to-heels": "hip_to_heel",
    "side-plank": "side_line",
}
"""The true angle of the main measure, by move, where its kind and landmarks do not say it."""

NOTABLE: Final = 2.5
"""Correlation, times the root of the number of people, from which a dependence is shown: 1 in 80 by chance."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A measure at the top of one rep: its median, its change from the rest, and the truth where it is known."""

    value: float
    moved: float
    true: float


def readings(played: Played) -> Iterator[tuple[str, TrueRep, Reading]]:
    """Every measure at the top of every rep that was seen."""
    angles = _angles(played.person)
    move = load_move(played.person.move)
    for true, seen in played.pairs:
        measured = next((each for each in played.curves if seen and each.start == seen.start), None)
        if measured is None or seen is None:
            continue
        top = true.top or (seen.top or seen.start, (seen.top or seen.start) + seen.hold)
        for name, curve in measured.curves.items():
            value = _middle(curve, measured, top)
            if math.isnan(value):
                continue
            measure, rest = move.measures[name], measured.rest.get(name)
            main = MAIN.get(move.id) if name == move.main else None
            truth = _nearest(angles, main or TRUE.get((measure.kind, *measure.of)), top, value)
            yield name, true, Reading(value, math.nan if rest is None else value - rest, truth)


def measures(group: Sequence[Played]) -> str:
    """One line a measure: its error where the truth is known, else how far people's clean reps are apart."""
    lines = []
    for name in sorted({each.person.move for each in group}):
        errors: defaultdict[str, list[tuple[Person, float]]] = defaultdict(list)
        clean: defaultdict[str, list[float]] = defaultdict(list)
        for played in (each for each in group if each.person.move == name):
            own: defaultdict[str, list[float]] = defaultdict(list)
            for measure, true, reading in readings(played):
                if not math.isnan(reading.true):
                    own[measure].append(reading.value - reading.true)
                if not true.faults | true.either:
                    clean[measure].append(reading.moved)
            for measure, off in own.items():
                errors[measure].append((played.person, fmean(off)))
        for measure in sorted(errors.keys() | clean.keys()):
            off = [error for _, error in errors[measure]]
            lines.append(
                [
                    f"`{name}`",
                    measure,
                    str(len(off)) if off else "-",
                    f"{fmean(off):+.1f}" if off else "-",
                    f"{stdev(off):.1f}" if len(off) > 1 else "-",
                    ", ".join(depends(errors[measure])) or "-",
                    _spread(clean[measure]),
                ]
            )
    return table(
        ["move", "measure", "people", "bias", "spread", "depends on", "clean reps: from rest, 5 % / middle / 95 %"],
        lines,
    )


def depends(errors: Sequence[tuple[Person, float]]) -> Iterator[str]:
    """What of body and camera the errors go along with, and how much a standard deviation of it changes them."""
    for trait in sorted({trait for person, _ in errors for trait in person.traits}):
        pairs = np.array([(person.traits[trait], error) for person, error in errors if trait in person.traits])
        if len(pairs) < 8 or not pairs.std(axis=0).all():
            continue
        correlation = float(np.corrcoef(pairs.T)[0, 1])
        if abs(correlation) * math.sqrt(len(pairs)) > NOTABLE:
            yield f"{trait} ({correlation * pairs[:, 1].std():+.1f})"


def _angles(person: Person) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """The true angles of a clip by name: instants and degrees; none where they are not there."""
    if not person.joints.exists():
        return {}
    with np.load(person.joints) as file:
        t, names, values = file["t"], file["angle_names"].tolist(), file["angles"]
    return {name: (t, values[:, i]) for i, name in enumerate(names)}


def _nearest(
    angles: Mapping[str, tuple[np.ndarray, np.ndarray]], name: str | None, top: tuple[float, float], value: float
) -> float:
    """The true angle of a measure at the top: of the side that it is nearer to, where there are two."""
    if name is None:
        return math.nan
    true = []
    for key in (name, *(f"{side}_{name}" for side in SIDES)):
        if key in angles:
            t, values = angles[key]
            at_top = values[(t >= top[0]) & (t <= top[1])]
            if len(at_top):
                angle = float(np.median(at_top))
                true.append(abs(angle) if name == "shoulder_vs_hip_rotation" else angle)
    return min(true, key=lambda each: abs(each - value), default=math.nan)


def _middle(curve: Sequence[float | None], measured: Measured, top: tuple[float, float]) -> float:
    seen = [
        value
        for i, value in enumerate(curve)
        if value is not None and top[0] <= measured.start + i * measured.step_s <= top[1]
    ]
    return median(seen) if seen else math.nan


def _spread(values: Sequence[float]) -> str:
    seen = sorted(value for value in values if not math.isnan(value))
    if len(seen) < 4:
        return "-"
    return " / ".join(f"{np.percentile(seen, part):+.2f}" for part in (5, 50, 95))
