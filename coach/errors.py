"""What can go wrong, and the exit code each kind ends with.

    CoachError              1  anything below, caught as one
    ├── SourceError         3  a video, camera or folder that cannot be read
    ├── ModelError          4  the pose model or its runtime is missing, damaged or of another version
    ├── DataFileError       5  a move, routine or manifest that does not hold up
    ├── RecordingError      6  a landmark recording that is damaged or of another version
    └── HistoryError        8  the history is damaged or newer
        └── UnkeptError     8  its place takes nothing, or does not give it: full, read-only, in use

A caller's mistake in Python is a ``ValueError``; on the command line it is exit code 2.
"""

from __future__ import annotations

from typing import ClassVar


class CoachError(Exception):
    """A fault told to the person in one sentence: what was expected, what was found, what to do."""

    exit_code: ClassVar[int] = 1


class SourceError(CoachError):
    """A video, camera or folder that cannot be read."""

    exit_code = 3


class ModelError(CoachError):
    """The pose model or its runtime is missing, damaged or of another version."""

    exit_code = 4


class DataFileError(CoachError):
    """A move, routine or manifest that does not hold up; the text names every fault with its path."""

    exit_code = 5


class RecordingError(CoachError):
    """A landmark recording that is damaged or of another version."""

    exit_code = 6


class HistoryError(CoachError):
    """The history is damaged, newer than the program, or cannot be kept; it is left untouched."""

    exit_code = 8


class UnkeptError(HistoryError):
    """The history's place takes nothing, or does not give it: the disk is full, read-only, or in use."""
