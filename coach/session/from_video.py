"""Converts the result of a checked video to the events of a session."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coach.body import SIDES, Side
from coach.events import Counted, Event, MoveBegan, MoveEnded, RepEnded, SessionBegan, SessionEnded
from coach.moves.move import Move


@dataclass(frozen=True, slots=True)
class CheckedMove:
    """One move that was checked in a video.

    Attributes:
        move: The move with the requested reps, hold and target.
    """

    move: Move
    events: tuple[Event, ...]


def as_session(routine: str, checked: Sequence[CheckedMove]) -> Iterator[Event]:
    """Yield the events of a session with these moves, one set each.

    Args:
        routine: Id of the session's routine.
        checked: The moves in time order; each with at least one event.
    """
    first, last = checked[0].events[0].t, checked[-1].events[-1].t
    yield SessionBegan(first, routine, tuple(each.move.id for each in checked))
    for number, each in enumerate(checked, 1):
        yield from _move(number, len(checked), each)
    yield SessionEnded(last, True)


def sides(move: Move) -> tuple[Side, ...]:
    """Return the sides for which a move is checked; empty unless its sides are done one after the other."""
    if move.sides != "each":
        return ()
    return SIDES if move.side is None else (move.side,)


def _move(number: int, of: int, checked: CheckedMove) -> Iterator[Event]:
    move, first, last = checked.move, checked.events[0].t, checked.events[-1].t
    asked = sides(move)
    yield MoveBegan(first, number, of, move.id, 1, move.reps, asked, move.hold_s, move.target_deg)
    done: Counter[Side | None] = Counter()
    for event in checked.events:
        yield event
        if isinstance(event, RepEnded) and event.rep.counted:
            side = event.rep.side if asked else None
            done[side] += 1
            if done[side] <= move.reps:
                yield Counted(event.t, side, done[side], move.reps)
    yield MoveEnded(last, move.id, all(done[side] >= move.reps for side in asked or (None,)))
