"""Cached performances of every move, and helpers to compare results."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import Final

from coach.body import Side, other
from coach.events import Rep
from coach.library import load_move
from coach.moves.move import Move
from coach.session.checker import check
from coach.session.result import Result, fold
from coach.stream import Moment
from tests.fakes.skeleton import Body, Performance, RepScript, perform, usual_view

HOLD_S: Final = 3.0
"""The hold in all performances; those of the moves would take minutes."""

FPS: Final = 12.5
"""The frame rate of performances, not far above the lowest of the laws, as each frame costs time."""

AVERAGE: Final = Body()
BODIES: Final = {
    "average": AVERAGE,
    "small": Body(1.55, shoulders=0.92, hips=1.1),
    "tall": Body(1.92, leg=1.05, arm=0.97),
}

ASKED: Final[dict[str, tuple[str, ...]]] = {
    "hip-abduction": ("chair", "low", "side", "raised", "back"),
    "spine-extension": ("chair", "low", "side"),
    "back-extension": ("chair", "low", "side", "raised"),
    "knee-to-chest": ("chair", "low", "side"),
    "piriformis-stretch": ("chair", "side", "raised", "quarter-feet", "raised-quarter-feet"),
    "seated-rotation": ("seated-chair", "seated-front", "seated-raised"),
    "glute-bridge": ("chair", "low", "side", "raised"),
    "straight-leg-raise": ("chair", "low", "side", "raised"),
    "both-knees-to-chest": ("chair", "low", "side"),
    "prone-leg-lift": ("chair", "low", "side", "raised"),
    "clamshell": ("chair", "low", "side", "back"),
    "four-point-hip-extension": ("chair", "low", "side"),
    "bottom-to-heels": ("chair", "low", "side", "raised"),
    "side-plank": ("chair", "low", "side", "raised", "back"),
}
"""Recommended camera positions of each move; the first suits a whole routine."""

LOW_DEG: Final = {
    "hip-abduction": 20.0,
    "spine-extension": -35.0,
    "back-extension": 12.0,
    "knee-to-chest": 80.0,
    "piriformis-stretch": 62.0,
    "seated-rotation": 8.0,
    "glute-bridge": 145.0,
    "straight-leg-raise": 20.0,
    "both-knees-to-chest": 85.0,
    "prone-leg-lift": 4.5,
    "clamshell": 6.0,
    "four-point-hip-extension": -45.0,
    "bottom-to-heels": -102.0,
    "side-plank": 162.0,
}
"""A main angle well below the counting zone."""


def cameras(move: str) -> tuple[str, ...]:
    """Return the recommended camera positions of a move; a new move has its usual one."""
    return ASKED.get(move, (usual_view(move),))


def checked(move: str, hold_s: float = HOLD_S) -> Move:
    """Return a move with the hold of the performances."""
    return load_move(move).adjusted(hold_s=hold_s)


def script(side: Side, held_s: float = HOLD_S + 1.0, peak_deg: float | None = None) -> RepScript:
    """Return a rep at a moderate pace."""
    return RepScript(side, peak_deg=peak_deg, hold_s=held_s, up_s=1.4, down_s=1.0, rest_s=0.9)


def course(move: str) -> list[RepScript]:
    """Return a good rep of each side, one with a short hold and one that is too low."""
    return [script("right"), script("right", 0.3), script("left", peak_deg=LOW_DEG.get(move)), script("left")]


@cache
def performed(
    move: str, camera: str | None = None, body: str = "average", fps: float = FPS, seed: int = 3
) -> Performance:
    """Return the performance of ``course(move)`` in front of one of its cameras."""
    return perform(move, course(move), camera=camera or cameras(move)[0], body=BODIES[body], fps=fps, seed=seed)


@cache
def usual(move: str, fps: float = FPS) -> Result:
    """Return the result for the move's course from its first camera position."""
    return result(checked(move), performed(move, fps=fps).moments)


def result(move: Move, moments: Iterable[Moment]) -> Result:
    """Return the result of checking a move."""
    return fold(move, check(move, moments))


def outcomes(reps: Iterable[Rep]) -> list[tuple[Side | None, bool, tuple[str, ...]]]:
    """Return side, counted and reasons of each rep, which must not change with the frames."""
    return [(rep.side if rep.counted else None, rep.counted, rep.reasons) for rep in reps]


def hold_apart_s(one: Sequence[Rep], two: Sequence[Rep]) -> float:
    """Return the largest difference between two results in top and hold, seconds."""
    return _greatest((pair for a, b in zip(one, two, strict=True) for pair in ((a.top, b.top), (a.hold, b.hold))))


def edges_apart_s(one: Sequence[Rep], two: Sequence[Rep]) -> float:
    """Return the largest difference between two results in start and end, seconds."""
    return _greatest((pair for a, b in zip(one, two, strict=True) for pair in ((a.start, b.start), (a.end, b.end))))


def _greatest(pairs: Iterable[tuple[float | None, float | None]]) -> float:
    return max((abs((a or 0.0) - (b or 0.0)) for a, b in pairs), default=0.0)


def swapped(reps: Iterable[Rep]) -> list[Rep]:
    """Return the same reps with the sides swapped."""
    return [replace(rep, side=None if rep.side is None else other(rep.side)) for rep in reps]
