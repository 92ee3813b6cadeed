"""The open history database, on which all reading and writing is built.

It uses a write-ahead log, synced at checkpoints: appending an event is one write that does not wait for the disk, so
the loop never stalls, and the data survives even if the program is killed. A power cut may cost the last seconds but
never the file; with a rollback journal, each event would wait for two disk syncs.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from coach.closing import Closing
from coach.store.connecting import Connect, for_writing
from coach.store.opening import NAME, damaged, sqlite_errors


class Database(Closing):
    """The history in a folder, opened."""

    def __init__(self, folder: Path, connect: Connect = for_writing) -> None:
        """Open the history.

        Raises:
            HistoryError: It cannot be created, is damaged, or newer than this program; it was left untouched.
        """
        self.folder, self.path = folder, folder / NAME
        self.connection = connect(self.path)

    @property
    def lasting(self) -> bool:
        """Whether written data outlives the program."""
        return bool(self.read("PRAGMA database_list")[0][2])

    def check_writable(self) -> None:
        """Raise ``HistoryAccessError`` if the history is not writable, by writing and deleting a setting."""
        with self.batch():
            self.write("INSERT OR REPLACE INTO setting VALUES ('proof', 'null')")
            self.write("DELETE FROM setting WHERE name = 'proof'")

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Commit all writes within the block together, or none of them on an error."""
        with sqlite_errors(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            with sqlite_errors(self.path):
                self.connection.execute("COMMIT")
        except BaseException:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            raise

    def checkpoint(self) -> None:
        """Move the log into the file; waits for the disk."""
        with sqlite_errors(self.path):
            self.connection.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def close(self) -> None:
        """Move the log into the file and close it; closing twice is fine."""
        try:
            self.connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
        except sqlite3.Error:
            pass  # the log stays and is read the next time
        finally:
            self.connection.close()

    def write(self, statement: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        """Run one statement that writes, as its own transaction unless in a batch."""
        with sqlite_errors(self.path):
            return self.connection.execute(statement, values)

    def read(self, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:  # Any: a column's value
        """Return the rows of a query."""
        with sqlite_errors(self.path):
            return self.connection.execute(statement, values).fetchall()

    def unpacked(self, text: Any, kind: type = object) -> Any:  # Any: a column's value, and what JSON holds
        """Return a JSON column's value, checked to be of the given type.

        Raises:
            HistoryError: It is not of that type.
        """
        try:
            value = json.loads(text)
        except (ValueError, TypeError) as error:
            raise damaged(self.path, " ".join(str(error).split())) from error
        if not isinstance(value, kind):
            raise damaged(self.path, f"{kind.__name__} is expected where {type(value).__name__} is stored")
        return value


def packed(value: Any) -> str:  # Any: what JSON holds
    """Return a value as JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def now() -> str:
    """Return the current time in UTC, in ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="seconds")
