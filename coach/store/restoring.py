"""Restore a backup of the history."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Final

from coach.errors import HistoryError
from coach.language import phrase
from coach.store import opening
from coach.store.connecting import read_only
from coach.store.migrations import migrate
from coach.store.opening import NAME, sqlite_errors
from coach.store.upkeep import copy, new_file

ASIDE: Final = "history-until-*.sqlite3"
"""File name for a history that a backup replaced."""

BESIDE: Final = ("-wal", "-shm")
"""Suffixes of the files that belong to a history that was not closed."""


def restore(folder: Path, backup: Path) -> Path | None:
    """Replace the history in ``folder`` by ``backup``; return the new path of the old one.

    The old history is only renamed, even if it is damaged or newer.

    Raises:
        HistoryError: The backup is invalid, another coach has the history open, or it cannot be copied. Everything
            is then left as it was.
    """
    if not backup.is_file():
        raise HistoryError(phrase("errors.history.no_backup", path=backup))
    path = folder / NAME
    part = path.with_name(f"{NAME}.part")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
    except OSError as error:
        raise opening.inaccessible(path, error) from error
    with new_file(part):
        _copied(backup, part)
        aside = _aside(path)
        part.rename(path)
    return aside


def _copied(backup: Path, part: Path) -> None:
    with closing(read_only(backup)) as source:
        copy(source, part)
    with sqlite_errors(part), closing(sqlite3.connect(part, isolation_level=None)) as copied:
        migrate(copied)


def _aside(path: Path) -> Path | None:
    if not path.exists():
        return None
    _alone(path)
    aside = path.with_name(ASIDE.replace("*", datetime.now().strftime("%Y%m%d-%H%M%S")))
    for suffix in ("", *BESIDE):
        old = path.with_name(path.name + suffix)
        if old.exists():
            old.rename(aside.with_name(aside.name + suffix))
    return aside


def _alone(path: Path) -> None:
    """Raise ``HistoryError`` if another coach has the history open."""
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as database:
        try:
            # Only a sole connection may change the journal mode; the next one to open the file changes it back.
            database.execute("PRAGMA journal_mode = DELETE")
        except sqlite3.OperationalError as error:
            raise HistoryError(phrase("errors.history.open_elsewhere", path=path, why=str(error))) from error
        except sqlite3.DatabaseError:
            return  # damaged: no coach can have it open
