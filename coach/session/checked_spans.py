"""Spans of a session with their own checker, and rechecking them."""

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
class CheckedSpan:
    """Part of a session between the start and the end of one checker.

    Attributes:
        step: Index of its move in the routine, from 0.
        start: First instant, seconds.
        end: Last instant, seconds; infinite if the session was interrupted.
        eased: Number of times the move had been made easier.
    """

    step: int
    start: float
    end: float = math.inf
    eased: int = 0


def checked_spans(events: Iterable[Event]) -> list[CheckedSpan]:
    """Return the checked spans of a session, in time order."""
    found: list[CheckedSpan] = []
    step, easier = -1, 0
    under_way: CheckedSpan | None = None
    for event in events:
        match event:
            case MoveBegan():
                step, easier = step + 1, 0
                under_way = CheckedSpan(step, event.t)
            case MoveEased():
                easier += 1
                under_way = CheckedSpan(step, event.t, eased=easier)
            case Resumed() if under_way is None:
                under_way = CheckedSpan(step, event.t, eased=easier)
            case Ended() if under_way is not None:
                found.append(replace(under_way, end=event.t))
                under_way = None
            case _:
                pass
    return found if under_way is None else [*found, under_way]


def checked_again(move: Move, span: CheckedSpan, moments: Sequence[Moment]) -> list[Rep]:
    """Return the attempts of a span as judged by ``move``.

    Args:
        move: The move, before it was made easier.
        span: The span.
        moments: All moments of the session.
    """
    for _ in range(span.eased):
        move = eased(move)
    first = bisect_left(moments, span.start, key=lambda moment: moment.t)
    last = bisect_right(moments, span.end, key=lambda moment: moment.t)
    return attempts(move, moments[first:last])


def attempts(move: Move, moments: Iterable[Moment]) -> list[Rep]:
    """Return the attempts in ``moments``."""
    checker = Checker(move)
    events = [event for moment in moments for event in checker.update(moment)]
    return [event.rep for event in (*events, *checker.finish()) if isinstance(event, RepEnded)]
