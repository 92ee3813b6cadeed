"""Keeping a session: what was planned, every event, and what it comes to afterwards."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, cast

from pydantic_core import to_json

from coach.body import Side
from coach.errors import HistoryError, RecordingError, UnkeptError
from coach.events import Event, MoveEnded, RangeTaken, SessionEnded
from coach.moves.move import Move
from coach.session.progression import Past
from coach.session.routine import Routine, Step, steps
from coach.session.summary import fold
from coach.store.history import History, Log, to_forget
from coach.store.recording import Header, RecordingWriter
from coach.stream import Moment

AGAIN_S: Final = 10.0
"""How long before a history that could not be written is tried again: each try may take a moment."""


RECENT: Final = 10
"""How many earlier sessions are looked at: more than decide what is offered, and few enough to be read at once."""


class HistorySink:
    """Takes every event of a session to the history.

    Where that fails on the way, the session goes on: it is told once, and what happened is held until it can be kept.
    """

    def __init__(self, log: Log, complain: Callable[[str], object]) -> None:
        self._log = log
        self._complain = complain
        self._held: deque[Event] = deque()
        self._failed_at = -math.inf

    def __call__(self, event: Event) -> None:
        """Keep an event."""
        self._held.append(event)
        if event.t - self._failed_at >= AGAIN_S or isinstance(event, SessionEnded):
            self._keep(event.t)

    def end(self) -> None:
        """The session came to its end."""
        if self._held:
            self._complain(f"the end of this session, {len(self._held)} events, could not be kept")
            return
        try:
            self._log.end()
        except HistoryError as error:
            self._complain(str(error))

    def _keep(self, t: float) -> None:
        try:
            while self._held:
                self._log.append(self._held[0])
                event = self._held.popleft()
                if isinstance(event, MoveEnded):
                    self._log.settle()
            self._failed_at = -math.inf
        except HistoryError as error:
            if self._failed_at == -math.inf:
                self._complain(f"{error}; the session goes on, and what happens is kept as soon as that is mended")
            self._failed_at = t


class Recorder:
    """Takes every moment of a session to a landmark recording, which it closes.

    Where that fails on the way, the session goes on: it is told, and what follows is not recorded.
    """

    def __init__(self, writer: RecordingWriter, complain: Callable[[str], object]) -> None:
        self._writer: RecordingWriter | None = writer
        self._complain = complain

    def __call__(self, moment: Moment) -> None:
        """Keep a moment."""
        self._tried(lambda writer: writer.write(moment))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._tried(lambda writer: writer.close())

    def _tried(self, do: Callable[[RecordingWriter], object]) -> None:
        if self._writer is None:
            return
        try:
            do(self._writer)
        except RecordingError as error:
            self._writer = None
            self._complain(f"{error}; the session goes on, but what follows is not recorded")


def recorder(path: Path, header: Header, complain: Callable[[str], object]) -> Recorder | None:
    """Takes every moment to a recording that is kept for a while; ``None``, and told, where it cannot be made.

    It does not wait for the disk, so that the loop does not either.
    """
    try:
        return Recorder(RecordingWriter(path, header, overwrite=True, sync=False), complain)
    except RecordingError as error:
        complain(f"{error}; the session goes on, but its landmarks are not kept")
        return None


def opened(folder: Path, complain: Callable[[str], object]) -> History:
    """The history for a session; where nothing can be kept, a copy of it that is forgotten afterwards, and told so."""
    try:
        history = History(folder)
        try:
            history.prove()
        except UnkeptError:
            history.close()
            raise
        return history
    except UnkeptError as error:
        complain(f"{error}; the session goes on, but nothing of it is kept")
        return History(folder, to_forget)


def landmarks_of(history: History, session: int, complain: Callable[[str], object]) -> Path | None:
    """Where the landmarks of a session are to be kept, if they are; older ones whose time has come are removed."""
    try:
        history.expire_landmarks()
        wanted = history.lasting and history.landmark_days != 0
        return history.keep_landmarks(session) if wanted else None
    except HistoryError as error:
        complain(str(error))
        return None


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
    """The last sessions of a routine, by move, the latest last."""
    found: dict[str, list[Past]] = {}
    sessions = [each for each in history.sessions() if each.kind == "live" and each.routine == routine]
    for session in sessions[-RECENT:]:
        for done in fold(history.events(session.id)).moves:
            found.setdefault(done.move, []).append(
                Past(done, session.pain_before, session.pain_after, session.spreads is True)
            )
    return found
