"""Files that are made anew, readable by their owner only: landmarks tell about a person's health."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from io import FileIO
from typing import TypeAlias

from coach.errors import RecordingError

Path: TypeAlias = str | os.PathLike[str]


def create(path: Path, *, overwrite: bool, replaceable: Callable[[Path], bool]) -> FileIO:
    """A new, empty, unbuffered file that only its owner may read (mode 0600 where the system knows modes).

    Args:
        path: Where; its folder exists.
        overwrite: Take the place of a file that is there. It is removed, not emptied: nobody who could read the old
            file, through its permissions or another name of it, can read the new one.
        replaceable: Whether the file that is there is one of ours, so that ``overwrite`` with a wrong path does not
            cost somebody a video.

    Raises:
        RecordingError: There is a file already, or none can be made.
    """
    name = os.fspath(path)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    try:
        if overwrite:
            _remove(name, replaceable)
        return FileIO(os.open(name, flags, 0o600), "wb")
    except FileExistsError:
        raise RecordingError(f"{name} is there already; choose another name, or ask to overwrite it") from None
    except (OSError, ValueError) as error:  # a null byte in the name is a ValueError
        raise RecordingError(f"{name} cannot be made ({reason(error)}); choose another place") from error


def write_all(file: FileIO, content: bytes | memoryview, *, sync: bool = True) -> None:
    """Write ``content`` and, unless told otherwise, see it on the disk; an unbuffered write may take only a part."""
    rest = memoryview(content)
    while rest:
        rest = rest[file.write(rest) :]
    if sync:
        os.fsync(file.fileno())


def reason(error: Exception) -> str:
    """What the system says went wrong, in its own words."""
    said = error.strerror if isinstance(error, OSError) else None
    return said.lower() if said else str(error)


def _remove(name: str, replaceable: Callable[[Path], bool]) -> None:
    try:
        found = os.lstat(name)
    except FileNotFoundError:
        return
    if not stat.S_ISREG(found.st_mode) or (found.st_size > 0 and not replaceable(name)):
        raise RecordingError(f"{name} holds something other than landmarks and is left alone; choose another name")
    os.unlink(name)
