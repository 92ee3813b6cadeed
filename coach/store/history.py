"""The history: every session, event by event, in one SQLite file in the user's data folder."""

from __future__ import annotations

from pathlib import Path

import platformdirs

from coach.closing import Closing
from coach.store.connecting import to_forget, to_keep, to_read
from coach.store.log import Log
from coach.store.marks import Marks
from coach.store.opening import NAME
from coach.store.person import Person
from coach.store.records import Activity, Correction, PersonalRange, Regrade, Session
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
    "to_forget",
    "to_keep",
    "to_read",
]


def data_folder() -> Path:
    """Return the system's folder for a program's data of this user."""
    return Path(platformdirs.user_data_dir("coach", appauthor=False))


class History(Marks, Person, Upkeep, Closing):
    """The history in a folder; close it, or use it in a ``with`` statement.

    Args:
        folder: The folder of the history; created, private to its owner, if it is missing.
        connect: How to open it: ``to_keep`` for writing, ``to_read`` read-only, or ``to_forget`` as a temporary copy.

    Raises:
        UnkeptError: It cannot be created or written.
        HistoryError: It is damaged or newer than this program; it was left untouched.
    """
