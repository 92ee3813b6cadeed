"""Curves of an attempt: its measures sampled at 10 Hz."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from coach.events import Measured
from coach.moves.move import Move

STEP_S: Final = 0.1
"""Time between samples; a quick leg lift takes 1 s."""


def measured(
    move: Move,
    t: float,
    span: tuple[float, float],
    frames: Sequence[tuple[float, Mapping[str, float]]],
    rest: Mapping[str, float],
    attempt: int,
) -> Measured:
    """Return the curves of every measure by which the move is judged.

    Args:
        move: The move.
        t: Instant at which the end of the attempt was certain.
        span: Start and end of the attempt.
        frames: Times and smoothed measures in between, in time order.
        rest: The person's rest before it.
        attempt: The attempt's number.
    """
    names = judged(move)
    nearest = list(_nearest(span, frames))
    return Measured(
        t,
        span[0],
        STEP_S,
        {name: _seen(rest[name]) for name in names},
        {name: tuple(None if each is None else _seen(each[name]) for each in nearest) for name in names},
        attempt,
    )


def judged(move: Move) -> tuple[str, ...]:
    """Return the measures by which a move is judged, the main one first."""
    bands = (*move.start, *move.through, *move.top, *(band for aim in move.aim for band in aim.where))
    names = [move.main, *([move.peak_from] if move.peak_from else [])]
    names += [departure.measure for departure in move.attempt]
    names += [band.measure for band in bands]
    names += [aim.measure for aim in move.aim]
    return tuple(dict.fromkeys(names))


def _nearest(
    span: tuple[float, float], frames: Sequence[tuple[float, Mapping[str, float]]]
) -> Iterator[Mapping[str, float] | None]:
    """Yield for each sample the measures nearest in time; ``None`` if there are none within a step."""
    at, last = 0, len(frames) - 1
    for i in range(math.floor((span[1] - span[0]) / STEP_S) + 1):
        wanted = span[0] + i * STEP_S
        while at < last and abs(frames[at + 1][0] - wanted) <= abs(frames[at][0] - wanted):
            at += 1
        near = last >= 0 and abs(frames[at][0] - wanted) <= STEP_S
        yield frames[at][1] if near else None


def _seen(value: float) -> float | None:
    return None if math.isnan(value) else value
