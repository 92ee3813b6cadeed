"""The history: every session, event by event, in one SQLite file in the user's data folder."""

from __future__ import annotations

from pathlib import Path

import platformdirs

from coach.store.connecting import Connect, for_reading, for_writing, temporary_copy
from coach.store.database import Database
from coach.store.kept import KeptLandmarks
from coach.store.marks import Marks
from coach.store.opening import NAME
from coach.store.person import Person
from coach.store.records import Activity, Correction, PersonalRange, Regrade, Session
from coach.store.sessions import Log, Sessions
from coach.store.upkeep import Upkeep

__all__ = [
    "NAME",
    "Activity",
    "Correction",
    "History",
    "Log",
    "PersonalRange",
    "Regrade",
    "Session",
    "data_folder",
    "for_reading",
    "for_writing",
    "temporary_copy",
]


def data_folder() -> Path:
    """Return the system's folder for a program's data of this user."""
    return Path(platformdirs.user_data_dir("coach", appauthor=False))


class History(Database):
    """The history in a folder; close it, or use it in a ``with`` statement.

    ``connect`` opens it: ``for_writing`` for writing (the folder is created, private to its owner, if it is missing),
    ``for_reading`` read-only, or ``temporary_copy`` as a temporary copy.

    Attributes:
        sessions: The sessions: begun, written event by event, and read back.
        marks: Additions to finished sessions: pain, corrected counts, regrades.
        person: Data about the person: settings, ranges, acknowledged notices, other activity.
        landmarks: The landmark recordings of sessions.
        upkeep: Checks, backups and deletion.

    Raises:
        HistoryAccessError: It cannot be created or written.
        HistoryError: It is damaged or newer than this program; it was left untouched.
    """

    def __init__(self, folder: Path, connect: Connect = for_writing) -> None:
        super().__init__(folder, connect)
        self.sessions = Sessions(self)
        self.marks = Marks(self)
        self.person = Person(self)
        self.landmarks = KeptLandmarks(self)
        self.upkeep = Upkeep(self, self.landmarks)
