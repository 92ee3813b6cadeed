"""Maintain the history: check it, back it up, and delete from it for good."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from coach.errors import HistoryError, reason
from coach.language import phrase
from coach.store.codec import unpack
from coach.store.database import Database
from coach.store.kept import KeptLandmarks, KeptRecording
from coach.store.opening import damaged, sqlite_errors
from coach.store.samples import unpack_curves
from coach.store.sessions import LAST

PERSONAL: Final = ("session", "activity", "setting", "acknowledged", "range", "definition")
"""Tables with personal data; the other tables are deleted along with sessions."""


@dataclass(frozen=True, slots=True)
class Condition:
    """Contents of a history that passed the check."""

    sessions: int
    events: int
    curves: int
    kept: tuple[KeptRecording, ...]
    strays: tuple[Path, ...]


class Upkeep:
    """Checks the history, backs it up, and deletes from it."""

    def __init__(self, database: Database, landmarks: KeptLandmarks) -> None:
        self._db, self._landmarks = database, landmarks

    def examine(self) -> Condition:
        """Read everything and check it.

        Raises:
            HistoryError: Something is invalid.
        """
        with sqlite_errors(self._db.path):
            for (found,) in self._db.connection.execute("PRAGMA integrity_check(1)"):
                if found != "ok":
                    raise damaged(self._db.path, str(found).splitlines()[-1])
            if self._db.connection.execute("PRAGMA foreign_key_check").fetchone():
                raise damaged(self._db.path, "something in it belongs to no session")
            try:
                events = self._each("SELECT type, fields FROM event", unpack)
                curves = self._each("SELECT t, start, step_s, measures, samples FROM curve", unpack_curves)
            except ValueError as error:
                raise damaged(self._db.path, str(error)) from error
        ((sessions,),) = self._db.read("SELECT count(*) FROM session")
        kept, strays = tuple(self._landmarks.kept()), tuple(self._landmarks.stray())
        return Condition(sessions, events, curves, kept, strays)

    def back_up(self, to: Path) -> None:
        """Copy the history, complete and consistent, into a new file that only its owner may read.

        Raises:
            HistoryError: The file exists, or cannot be written.
        """
        with new_file(to):
            copy(self._db.connection, to)

    def delete(self, sessions: Collection[int], activities: Collection[int] = ()) -> None:
        """Delete sessions and activities for good, including recordings: no file retains their content.

        Raises:
            HistoryError: Deletion failed; nothing was deleted, or the message says what is left.
        """
        with self._db.batch():
            for kept in self._landmarks.kept():
                if kept.session in sessions:
                    self._landmarks.remove(kept)
            self._db.write(
                "INSERT OR REPLACE INTO setting SELECT ?, max(ifnull(max(id), 0), "
                "ifnull((SELECT json_extract(value, '$') FROM setting WHERE name = ?), 0)) FROM session",
                (LAST, LAST),
            )
            self._db.connection.executemany("DELETE FROM session WHERE id = ?", [(each,) for each in sessions])
            self._db.connection.executemany("DELETE FROM activity WHERE id = ?", [(each,) for each in activities])
            self._db.write(
                "DELETE FROM definition WHERE id NOT IN ("
                "SELECT json_extract(step.value, '$.definition') FROM session, json_each(planned) AS step "
                "WHERE json_extract(step.value, '$.definition') IS NOT NULL "
                "UNION SELECT definition FROM regrade)"
            )
        self._shrink()

    def delete_all(self) -> None:
        """Delete everything stored about a person, for good.

        Raises:
            HistoryError: Deletion failed; nothing was deleted, or the message says what is left.
        """
        with self._db.batch():
            for kept in self._landmarks.kept():
                self._landmarks.remove(kept)
            for table in PERSONAL:
                self._db.write(f"DELETE FROM {table}")
        self._shrink()

    def _shrink(self) -> None:
        """Rewrite the file without deleted data, and empty the write-ahead log."""
        try:
            self._db.connection.execute("VACUUM")
            (busy, *_) = self._db.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            why = "another coach has it open" if busy else ""
        except sqlite3.OperationalError as error:
            why = str(error)
        if why:
            raise HistoryError(phrase("errors.history.traces", path=self._db.path, why=why))

    def _each(self, rows: str, unpacked: Callable[..., object]) -> int:
        """Unpack every row of a query; return how many there are."""
        count = 0
        for row in self._db.connection.execute(rows):
            unpacked(*row)
            count += 1
        return count


@contextmanager
def new_file(path: Path) -> Iterator[None]:
    """Create an empty file that only its owner may read; it is removed if the block fails.

    Raises:
        HistoryError: The file exists, or cannot be created.
    """
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        raise HistoryError(phrase("errors.history.exists", path=path)) from None
    except OSError as error:
        raise HistoryError(phrase("errors.history.uncreatable", path=path, why=reason(error))) from error
    try:
        yield
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def copy(source: sqlite3.Connection, to: Path) -> None:
    """Copy an open history into an empty file, which then needs no log beside it.

    Raises:
        HistoryError: It cannot be written.
    """
    with sqlite_errors(to), closing(sqlite3.connect(to, isolation_level=None)) as copied:
        source.backup(copied)
        copied.execute("PRAGMA journal_mode = DELETE")
