"""Runs a live session and stores it in the history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from coach.app.history.writer import HistorySink, ends, landmarks_of, planned, range_sink
from coach.app.live.session import SessionOptions, lead
from coach.events import RangeTaken
from coach.language import Language
from coach.moves.move import Move
from coach.session.personal import outgrown, personal
from coach.session.routine import Routine
from coach.session.summary import fold
from coach.store.history import History


@dataclass(frozen=True, slots=True)
class Exercised:
    """A finished session.

    Attributes:
        stopped: Whether the user interrupted it.
        outgrown: New ranges that exceed the stored ones.
    """

    session: int
    stopped: bool
    outgrown: tuple[RangeTaken, ...]


def exercise(
    history: History,
    routine: Routine,
    moves: Mapping[str, Move],
    language: Language,
    options: SessionOptions,
    *,
    about: Mapping[str, Any],
    report: Callable[[str], object],
) -> Exercised:
    """Run a session as ``lead`` does, with the person's own targets, and store it in the history.

    ``about`` has the other arguments of ``Sessions.begin``. Any: JSON content.
    """
    known = ends(history)
    routine = personal(routine, moves, known)
    log = history.sessions.begin(routine.id, planned(history, routine, moves), recording=options.record, **about)
    history_sink = HistorySink(log, report)
    keep, sinks = landmarks_of(history, log.session, report), (history_sink, range_sink(history, report))
    stopped = lead(routine, moves, language, options, keep=keep, event_sinks=sinks, report=report)
    history_sink.end()
    found = () if stopped else outgrown(routine, moves, known, fold(history.sessions.events(log.session)))
    return Exercised(log.session, stopped, tuple(found))
