"""Scores of a session for each move and side: a fold over its events, for tables and trends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import median

from coach.body import Side
from coach.events import Event, Rep
from coach.session.summary import fold


@dataclass(frozen=True, slots=True)
class Score:
    """The score of one move on one side.

    Attributes:
        side: The side; ``None`` if the move has none or it is unknown.
        hold_s: Total seconds held in all reps.
        peak_deg: Median angle at the top of all reps; ``None`` without reps.
    """

    move: str
    side: Side | None
    attempted: int = 0
    counted: int = 0
    clean: int = 0
    hold_s: float = 0.0
    peak_deg: float | None = None
    reasons: Mapping[str, int] = field(default_factory=dict)
    faults: Mapping[str, int] = field(default_factory=dict)


def scores(events: Iterable[Event]) -> tuple[Score, ...]:
    """Return the scores of a session, in the order in which each move was first attempted."""
    attempts: dict[str, list[Rep]] = {}
    for done in fold(events).moves:
        if done.attempts:
            attempts.setdefault(done.move, []).extend(done.attempted)
    return tuple(each for move, reps in attempts.items() for each in by_side(move, reps))


def by_side(move: str, reps: Iterable[Rep]) -> tuple[Score, ...]:
    """Return the score of these attempts at one move, for each side that was attempted."""
    sides: dict[Side | None, list[Rep]] = {}
    for rep in reps:
        sides.setdefault(rep.side, []).append(rep)
    return tuple(score(move, side, attempts) for side, attempts in sides.items())


def score(move: str, side: Side | None, reps: list[Rep]) -> Score:
    """Return the score of these attempts at one move on one side."""
    counted = [rep for rep in reps if rep.counted]
    peaks = [rep.peak for rep in counted if rep.peak is not None]
    return Score(
        move,
        side,
        len(reps),
        len(counted),
        sum(rep.clean for rep in counted),
        round(sum(rep.hold for rep in counted), 3),
        median(peaks) if peaks else None,
        dict(Counter(reason for rep in reps for reason in rep.reasons)),
        dict(Counter(fault.id for rep in reps for fault in rep.faults)),
    )
