"""Ways to open the history: to keep what happens, to read only, or to keep nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Final, TypeAlias

from coach.errors import UnkeptError
from coach.store import opening
from coach.store.migrations import VERSION, migrate
from coach.store.opening import telling

BUSY_S: Final = 2.0
"""How long to wait for another coach that writes at the same time."""

Connect: TypeAlias = Callable[[Path], sqlite3.Connection]


def to_keep(path: Path) -> sqlite3.Connection:
    """The file, made where it is missing, for its owner only.

    Raises:
        UnkeptError: It cannot be made or written.
        HistoryError: It is damaged, or newer than this program, and was left untouched.
    """
    opening.make(path)
    opening.admit(path)
    with telling(path):
        connection = sqlite3.connect(path, timeout=BUSY_S, isolation_level=None)
    try:
        with telling(path):
            _prepare(connection, path)
    except BaseException:
        connection.close()
        raise
    return connection


def to_read(path: Path) -> sqlite3.Connection:
    """The file to look into, also where nothing can be written; where there is none, nothing is made.

    Raises:
        HistoryError: It cannot be read, is damaged, or newer than this program, and was left untouched.
    """
    if not path.exists():
        return to_forget(path)
    try:
        return to_keep(path)
    except UnkeptError:
        connection = read_only(path)
        with telling(path):
            (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == VERSION:
            return connection
        connection.close()
        return to_forget(path)


def to_forget(path: Path) -> sqlite3.Connection:
    """A copy in memory of what can be read of the file: all goes on as ever, and nothing is kept."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    if path.exists():
        with suppress(UnkeptError), telling(path), closing(read_only(path)) as source:
            source.backup(connection)
    with telling(path):
        migrate(connection)
        connection.execute("PRAGMA foreign_keys = ON")
    return connection


def read_only(path: Path) -> sqlite3.Connection:
    """The file as it is, written by nobody from here.

    Raises:
        HistoryError: It cannot be read, is damaged, or newer than this program.
    """
    opening.admit(path)
    # A log beside it is read; where there is none, none is made, so that the folder need not take anything.
    log = path.with_name(f"{path.name}-wal")
    how = "mode=ro" if log.exists() and log.stat().st_size else "immutable=1"
    with telling(path):
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?{how}", uri=True, isolation_level=None)
        try:
            if connection.execute("PRAGMA user_version").fetchone() == (0,):
                raise opening.damaged(path, "nothing is in it")
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
    # A checkpoint waits for the disk: it is made between moves and at the end, never in the middle of a rep.
    connection.execute("PRAGMA wal_autocheckpoint = 0")
    connection.execute("PRAGMA foreign_keys = ON")
    # What is deleted or replaced is overwritten, not left in the file's unused parts.
    connection.execute("PRAGMA secure_delete = ON")
