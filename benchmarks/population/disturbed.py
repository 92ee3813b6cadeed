"""Real people with disturbed landmarks: what is right only for one recording as it is would not be right elsewhere."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Final, TypeAlias

from benchmarks.population.markdown import table
from benchmarks.population.people import Person
from benchmarks.population.played import Played, paired
from benchmarks.population.share import Share
from coach.app.video.check import choose_move
from coach.session.checker import check
from coach.session.result import fold
from coach.store.landmarks import open_landmarks
from coach.stream import Moment
from tests.fakes.skeleton import degrade

Disturbance: TypeAlias = Callable[[list[Moment]], list[Moment]]


def _rolled(moments: list[Moment], deg: float) -> list[Moment]:
    return degrade.bumped(moments, -math.inf, roll_deg=deg, shift_px=(0.0, 0.0))


def _noisy(moments: list[Moment], share: float) -> list[Moment]:
    """Add noise with a standard deviation of a share of the frame's shorter side."""
    pose = next((moment.pose for moment in moments if moment.pose is not None), None)
    return moments if pose is None else degrade.noisy(moments, share * min(pose.size), high_hz=8.0)


DISTURBANCES: Final[dict[str, Disturbance]] = {
    "as recorded": list,
    "mirrored": degrade.mirrored,
    "camera rolled by 4°": partial(_rolled, deg=4.0),
    "camera rolled by -4°": partial(_rolled, deg=-4.0),
    "camera rolled by 8°": partial(_rolled, deg=8.0),
    "camera rolled by -8°": partial(_rolled, deg=-8.0),
    "15 frames per second": partial(degrade.at_rate, fps=15.0),
    "10 frames per second": partial(degrade.at_rate, fps=10.0),
    "15 % slower": partial(degrade.faster, times=0.85),
    "15 % faster": partial(degrade.faster, times=1.15),
    "noise of 0.5 % of the frame": partial(_noisy, share=0.005),
    "noise of 1 % of the frame": partial(_noisy, share=0.01),
    "no body in 10 % of frames": partial(degrade.missed, share=0.1),
    "no body in 25 % of frames": partial(degrade.missed, share=0.25),
}


def disturbed(people: Iterable[Person]) -> str:
    """One line a disturbance: sets that stay exact, negatives in which something counts, and whose they are."""
    group = [person for person in people if person.kind != "rendered"]
    return table(
        ["landmarks", "sets exact", "counted where there is nothing", "not exact"],
        [_line(name, [play(person, change) for person in group]) for name, change in DISTURBANCES.items()],
    )


def play(person: Person, change: Disturbance) -> Played:
    """Check one person's disturbed landmarks."""
    options = {key: value for key, value in person.options.items() if key not in ("start", "end")}
    move = choose_move(person.move, **options)
    moments = list(open_landmarks(person.estimate(), person.options.get("start"), person.options.get("end")))
    result = fold(move, check(move, change(moments)))
    refused = None if result.refused is None else result.refused.id
    return Played(person, result.reps, refused, (), result.posture, result.view, paired(person.reps, result.reps))


def _line(name: str, seen: Sequence[Played]) -> list[str]:
    sets = [each for each in seen if each.person.kind == "real"]
    nothing = [each for each in seen if each.person.kind == "negative"]
    wrong = [f"{each.person.name} {each.counted} of {each.person.counted}" for each in sets if each.off]
    wrong += [f"{each.person.name} as `{each.person.move}` {each.counted}" for each in nothing if each.counted]
    counted = sum(each.counted > 0 for each in nothing)
    return [
        name,
        str(Share.true(not each.off for each in sets)),
        f"{counted} of {len(nothing)}",
        ", ".join(wrong) or "-",
    ]
