"""The people: one clip each, with ground truth and landmarks."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

from coach import check_video

Part: TypeAlias = Literal["tuning", "testing"]

TEST_FROM: Final = 532
"""First number of the people that no limit is chosen on. A name without a number belongs to the others."""

VIDEOS: Final = (".mp4", ".mov", ".mkv", ".avi", ".webm")

_NUMBERED = re.compile(r"_(\d+)$")


@dataclass(frozen=True, slots=True)
class TrueRep:
    """One attempt as it was performed.

    Attributes:
        start: When the body leaves its rest, seconds.
        end: When it is back.
        top: The still part at the top; ``None`` where it is not known.
        side: The working side as the camera shows it; ``None`` where there is none or it is not known.
        hold: The least and the most that the hold may be called, seconds; ``None`` where it is not known.
        peak: The main angle at the top, degrees; ``None`` where it is not known.
        counted: Whether it counts; ``None`` where either answer is right.
        faults: Ids of what was wrong with the form.
        either: Ids of faults that may be named or not.
    """

    start: float
    end: float
    top: tuple[float, float] | None
    side: str | None
    hold: tuple[float, float] | None
    peak: float | None
    counted: bool | None
    faults: frozenset[str]
    either: frozenset[str]


@dataclass(frozen=True, slots=True)
class Person:
    """One clip of one person.

    Attributes:
        name: What the clip is called.
        move: Id of the move that is looked for.
        kind: ``rendered`` or ``real`` people doing it, or ``negative``: it is not done.
        asked: Whether the camera stands where the move asks for it; elsewhere a refusal is right too.
        reps: What was done; empty where only the number is known.
        counted: How many reps count.
        options: Keyword arguments of ``coach.check_video``: hold, start, end, side.
        source: Landmarks, or the video whose landmarks are to be estimated.
        mirrored: Whether the truth's angles name the sides the other way round than the camera shows them.
        traits: Numbers that errors may depend on: of the body and of the camera.
        flipped: Whether the person's back is towards the camera.
    """

    name: str
    move: str
    kind: str
    asked: bool
    reps: tuple[TrueRep, ...]
    counted: int
    options: dict[str, Any]  # Any: what check_video takes
    source: Path
    mirrored: bool = False
    traits: dict[str, float] = field(default_factory=dict)
    flipped: bool = False

    @property
    def part(self) -> Part:
        """Whether limits may be chosen on this person."""
        numbered = _NUMBERED.search(self.name)
        return "testing" if numbered is not None and int(numbered[1]) >= TEST_FROM else "tuning"

    @property
    def landmarks(self) -> Path:
        """Path of the landmarks, which may not exist yet."""
        return self.source.with_suffix(".npz")

    @property
    def joints(self) -> Path:
        """Path of the true angles, if they are known."""
        return self.source.with_name(f"{self.source.stem}.joints.npz")

    def estimate(self) -> Path:
        """Estimate the landmarks unless they exist, and return their path."""
        if not self.landmarks.exists():
            check_video(self.source, self.move, rate=math.inf, record=self.landmarks)
        return self.landmarks


def people(folders: Sequence[Path], *, part: Part | None = None, move: str | None = None) -> Iterator[Person]:
    """Every person in the folders whose landmarks or video are there, in the order of their names."""
    for folder in folders:
        for path in sorted(folder.rglob("*.truth.json")):
            person = _person(path)
            if person and part in (None, person.part) and move in (None, person.move):
                yield person


def as_others(group: Sequence[Person], moves: Sequence[str]) -> Iterator[Person]:
    """Everyone who does a move, as someone doing nothing that counts as any of the other moves."""
    for person in group:
        hold = {key: value for key, value in person.options.items() if key in ("hold", "start", "end")}
        for move in moves:
            if person.kind != "negative" and move != person.move:
                yield replace(person, move=move, kind="negative", reps=(), counted=0, options=hold)


def _person(path: Path) -> Person | None:
    truth = json.loads(path.read_text(encoding="utf-8"))
    name = path.name.removesuffix(".truth.json")
    source = _source(path.with_name(truth.get("file", name)))
    if source is None:
        return None
    population = truth.get("population", {})
    scene, body = population.get("scene", {}), population.get("body", {})
    traits = {
        f"camera {key}": scene[key] for key in ("height", "dist", "az", "roll", "hfov", "quarter") if key in scene
    }
    traits |= {f"body {key}": body[key] for key in ("height", "bmi", "age", "muscle") if key in body}
    return Person(
        name,
        truth["move"],
        truth["kind"],
        truth.get("view", "asked") == "asked",
        tuple(_rep(each) for each in truth["reps"]),
        truth["counted"],
        _options(truth.get("args", [])),
        source,
        truth.get("mirrored", False),
        {key: float(value) for key, value in traits.items()},
        scene.get("flip", False),
    )


def _source(named: Path) -> Path | None:
    """The landmarks of a clip, or its video; ``None`` where neither is there."""
    stem = named.name.removesuffix(named.suffix) if named.suffix in (*VIDEOS, ".npz") else named.name
    near = [named.with_name(stem + suffix) for suffix in (".npz", *VIDEOS)]
    return next((each for each in near if each.exists()), None)


def _options(words: Sequence[str]) -> dict[str, Any]:
    names = {"--hold": "hold", "--from": "start", "--to": "end", "--side": "side", "--target": "target"}
    given = {names[key]: value for key, value in zip(words[::2], words[1::2], strict=True)}
    return {key: value if key == "side" else float(value) for key, value in given.items()}


def _rep(rep: dict[str, Any]) -> TrueRep:
    top, hold = rep.get("top"), rep.get("hold")
    return TrueRep(
        rep["start"],
        rep["end"],
        None if top is None else (top[0], top[1]),
        rep.get("side"),
        None if hold is None else (hold[0], hold[1]),
        rep.get("peak"),
        rep["counted"],
        frozenset(rep["faults"]),
        frozenset(rep.get("either", ())),
    )
