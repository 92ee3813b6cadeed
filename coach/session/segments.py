"""The stretches of a session that had a checker of their own, and what checking them again tells."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from coach.events import Ended, Event, MoveBegan, MoveEased, Rep, RepEnded, Resumed
from coach.moves.move import Move
from coach.session.checker import Checker
from coach.session.routine import eased
from coach.stream import Moment


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch.

    Attributes:
        step: The place of its move in the routine, from 0.
        start: Its first instant.
        end: Its last; infinite where the session broke off in it.
        eased: How often the move had been made easier by then.
    """

    step: int
    start: float
    end: float = math.inf
    eased: int = 0


def stretches(events: Iterable[Event]) -> list[Stretch]:
    """The stretches of a session, in the order of time."""
    found: list[Stretch] = []
    step, easier = -1, 0
    under_way: Stretch | None = None
    for event in events:
        match event:
            case MoveBegan():
                step, easier = step + 1, 0
                under_way = Stretch(step, event.t)
            case MoveEased():
                easier += 1
                under_way = Stretch(step, event.t, eased=easier)
            case Resumed() if under_way is None:
                under_way = Stretch(step, event.t, eased=easier)
            case Ended() if under_way is not None:
                found.append(replace(under_way, end=event.t))
                under_way = None
            case _:
                pass
    return found if under_way is None else [*found, under_way]


def checked_again(move: Move, stretch: Stretch, moments: Sequence[Moment]) -> list[Rep]:
    """The attempts of a stretch as this move judges them.

    Args:
        move: The move, before it was made easier.
        stretch: The stretch.
        moments: All of the session.
    """
    for _ in range(stretch.eased):
        move = eased(move)
    first = bisect_left(moments, stretch.start, key=lambda moment: moment.t)
    last = bisect_right(moments, stretch.end, key=lambda moment: moment.t)
    return attempts(move, moments[first:last])


def attempts(move: Move, moments: Iterable[Moment]) -> list[Rep]:
    """The attempts in these moments."""
    checker = Checker(move)
    events = [event for moment in moments for event in checker.update(moment)]
    return [event.rep for event in (*events, *checker.finish()) if isinstance(event, RepEnded)]
