"""A live session with its history: what is planned for it, and what is stored of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coach.app.history.writer import HistorySink, ends, keeping_ranges, landmarks_of, planned
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
    """A session that is over.

    Attributes:
        outgrown: The new ranges that exceed the stored ones.
    """

    session: int
    stopped: bool
    outgrown: tuple[RangeTaken, ...] = ()


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

    ``about`` is what else to store with it, as ``Sessions.begin`` takes it. Any: what JSON holds.
    """
    known = ends(history)
    routine = personal(routine, moves, known)
    log = history.sessions.begin(routine.id, planned(history, routine, moves), recording=options.record, **about)
    keeper = HistorySink(log, report)
    keep: Path | None = landmarks_of(history, log.session, report)
    sinks = (keeper, keeping_ranges(history, report))
    stopped = lead(routine, moves, language, options, keep=keep, event_sinks=sinks, report=report)
    keeper.end()
    if stopped:
        return Exercised(log.session, stopped)
    return Exercised(
        log.session, stopped, tuple(outgrown(routine, moves, known, fold(history.sessions.events(log.session))))
    )
