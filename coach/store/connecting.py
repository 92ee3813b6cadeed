"""Ways to open the history: for writing, read-only, or as a temporary copy."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import Final, TypeAlias

from coach.errors import HistoryAccessError
from coach.language import phrase
from coach.store import opening
from coach.store.migrations import VERSION, migrate
from coach.store.opening import sqlite_errors

BUSY_S: Final = 2.0
"""Seconds to wait for another coach that is writing."""

Connect: TypeAlias = Callable[[Path], sqlite3.Connection]


def for_writing(path: Path) -> sqlite3.Connection:
    """Open the file for writing; create it, private to its owner, if it is missing.

    Raises:
        HistoryAccessError: It cannot be created or written.
        HistoryError: It is damaged or newer than this program; it was left untouched.
    """
    opening.make(path)
    opening.admit(path)
    with sqlite_errors(path):
        connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None)
    try:
        with sqlite_errors(path):
            _prepare(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def for_reading(path: Path) -> sqlite3.Connection:
    """Open the file for reading, even where nothing can be written; a missing file is not created.

    Raises:
        HistoryError: It cannot be read, is damaged, or newer than this program; it was left untouched.
    """
    if not path.exists():
        return temporary_copy(path)
    try:
        return for_writing(path)
    except HistoryAccessError:
        connection = read_only(path)
        with sqlite_errors(path):
            (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == VERSION:
            return connection
        connection.close()
        return temporary_copy(path)


def temporary_copy(path: Path) -> sqlite3.Connection:
    """Open an in-memory copy of the file's readable content: everything works, and nothing is saved."""
    with ExitStack() as failing:
        connection = failing.enter_context(closing(sqlite3.connect(":memory:", isolation_level=None)))
        if path.exists():
            with suppress(HistoryAccessError), sqlite_errors(path), closing(read_only(path)) as source:
                source.backup(connection)
        with sqlite_errors(path):
            migrate(connection)
            connection.execute("PRAGMA foreign_keys = ON")
        failing.pop_all()
    return connection


def read_only(path: Path) -> sqlite3.Connection:
    """Open the file strictly read-only.

    Raises:
        HistoryError: It cannot be read, is damaged, or newer than this program.
    """
    opening.admit(path)
    # An existing log is read; a missing one is not created, so the folder need not be writable.
    log = path.with_name(f"{path.name}-wal")
    how = "mode=ro" if log.exists() and log.stat().st_size else "immutable=1"
    with sqlite_errors(path):
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?{how}", uri=True, isolation_level=None)
        try:
            if connection.execute("PRAGMA user_version").fetchone() == (0,):
                raise opening.damaged(path, phrase("errors.history.empty"))
            opening.check(connection, path)
        except BaseException:
            connection.close()
            raise
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    opening.known(path, version)
    if version:
        opening.check(connection, path)
    if version < VERSION:
        migrate(connection)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    # A checkpoint waits for the disk: it runs between moves and at the end, never during a rep.
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    connection.execute("PRAGMA foreign_keys = ON")
    # Deleted or replaced data is overwritten, not left in the file's free pages.
    connection.execute("PRAGMA secure_delete = ON")
