"""Write a session to the history: its plan, every event, and the totals at the end."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, cast

from pydantic_core import to_json

from coach.body import Side
from coach.closing import Closing
from coach.errors import HistoryAccessError, HistoryError, RecordingError
from coach.events import Event, MoveEnded, RangeTaken, SessionEnded
from coach.language import phrase, phrase_of
from coach.moves.move import Move
from coach.session.progression import Past
from coach.session.routine import Routine, Step, steps
from coach.session.summary import fold
from coach.store.history import History, Log, temporary_copy
from coach.store.recording import Header, RecordingWriter
from coach.stream import Moment

AGAIN_S: Final = 10.0
"""Seconds before a failed write to the history is retried: each try may take a moment."""


RECENT: Final = 10
"""Number of earlier sessions read: more than the progression rules need, and few enough to read quickly."""


class HistorySink:
    """Sink that writes every event of a session to the history.

    If a write fails, the session continues: the failure is reported once, and events are buffered until writing works.
    """

    def __init__(self, log: Log, complain: Callable[[str], object]) -> None:
        self._log = log
        self._complain = complain
        self._held: deque[Event] = deque()
        self._failed_at = -math.inf

    def __call__(self, event: Event) -> None:
        """Write an event."""
        self._held.append(event)
        if event.t - self._failed_at >= AGAIN_S or isinstance(event, SessionEnded):
            self._keep(event.t)

    def end(self) -> None:
        """Mark the session as complete."""
        if self._held:
            self._complain(phrase("errors.history.end_lost", n=len(self._held)))
            return
        try:
            self._log.end()
        except HistoryError as error:
            self._complain(phrase_of(error))

    def _keep(self, t: float) -> None:
        try:
            while self._held:
                self._log.append(self._held[0])
                event = self._held.popleft()
                if isinstance(event, MoveEnded):
                    self._log.checkpoint()
            self._failed_at = -math.inf
        except HistoryError as error:
            if self._failed_at == -math.inf:
                self._complain(phrase("errors.history.later", trouble=phrase_of(error)))
            self._failed_at = t


class Recorder(Closing):
    """Sink that writes every moment of a session to a landmark recording, and closes it.

    If a write fails, the session continues: the failure is reported, and recording stops.
    """

    def __init__(self, writer: RecordingWriter, complain: Callable[[str], object]) -> None:
        self._writer: RecordingWriter | None = writer
        self._complain = complain

    def __call__(self, moment: Moment) -> None:
        """Write a moment."""
        self._tried(lambda writer: writer.write(moment))

    def close(self) -> None:
        """Close the recording."""
        self._tried(lambda writer: writer.close())

    def _tried(self, do: Callable[[RecordingWriter], object]) -> None:
        if self._writer is None:
            return
        try:
            do(self._writer)
        except RecordingError as error:
            self._writer = None
            self._complain(phrase("errors.history.not_recorded", trouble=phrase_of(error)))


def recorder(path: Path, header: Header, complain: Callable[[str], object]) -> Recorder | None:
    """Return a recorder for a temporary landmark recording; ``None``, with a report, if it cannot be created.

    It does not wait for the disk, so the loop never blocks.
    """
    try:
        return Recorder(RecordingWriter(path, header, overwrite=True, sync=False), complain)
    except RecordingError as error:
        complain(phrase("errors.history.no_landmarks", trouble=phrase_of(error)))
        return None


def opened(folder: Path, complain: Callable[[str], object]) -> History:
    """Open the history for a session; if it is not writable, report that and return a temporary copy in memory."""
    try:
        history = History(folder)
        try:
            history.check_writable()
        except HistoryAccessError:
            history.close()
            raise
        return history
    except HistoryAccessError as error:
        complain(phrase("errors.history.not_stored", trouble=phrase_of(error)))
        return History(folder, temporary_copy)


def landmarks_of(history: History, session: int, complain: Callable[[str], object]) -> Path | None:
    """Return the path for a session's landmarks, if they are to be stored; remove expired recordings."""
    try:
        history.landmarks.expire()
        stored = history.lasting and history.landmarks.days != 0
        return history.landmarks.keep(session) if stored else None
    except HistoryError as error:
        complain(phrase_of(error))
        return None


def range_sink(history: History, complain: Callable[[str], object]) -> Callable[[Event], None]:
    """Return a sink that stores every personal range; if that fails, the session continues."""

    def keep(event: Event) -> None:
        if not isinstance(event, RangeTaken):
            return
        try:
            history.person.set_range(event.move, event.side, event.start_deg, event.end_deg)
        except HistoryError as error:
            complain(phrase("errors.history.no_range", trouble=phrase_of(error), move=event.move))

    return keep


def ends(history: History) -> dict[tuple[str, Side | None], float]:
    """Return the end of the person's range: degrees, by move and side."""
    return {(each.move, cast(Side, each.side) if each.side else None): each.end_deg for each in history.person.ranges()}


def planned(history: History, routine: Routine, moves: Mapping[str, Move]) -> list[dict[str, Any]]:
    """Return a routine as planned, for ``History.begin``. Any: JSON content."""
    return [planned_step(history, step) for step in steps(routine, moves)]


def planned_step(history: History, step: Step) -> dict[str, Any]:  # Any: what JSON holds
    """Return one planned move, and store its definition."""
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
        "definition": history.sessions.define(to_json(move, inf_nan_mode="null").decode()),
    }


def past(history: History, routine: str) -> Mapping[str, Sequence[Past]]:
    """Return the latest sessions of a routine, by move, the latest last."""
    found: dict[str, list[Past]] = {}
    sessions = [each for each in history.sessions.all() if each.kind == "live" and each.routine == routine]
    for session in sessions[-RECENT:]:
        for done in fold(history.sessions.events(session.id)).moves:
            found.setdefault(done.move, []).append(
                Past(done, session.pain_before, session.pain_after, session.spreads is True)
            )
    return found
