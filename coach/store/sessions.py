"""Sessions in the history: begun, written event by event, and read back."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import to_json

from coach.errors import HistoryError
from coach.events import Event, Measured, RepEnded
from coach.language import phrase
from coach.session.score import Score, scores
from coach.store.codec import adapter, pack, unpack
from coach.store.database import Database, now, packed
from coach.store.opening import damaged
from coach.store.records import Session, SessionKind
from coach.store.samples import pack_curves, unpack_curves

LAST: Final = "last_session"
"""Setting with the highest number of a deleted session: numbers are never reused, as another coach may still be writing
to that session."""


class Log:
    """The log of one session, returned by ``Sessions.begin``."""

    def __init__(self, database: Database, session: int, end: Callable[[int], None]) -> None:
        self.session = session
        self._db, self._end = database, end
        self._number = self._attempts = 0

    def append(self, event: Event) -> None:
        """Write an event, which then outlives the program. The curves of an attempt are stored separately.

        Raises:
            HistoryError: It cannot be written.
        """
        if isinstance(event, Measured):
            self._db.write(
                "INSERT INTO curve (session, attempt, t, start, step_s, measures, samples) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (self.session, self._attempts - 1, event.t, event.start, event.step_s, *pack_curves(event)),
            )
            return
        name, fields = pack(event)
        self._db.write("INSERT INTO event VALUES (?, ?, ?, ?, ?)", (self.session, self._number, event.t, name, fields))
        self._number += 1
        self._attempts += isinstance(event, RepEnded)

    def checkpoint(self) -> None:
        """Move the write-ahead log into the file; waits for the disk."""
        self._db.checkpoint()

    def end(self) -> None:
        """Mark the session as complete."""
        self._end(self.session)


class Sessions:
    """The stored sessions."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def begin(
        self,
        routine: str,
        planned: Sequence[Mapping[str, Any]],
        settings: Mapping[str, Any],
        *,
        kind: SessionKind = "live",
        source: str = "",
        recording: Path | None = None,
        hurts: str | None = None,
        pain_before: int | None = None,
        worse: bool | None = None,
        began: str | None = None,
    ) -> Log:
        """Begin a session; its events go into the returned log.

        ``routine`` is the id of the routine, or of the move of a video; ``source`` the name of the camera or the
        video, and ``recording`` the landmark recording requested by the user. ``hurts`` is left, right, both or
        neither, ``pain_before`` 0 to 10, ``worse`` compares with the day before. ``began`` is in UTC, as ISO 8601 has
        it; now by default.
        """
        values = {
            "began": began or now(),
            "routine": routine,
            "planned": packed(planned),
            "settings": packed(settings),
            "kind": kind,
            "source": source,
            "recording": None if recording is None else str(recording),
            "hurts": hurts,
            "pain_before": pain_before,
            "worse": worse,
        }
        places = ", ".join("?" * len(values))
        cursor = self._db.write(
            f"INSERT INTO session (id, {', '.join(values)}) SELECT 1 + max("
            "(SELECT ifnull(max(id), 0) FROM session), "
            "ifnull((SELECT json_extract(value, '$') FROM setting WHERE name = ?), 0)"
            f"), {places}",
            (LAST, *values.values()),
        )
        assert cursor.lastrowid is not None
        return Log(self._db, cursor.lastrowid, self.end)

    def end(self, session: int, at: str | None = None) -> None:
        """Mark a session as ended, at the current time by default."""
        self._db.write("UPDATE session SET ended = ? WHERE id = ?", (at or now(), session))
        self._keep_scores(session)

    def define(self, move: str) -> str:
        """Store a move definition, only once however often it is used; return its name for use in plans.

        The move is complete, as JSON.
        """
        name = hashlib.sha256(move.encode()).hexdigest()
        self._db.write("INSERT OR IGNORE INTO definition VALUES (?, ?)", (name, move))
        return name

    def definition(self, name: str) -> dict[str, Any] | None:  # Any: what JSON holds
        """Return a move definition; ``None`` if there is none of that name."""
        rows = self._db.read("SELECT move FROM definition WHERE id = ?", (name,))
        return self._db.unpacked(rows[0][0], dict) if rows else None

    def all(self) -> list[Session]:
        """Return every session, the earliest first."""
        return self._sessions("ORDER BY id")

    def get(self, number: int) -> Session:
        """Return one session.

        Raises:
            ValueError: There is no session with that number.
        """
        found = self._sessions("WHERE id = ?", (number,))
        if not found:
            raise ValueError(phrase("errors.history.no_session", number=number, path=self._db.path))
        return found[0]

    def _damaged(self, session: int, why: object) -> HistoryError:
        return HistoryError(phrase("errors.history.session_damaged", number=session, path=self._db.path, why=str(why)))

    def events(self, session: int) -> list[Event]:
        """Return every event of a session except the curves, in order.

        Raises:
            HistoryError: An entry cannot be read.
        """
        rows = self._db.read("SELECT type, fields FROM event WHERE session = ? ORDER BY number", (session,))
        try:
            return [unpack(name, fields) for name, fields in rows]
        except ValueError as error:
            raise self._damaged(session, error) from error

    def curves(self, session: int) -> dict[int, Measured]:
        """Return the curves of a session, by the index of their attempt among its ``RepEnded`` events, from 0.

        An attempt may have none: version 1 stored none, and the program may be killed between a rep and its curves.

        Raises:
            HistoryError: An entry cannot be read.
        """
        rows = self._db.read(
            "SELECT attempt, t, start, step_s, measures, samples FROM curve WHERE session = ? ORDER BY attempt",
            (session,),
        )
        try:
            return {attempt: unpack_curves(*row) for attempt, *row in rows}
        except ValueError as error:
            raise self._damaged(session, error) from error

    def scores(self) -> dict[int, tuple[Score, ...]]:
        """Return the scores of every session, by its number; fast even for many sessions."""
        stored = self._db.read(
            "SELECT session.id, scores FROM session LEFT JOIN score ON session = session.id ORDER BY 1"
        )
        found, kept = {}, adapter(tuple[Score, ...])
        for session, text in stored:
            try:
                found[session] = scores(self.events(session)) if text is None else kept.validate_json(text)
            except ValidationError as error:
                raise self._damaged(session, error.errors()[0]["msg"]) from error
        return found

    def _keep_scores(self, session: int) -> None:
        """Cache the scores of a session that is over, so that years of them are read at once."""
        text = to_json(scores(self.events(session))).decode()
        self._db.write("INSERT OR REPLACE INTO score VALUES (?, ?)", (session, text))

    def _instant(self, text: Any) -> str:  # Any: a column's value
        try:
            datetime.fromisoformat(text)
        except (ValueError, TypeError) as error:
            raise damaged(self._db.path, f"{text!r} is not a time") from error
        return str(text)

    def _sessions(self, which: str, values: Sequence[object] = ()) -> list[Session]:
        names = ", ".join(Session.__slots__)
        found = []
        for row in self._db.read(f"SELECT {names} FROM session {which}", values):
            columns = dict(zip(Session.__slots__, row, strict=True))
            columns["planned"] = self._db.unpacked(columns["planned"], list)
            columns["settings"] = self._db.unpacked(columns["settings"], dict)
            if not all(isinstance(step, dict) for step in columns["planned"]):
                raise damaged(self._db.path, f"the plan of session {columns['id']} has a step without a move")
            columns["began"] = self._instant(columns["began"])
            for name in ("worse", "spreads"):
                columns[name] = None if columns[name] is None else bool(columns[name])
            found.append(Session(**columns))
        return found
