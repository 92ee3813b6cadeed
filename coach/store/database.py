"""The open file of the history, which all that reads and writes it stands on.

It keeps a write-ahead log, synced at checkpoints: to append an event is one write without waiting for the disk, so
that the loop never stalls, and what was written outlives the program even if it is killed. A power cut may cost the
last seconds and never the file; with a rollback journal each event would wait for two syncs of the disk.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from coach.store.connecting import Connect, to_keep
from coach.store.opening import NAME, damaged, telling


class Database:
    """The history in a folder, opened.

    Attributes:
        folder: Where it lies.
        path: The file.
    """

    def __init__(self, folder: Path, connect: Connect = to_keep) -> None:
        """Open it.

        Args:
            folder: Where it lies.
            connect: To what end: ``coach.store.connecting`` has the ways.

        Raises:
            HistoryError: It cannot be made, or is damaged, or newer than this program, and was left untouched.
        """
        self.folder, self.path = folder, folder / NAME
        self._connection = connect(self.path)

    @property
    def lasting(self) -> bool:
        """Whether what is written outlives the program."""
        return bool(self._read("PRAGMA database_list")[0][2])

    def prove(self) -> None:
        """Write something, and take it back: raises ``UnkeptError`` where nothing can be kept now."""
        with self.batch():
            self._write("INSERT OR REPLACE INTO setting VALUES ('proof', 'null')")
            self._write("DELETE FROM setting WHERE name = 'proof'")

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Within, everything that is written is kept together at the end, or nothing of it."""
        with telling(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            with telling(self.path):
                self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def settle(self) -> None:
        """Bring what was written from the log into the file; waits for the disk."""
        with telling(self.path):
            self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def close(self) -> None:
        """Bring everything into the file and let go of it; closing twice is fine."""
        try:
            self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
        except sqlite3.Error:
            pass  # what is in the log stays there and is read from there
        finally:
            self._connection.close()

    def _write(self, statement: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        with telling(self.path):
            return self._connection.execute(statement, values)

    def _read(self, statement: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:  # Any: a column's value
        with telling(self.path):
            return self._connection.execute(statement, values).fetchall()

    def _unpacked(self, text: Any, kind: type = object) -> Any:  # Any: a column's value, and what JSON holds
        """What a column holds as JSON, which is to be of that kind.

        Raises:
            HistoryError: It is not.
        """
        try:
            value = json.loads(text)
        except (ValueError, TypeError) as error:
            raise damaged(self.path, " ".join(str(error).split())) from error
        if not isinstance(value, kind):
            raise damaged(self.path, f"{kind.__name__} is expected where {type(value).__name__} is kept")
        return value


def packed(value: Any) -> str:  # Any: what JSON holds
    """A value as JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def now() -> str:
    """The present instant in UTC, as ISO 8601 has it."""
    return datetime.now(UTC).isoformat(timespec="seconds")
