"""Write the events of one session to the history, each as it happens."""

from __future__ import annotations

from collections.abc import Callable

from coach.events import Event, Measured, RepEnded
from coach.store.codec import pack
from coach.store.database import Database
from coach.store.samples import pack_curves


class Log:
    """The log of one session, returned by ``History.begin``."""

    def __init__(self, database: Database, session: int, end: Callable[[int], None]) -> None:
        self.session = session
        self._db, self._end = database, end
        self._number = self._attempts = 0

    def append(self, event: Event) -> None:
        """Write an event, which then outlives the program. The curves of an attempt are stored separately.

        Raises:
            HistoryError: It cannot be written.
        """
        if isinstance(event, Measured):
            self._db.write(
                "INSERT INTO curve (session, attempt, t, start, step_s, measures, samples) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (self.session, self._attempts - 1, event.t, event.start, event.step_s, *pack_curves(event)),
            )
            return
        name, fields = pack(event)
        self._db.write("INSERT INTO event VALUES (?, ?, ?, ?, ?)", (self.session, self._number, event.t, name, fields))
        self._number += 1
        self._attempts += isinstance(event, RepEnded)

    def checkpoint(self) -> None:
        """Move the write-ahead log into the file; waits for the disk."""
        self._db.checkpoint()

    def end(self) -> None:
        """Mark the session as complete."""
        self._end(self.session)
