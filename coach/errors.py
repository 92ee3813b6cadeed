"""The exceptions, and the exit code of each.

    CoachError              1  base class of the others
    ├── SourceError         3  a video, camera or folder cannot be read
    ├── ModelError          4  the pose model or its runtime is missing, damaged or has the wrong version
    ├── DataFileError       5  a move, routine or manifest file is invalid
    ├── RecordingError      6  a landmark recording is damaged or has the wrong version
    └── HistoryError        8  the history is damaged or was written by a newer version
        └── HistoryAccessError     8  the history cannot be accessed: disk full, read-only or locked

Invalid arguments raise ``ValueError``; on the command line they end with exit code 2.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a value of a file: its key in the catalogue, after ``wrong.``, and its fields."""

    key: str
    fields: Mapping[str, object]


def wrong(key: str, **fields: object) -> Wrong:
    """Return what is wrong."""
    return Wrong(key, fields)


def reason(error: Exception) -> str:
    """Return the system's description of an error, to be put into a sentence."""
    said: str | None = getattr(error, "strerror", None)
    return said.lower() if said else str(error)


class CoachError(Exception):
    """An error shown to the user as one sentence: expected state, observed state, and remedy."""

    exit_code: ClassVar[int] = 1


class SourceError(CoachError):
    """A video, camera or folder cannot be read."""

    exit_code = 3


class ModelError(CoachError):
    """The pose model or its runtime is missing, damaged or has the wrong version."""

    exit_code = 4


class DataFileError(CoachError):
    """A move, routine or manifest file is invalid; the message lists every fault with its path."""

    exit_code = 5


class RecordingError(CoachError):
    """A landmark recording is damaged or has the wrong version."""

    exit_code = 6


class HistoryError(CoachError):
    """The history is damaged, newer than the program, or cannot be accessed; it is left untouched."""

    exit_code = 8


class HistoryAccessError(HistoryError):
    """The history cannot be accessed: the disk is full or read-only, or the file is locked."""
