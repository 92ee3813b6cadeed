"""Keeping a session: what was planned, every event, and what it comes to afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from pydantic_core import to_json

from coach.body import Side
from coach.errors import HistoryError
from coach.events import Event, MoveEnded, RangeTaken
from coach.moves.move import Move
from coach.session.progress import fold
from coach.session.progression import Past
from coach.session.routine import Routine, Step, steps
from coach.store.history import History, Log


class Keeper:
    """Takes every event of a session to the history.

    Where that fails on the way, the session goes on: it is told once, and what follows is not kept.
    """

    def __init__(self, log: Log, complain: Callable[[str], object]) -> None:
        self._log: Log | None = log
        self._complain = complain

    def __call__(self, event: Event) -> None:
        """Keep an event."""
        if self._log is None:
            return
        try:
            self._log.append(event)
            if isinstance(event, MoveEnded):
                self._log.settle()
        except HistoryError as error:
            self._log = None
            self._complain(f"{error}; the session goes on, but what follows is not kept")

    def end(self) -> None:
        """The session came to its end."""
        if self._log is not None:
            self._log.end()


def keeping_ranges(history: History, complain: Callable[[str], object]) -> Callable[[Event], None]:
    """What keeps every range that a session tells; where that fails, the session goes on."""

    def keep(event: Event) -> None:
        if not isinstance(event, RangeTaken):
            return
        try:
            history.set_range(event.move, event.side, event.start_deg, event.end_deg)
        except HistoryError as error:
            complain(f"{error}; the session goes on, but your range of {event.move} is not kept")

    return keep


def ends(history: History) -> dict[tuple[str, Side | None], float]:
    """How far the person comes: by move and side, degrees."""
    return {(each.move, cast(Side, each.side) if each.side else None): each.end_deg for each in history.ranges()}


def planned(history: History, routine: Routine, moves: Mapping[str, Move]) -> list[dict[str, Any]]:
    """A routine as it is about to be done, for ``History.begin``. Any: what JSON holds."""
    return [planned_step(history, step) for step in steps(routine, moves)]


def planned_step(history: History, step: Step) -> dict[str, Any]:  # Any: what JSON holds
    """One move of what is planned, kept as it is used."""
    move = step.move
    return {
        "move": move.id,
        "title": move.title,
        "sets": step.sets,
        "reps": move.reps,
        "sides": list(step.sides),
        "hold_s": move.hold_s,
        "target_deg": move.target_deg,
        "targets_deg": move.targets_deg,
        "rest_s": step.rest_s,
        "definition": history.define(to_json(move, inf_nan_mode="null").decode()),
    }


def past(history: History, routine: str) -> Mapping[str, Sequence[Past]]:
    """The earlier sessions of a routine, by move, the latest last."""
    found: dict[str, list[Past]] = {}
    for session in history.sessions():
        if session.routine != routine:
            continue
        for done in fold(history.events(session.id)).moves:
            found.setdefault(done.move, []).append(Past(done, session.pain_before, session.pain_after))
    return found
