"""The tables of the history, and migrations from every earlier version.

Each entry of ``STEPS`` leads from one version to the next; a new file runs all of them. Entries are never changed, only
added.
"""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from typing import Final

STEPS: Final[tuple[str, ...]] = (
    """
    CREATE TABLE session (
        id INTEGER PRIMARY KEY,
        began TEXT NOT NULL,
        ended TEXT,
        routine TEXT NOT NULL,
        planned TEXT NOT NULL,
        settings TEXT NOT NULL,
        recording TEXT,
        hurts TEXT,
        pain_before INTEGER,
        worse INTEGER,
        pain_after INTEGER
    ) STRICT;
    CREATE TABLE event (
        session INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        t REAL NOT NULL,
        type TEXT NOT NULL,
        fields TEXT NOT NULL,
        PRIMARY KEY (session, number)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE definition (id TEXT PRIMARY KEY, move TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE acknowledged (notice TEXT PRIMARY KEY, at TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE range (
        move TEXT NOT NULL,
        side TEXT NOT NULL,
        start_deg REAL NOT NULL,
        end_deg REAL NOT NULL,
        taken TEXT NOT NULL,
        PRIMARY KEY (move, side)
    ) STRICT, WITHOUT ROWID;
    """,
    """
    ALTER TABLE session ADD COLUMN kind TEXT NOT NULL DEFAULT 'live';
    ALTER TABLE session ADD COLUMN source TEXT NOT NULL DEFAULT '';
    ALTER TABLE session ADD COLUMN landmarks TEXT;
    ALTER TABLE session ADD COLUMN spreads INTEGER;
    CREATE TABLE curve (
        id INTEGER PRIMARY KEY,
        session INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
        attempt INTEGER NOT NULL,
        t REAL NOT NULL,
        start REAL NOT NULL,
        step_s REAL NOT NULL,
        measures TEXT NOT NULL,
        samples BLOB NOT NULL,
        UNIQUE (session, attempt)
    ) STRICT;
    CREATE TABLE score (
        session INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
        scores TEXT NOT NULL,
        PRIMARY KEY (session)
    ) STRICT;
    CREATE TABLE correction (
        id INTEGER PRIMARY KEY,
        session INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
        move TEXT NOT NULL,
        side TEXT NOT NULL,
        count INTEGER NOT NULL,
        note TEXT NOT NULL,
        at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX correction_session ON correction (session);
    CREATE TABLE regrade (
        id INTEGER PRIMARY KEY,
        session INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
        move TEXT NOT NULL,
        basis TEXT NOT NULL,
        definition TEXT NOT NULL,
        reps TEXT NOT NULL,
        at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX regrade_session ON regrade (session);
    CREATE TABLE activity (
        id INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        what TEXT NOT NULL,
        minutes REAL NOT NULL,
        note TEXT NOT NULL
    ) STRICT;
    """,
)

VERSION: Final = len(STEPS)
"""The version this program writes."""

APPLICATION: Final = 0x436F6168  # "Coah"
"""Marks the file, in its header, as a history of this program."""


def migrate(database: sqlite3.Connection) -> None:
    """Migrate the tables from any version to this program's, completely or not at all.

    Another coach may migrate at the same time: the second finds the work done.
    """
    now = datetime.now(UTC).isoformat(timespec="seconds")
    database.execute("BEGIN IMMEDIATE")
    try:
        (version,) = database.execute("PRAGMA user_version").fetchone()
        database.execute("CREATE TABLE IF NOT EXISTS schema (version INTEGER PRIMARY KEY, since TEXT) STRICT")
        for number, step in enumerate(STEPS[version:], version + 1):
            for statement in step.split(";"):
                database.execute(statement)
            database.execute("INSERT INTO schema VALUES (?, ?)", (number, now))
        database.execute(f"PRAGMA user_version = {max(version, len(STEPS))}")
        database.execute(f"PRAGMA application_id = {APPLICATION}")
        database.execute("COMMIT")
    except BaseException:
        database.execute("ROLLBACK")
        raise
