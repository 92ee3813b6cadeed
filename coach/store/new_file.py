"""Create new files readable only by their owner: landmarks are health data."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from io import FileIO
from typing import TypeAlias

from coach.errors import RecordingError, reason

StrPath: TypeAlias = str | os.PathLike[str]


def create(path: StrPath, *, overwrite: bool, replaceable: Callable[[StrPath], bool]) -> FileIO:
    """Create an empty, unbuffered file that only its owner may read (mode 0600 where the system has modes).

    With ``overwrite``, an existing file that is ``replaceable``, one of ours, is removed first, so that a wrong path
    does not delete a video. It is not truncated: access to the old file, through its permissions or another name,
    gives no access to the new one.

    Raises:
        RecordingError: The file exists, or cannot be created.
    """
    name = os.fspath(path)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        if overwrite:
            _remove(name, replaceable)
        return FileIO(os.open(name, flags, 0o600), "wb")
    except FileExistsError:
        raise RecordingError(f"{name} already exists; choose another name, or request overwriting") from None
    except (OSError, ValueError) as error:  # a null byte in the name is a ValueError
        raise RecordingError(f"{name} cannot be created ({reason(error)}); choose another path") from error


def write_all(file: FileIO, content: bytes | memoryview, *, sync: bool = True) -> None:
    """Write ``content`` completely and, by default, sync it to disk; one unbuffered write may write only a part."""
    rest = memoryview(content)
    while rest:
        rest = rest[file.write(rest) :]
    if sync:
        os.fsync(file.fileno())


def _remove(name: str, replaceable: Callable[[StrPath], bool]) -> None:
    try:
        found = os.lstat(name)
    except FileNotFoundError:
        return
    if not stat.S_ISREG(found.st_mode) or (found.st_size > 0 and not replaceable(name)):
        raise RecordingError(
            f"{name} contains something other than landmarks and was not overwritten; choose another name"
        )
    os.unlink(name)
