"""The events of one session on their way into the history, each kept as it happens."""

from __future__ import annotations

from collections.abc import Callable
from sqlite3 import Cursor
from typing import TypeAlias

from coach.events import Event, Measured, RepEnded
from coach.store.codec import pack
from coach.store.samples import pack_curves

Write: TypeAlias = Callable[[str, tuple[object, ...]], Cursor]
"""Runs one statement, as one transaction."""


class Log:
    """What is kept of one session; it is begun by ``History.begin``."""

    def __init__(self, write: Write, session: int, settle: Callable[[], None], end: Callable[[int], None]) -> None:
        self.session = session
        self._write, self._settle, self._end = write, settle, end
        self._number = self._attempts = 0

    def append(self, event: Event) -> None:
        """Keep an event; once this returns, it outlives the program. The curves of an attempt are kept apart.

        Raises:
            HistoryError: It cannot be written.
        """
        if isinstance(event, Measured):
            self._write(
                "INSERT INTO curve (session, attempt, t, start, step_s, measures, samples) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (self.session, self._attempts - 1, event.t, event.start, event.step_s, *pack_curves(event)),
            )
            return
        name, fields = pack(event)
        self._write("INSERT INTO event VALUES (?, ?, ?, ?, ?)", (self.session, self._number, event.t, name, fields))
        self._number += 1
        self._attempts += isinstance(event, RepEnded)

    def settle(self) -> None:
        """Bring what was appended from the log into the file; waits for the disk."""
        self._settle()

    def end(self) -> None:
        """The session came to an end."""
        self._end(self.session)
