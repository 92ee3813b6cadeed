"""The history: what was done, event by event, in one SQLite file in the user's data folder.

It keeps a write-ahead log, synced at checkpoints: to append an event is one write without waiting for the disk, so
that the loop never stalls, and what was written outlives the program even if it is killed. A power cut may cost the
last seconds and never the file; with a rollback journal each event would wait for two syncs of the disk.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import struct
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import platformdirs

from coach.body import Side
from coach.errors import HistoryError
from coach.events import Event
from coach.store.codec import pack, unpack
from coach.store.migrations import APPLICATION, VERSION, migrate

NAME: Final = "history.sqlite3"

BUSY_S: Final = 2.0
"""How long to wait for another coach that writes at the same time."""

CHECKED_BYTES: Final = 64 * 1024 * 1024
"""Up to this size a file is read through when it is opened."""

_MAGIC: Final = b"SQLite format 3\0"
_HEADER: Final = 100


@dataclass(frozen=True, slots=True)
class Session:
    """What is kept of a session beside its events.

    Attributes:
        id: Its number.
        began: When, in UTC, as ISO 8601 has it.
        ended: When it was closed; ``None`` where it broke off.
        routine: What the routine is called.
        planned: The moves as they were to be done.
        settings: What else was asked for.
        recording: The landmark recording made of it.
        hurts: The side that hurt before it.
        pain_before: 0 to 10, before it.
        worse: Whether it was worse than the day before.
        pain_after: 0 to 10, after it.
    """

    id: int
    began: str
    ended: str | None
    routine: str
    planned: Sequence[Mapping[str, Any]]  # Any: what JSON holds
    settings: Mapping[str, Any]
    recording: str | None
    hurts: str | None
    pain_before: int | None
    worse: bool | None
    pain_after: int | None


@dataclass(frozen=True, slots=True)
class PersonalRange:
    """A person's own range of a move, degrees; ``side`` is empty where the move has none."""

    move: str
    side: Side | str
    start_deg: float
    end_deg: float
    taken: str


def data_folder() -> Path:
    """Where the system keeps a program's data for this user."""
    return Path(platformdirs.user_data_dir("coach", appauthor=False))


