"""Check whether a file may be opened as a history before SQLite touches it, and word the errors."""

from __future__ import annotations

import os
import sqlite3
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from coach.errors import HistoryAccessError, HistoryError, reason
from coach.language import phrase
from coach.store.migrations import APPLICATION, VERSION

NAME: Final = "history.sqlite3"

CHECKED_BYTES: Final = 64 * 1024 * 1024
"""Largest file, bytes, that is checked in full when opened."""

_MAGIC: Final = b"SQLite format 3\0"
_HEADER: Final = 100


def _message(error: Exception) -> str:
    """Return SQLite's error as one line: it quotes content of a damaged file."""
    return " ".join(str(error).split())


@contextmanager
def sqlite_errors(path: Path) -> Iterator[None]:
    """Turn SQLite's errors within the block into one sentence: an unwritable place, or a damaged file."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise HistoryAccessError(phrase("errors.history.unusable", path=path, why=_message(error))) from error
    except sqlite3.IntegrityError as error:
        raise HistoryAccessError(phrase("errors.history.unstorable", path=path)) from error
    except sqlite3.DatabaseError as error:
        raise damaged(path, _message(error)) from error
    except UnicodeDecodeError as error:
        raise damaged(path, phrase("errors.history.bad_text")) from error


def make(path: Path) -> None:
    """Create the file and its folder if missing, never readable by others, not even for a moment.

    Raises:
        HistoryAccessError: They cannot be created.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        if not path.parent.is_dir():
            raise HistoryAccessError(phrase("errors.history.not_folder", path=path.parent)) from None
    except OSError as error:
        raise inaccessible(path, error) from error


def admit(path: Path) -> None:
    """Check that the file at ``path`` can be opened as a history, from its first bytes alone.

    Raises:
        HistoryError: It cannot be read, is not a history, or is newer than this program.
    """
    if path.with_name(f"{path.name}-journal").exists():
        return  # its creation was interrupted: the first bytes are invalid until SQLite has rolled them back
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER)
    except OSError as error:
        raise inaccessible(path, error) from error
    if not header:
        return
    if len(header) < _HEADER or not header.startswith(_MAGIC):
        raise damaged(path, phrase("errors.history.bad_start"))
    (version,), (application,) = struct.unpack_from(">I", header, 60), struct.unpack_from(">I", header, 68)
    if application != APPLICATION:
        raise HistoryError(phrase("errors.history.foreign", path=path))
    known(path, version)


def known(path: Path, version: int) -> None:
    """Raise ``HistoryError`` if the file has a newer version."""
    if version > VERSION:
        raise HistoryError(phrase("errors.history.newer", path=path, found=version, known=VERSION))


def check(database: sqlite3.Connection, path: Path) -> None:
    """Raise ``HistoryError`` if the file is damaged; nothing is written."""
    if path.stat().st_size <= CHECKED_BYTES:
        (found,) = database.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            raise damaged(path, str(found).splitlines()[-1])
    database.execute("SELECT count(*) FROM session").fetchone()


def damaged(path: Path, why: str) -> HistoryError:
    """Return the error for a damaged file."""
    return HistoryError(phrase("errors.history.damaged", path=path, why=why))


def inaccessible(path: Path, error: OSError) -> HistoryAccessError:
    """Return the error for a place where no history can be stored."""
    return HistoryAccessError(phrase("errors.history.inaccessible", path=path, why=reason(error)))