class History:
    """The history in a folder; close it, or use it in a ``with`` statement.

    Args:
        folder: Where; made where it is missing, for its owner only.

    Raises:
        HistoryError: It cannot be made, or is damaged, or newer than this program, and was left untouched.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _admit(self.path)
        except OSError as error:
            raise HistoryError(
                f"the history {self.path} cannot be kept there ({_reason(error)}); name another folder with --data"
            ) from error
        with _telling(self.path):
            self._database = sqlite3.connect(self.path, timeout=BUSY_S, isolation_level=None)
        try:
            with _telling(self.path):
                self._open()
        except BaseException:
            self._database.close()
            raise

    def _open(self) -> None:
        database = self._database
        (version,) = database.execute("PRAGMA user_version").fetchone()
        _known(self.path, version)
        if version:
            _check(database, self.path)
        if version < VERSION:
            migrate(database)
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        # A checkpoint waits for the disk: it is made between moves and at the end, never in the middle of a rep.
        database.execute("PRAGMA wal_autocheckpoint = 0")
        database.execute("PRAGMA foreign_keys = ON")

    def begin(
        self,
        routine: str,
        planned: Sequence[Mapping[str, Any]],
        settings: Mapping[str, Any],
        *,
        recording: Path | None = None,
        hurts: str | None = None,
        pain_before: int | None = None,
        worse: bool | None = None,
    ) -> Log:
        """Begin a session; what it says goes into the log that is given.

        Args:
            routine: What the routine is called.
            planned: The moves as they are to be done.
            settings: What else was asked for.
            recording: The landmark recording that is made of it.
            hurts: The side that hurts: left, right, both or neither; ``None`` where it was not told.
            pain_before: 0 to 10.
            worse: Whether it is worse than the day before.
        """
        values = (
            _now(), routine, _json(planned), _json(settings), None if recording is None else str(recording),
            hurts, pain_before, worse,
        )  # fmt: skip
        with _telling(self.path):
            cursor = self._database.execute(
                "INSERT INTO session (began, routine, planned, settings, recording, hurts, pain_before, worse) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                values,
            )
        assert cursor.lastrowid is not None
        return Log(self._database, self.path, cursor.lastrowid)

    def define(self, move: str) -> str:
        """Keep a move as it was used, once however often it is; gives what it is called by in what is planned.

        Args:
            move: All of it, as JSON.
        """
        name = hashlib.sha256(move.encode()).hexdigest()
        with _telling(self.path):
            self._database.execute("INSERT OR IGNORE INTO definition VALUES (?, ?)", (name, move))
        return name

    def definition(self, name: str) -> str | None:
        """A move as it was used, as JSON; ``None`` where there is none of that name."""
        with _telling(self.path):
            row = self._database.execute("SELECT move FROM definition WHERE id = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def sessions(self) -> list[Session]:
        """Every session, the first one first."""
        names = ", ".join(Session.__slots__)
        with _telling(self.path):
            rows = self._database.execute(f"SELECT {names} FROM session ORDER BY id").fetchall()
        found = []
        for row in rows:
            values = dict(zip(Session.__slots__, row, strict=True))
            values["planned"], values["settings"] = json.loads(values["planned"]), json.loads(values["settings"])
            values["worse"] = None if values["worse"] is None else bool(values["worse"])
            found.append(Session(**values))
        return found

    def events(self, session: int) -> list[Event]:
        """Every event of a session, in the order in which they happened.

        Raises:
            HistoryError: One of them cannot be read.
        """
        with _telling(self.path):
            rows = self._database.execute(
                "SELECT type, fields FROM event WHERE session = ? ORDER BY number", (session,)
            ).fetchall()
        try:
            return [unpack(name, fields) for name, fields in rows]
        except ValueError as error:
            raise HistoryError(f"session {session} in {self.path} is damaged: {error}") from error

    def set_pain_after(self, session: int, pain: int) -> None:
        """Keep how much it hurts after a session, 0 to 10."""
        with _telling(self.path):
            self._database.execute("UPDATE session SET pain_after = ? WHERE id = ?", (pain, session))

    def setting(self, name: str) -> Any:  # Any: what JSON holds
        """What a setting was set to; ``None`` where it never was."""
        with _telling(self.path):
            row = self._database.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
        return None if row is None else json.loads(row[0])

    def set_setting(self, name: str, value: Any) -> None:  # Any: what JSON holds
        """Set a setting."""
        with _telling(self.path):
            self._database.execute("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, _json(value)))

    def settings(self) -> dict[str, Any]:  # Any: what JSON holds
        """Every setting by its name."""
        with _telling(self.path):
            rows = self._database.execute("SELECT name, value FROM setting ORDER BY name").fetchall()
        return {name: json.loads(value) for name, value in rows}

    def acknowledged(self, notice: str) -> str | None:
        """When a notice was acknowledged, in UTC; ``None`` where it never was."""
        with _telling(self.path):
            row = self._database.execute("SELECT at FROM acknowledged WHERE notice = ?", (notice,)).fetchone()
        return None if row is None else str(row[0])

    def notices(self) -> dict[str, str]:
        """When each notice was acknowledged, in UTC."""
        with _telling(self.path):
            return dict(self._database.execute("SELECT notice, at FROM acknowledged ORDER BY notice").fetchall())

    def acknowledge(self, notice: str) -> None:
        """Keep that a notice was acknowledged."""
        with _telling(self.path):
            self._database.execute("INSERT OR IGNORE INTO acknowledged VALUES (?, ?)", (notice, _now()))

    def ranges(self) -> list[PersonalRange]:
        """Every personal range."""
        with _telling(self.path):
            rows = self._database.execute("SELECT move, side, start_deg, end_deg, taken FROM range").fetchall()
        return [PersonalRange(*row) for row in rows]

    def set_range(self, move: str, side: Side | None, start_deg: float, end_deg: float) -> None:
        """Keep a person's own range of a move."""
        with _telling(self.path):
            self._database.execute(
                "INSERT OR REPLACE INTO range VALUES (?, ?, ?, ?, ?)", (move, side or "", start_deg, end_deg, _now())
            )

    def close(self) -> None:
        """Bring everything into the file and let go of it; closing twice is fine."""
        try:
            self._database.execute("PRAGMA wal_checkpoint(PASSIVE)")
        except sqlite3.Error:
            pass  # what is in the log stays there and is read from there
        finally:
            self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Log:
    """The events of one session, each kept as it happens."""

    def __init__(self, database: sqlite3.Connection, path: Path, session: int) -> None:
        self.session = session
        self._database, self._path = database, path
        self._number = 0

    def append(self, event: Event) -> None:
        """Keep an event; once this returns, it outlives the program.

        Raises:
            HistoryError: It cannot be written.
        """
        name, fields = pack(event)
        with _telling(self._path):
            self._database.execute(
                "INSERT INTO event VALUES (?, ?, ?, ?, ?)", (self.session, self._number, event.t, name, fields)
            )
        self._number += 1

    def settle(self) -> None:
        """Bring what was appended from the log into the file; waits for the disk."""
        with _telling(self._path):
            self._database.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def end(self) -> None:
        """The session came to an end."""
        with _telling(self._path):
            self._database.execute("UPDATE session SET ended = ? WHERE id = ?", (_now(), self.session))


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    """Within, what SQLite complains about is told in one sentence."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise HistoryError(f"the history {path} cannot be used ({error}); name another folder with --data") from error
    except sqlite3.DatabaseError as error:
        raise _damaged(path, str(error)) from error


def _admit(path: Path) -> None:
    """See that what is at ``path`` can be opened as a history, from its first bytes alone.

    A new file is made here, so that nobody else can read it even for a moment.

    Raises:
        HistoryError: It is no history, or newer than this program.
        OSError: It cannot be read, or made.
    """
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        return
    except FileExistsError:
        pass
    if path.with_name(f"{NAME}-journal").exists():
        return  # its making broke off: the first bytes mean nothing before SQLite has rolled them back
    with path.open("rb") as file:
        header = file.read(_HEADER)
    if not header:
        return
    if len(header) < _HEADER or not header.startswith(_MAGIC):
        raise _damaged(path, "it does not begin as one")
    (version,), (application,) = struct.unpack_from(">I", header, 60), struct.unpack_from(">I", header, 68)
    if application != APPLICATION:
        raise HistoryError(
            f"{path} is not a history of this program and is left alone; name another folder with --data"
        )
    _known(path, version)


def _known(path: Path, version: int) -> None:
    if version > VERSION:
        raise HistoryError(
            f"the history {path} is of version {version}, this program knows up to {VERSION}; it was left untouched: "
            "use a newer coach, or another folder with --data"
        )


def _check(database: sqlite3.Connection, path: Path) -> None:
    """Raise ``HistoryError`` where the file is damaged; nothing is written."""
    if path.stat().st_size <= CHECKED_BYTES:
        (found,) = database.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            raise _damaged(path, str(found).splitlines()[-1])
    database.execute("SELECT count(*) FROM session").fetchone()


def _damaged(path: Path, why: str) -> HistoryError:
    return HistoryError(
        f"the history {path} is damaged ({why}) and was left untouched; put a copy of it back, or name another folder "
        "with --data"
    )


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _json(value: Any) -> str:  # Any: what JSON holds
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
