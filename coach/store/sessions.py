"""Sessions in the history: begun, kept event by event, and read again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from coach.errors import HistoryError
from coach.events import Event, Measured
from coach.session.score import Score, scores
from coach.store.codec import unpack
from coach.store.database import Database, now, packed
from coach.store.log import Log
from coach.store.opening import damaged
from coach.store.records import Kind, Session
from coach.store.samples import unpack_curves

LAST: Final = "last_session"
"""The setting that holds the highest number of a session that was deleted: no number is given twice, for another coach
may still be writing to it."""


class Sessions(Database):
    """What was done, session by session."""

    def begin(
        self,
        routine: str,
        planned: Sequence[Mapping[str, Any]],
        settings: Mapping[str, Any],
        *,
        kind: Kind = "live",
        source: str = "",
        recording: Path | None = None,
        hurts: str | None = None,
        pain_before: int | None = None,
        worse: bool | None = None,
        began: str | None = None,
    ) -> Log:
        """Begin a session; what it says goes into the log that is given.

        Args:
            routine: What the routine is called; of a video, the id of its move.
            planned: The moves as they are to be done.
            settings: What else was asked for.
            kind: Whether it is led, or is a video that was checked.
            source: The name of the camera or the video.
            recording: The landmark recording that the person asked for.
            hurts: The side that hurts: left, right, both or neither; ``None`` where it was not told.
            pain_before: 0 to 10.
            worse: Whether it is worse than the day before.
            began: When, in UTC, as ISO 8601 has it; now, where it is not given.
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
        cursor = self._write(
            f"INSERT INTO session (id, {', '.join(values)}) SELECT 1 + max("
            "(SELECT ifnull(max(id), 0) FROM session), "
            "ifnull((SELECT json_extract(value, '$') FROM setting WHERE name = ?), 0)"
            f"), {places}",
            (LAST, *values.values()),
        )
        assert cursor.lastrowid is not None
        return Log(self._write, cursor.lastrowid, self.settle, self.end)

    def end(self, session: int, at: str | None = None) -> None:
        """A session came to its end, now where no instant is given."""
        self._write("UPDATE session SET ended = ? WHERE id = ?", (at or now(), session))
        self._keep_scores(session)

    def define(self, move: str) -> str:
        """Keep a move as it was used, once however often it is; gives what it is called by in what is planned.

        Args:
            move: All of it, as JSON.
        """
        name = hashlib.sha256(move.encode()).hexdigest()
        self._write("INSERT OR IGNORE INTO definition VALUES (?, ?)", (name, move))
        return name

    def definition(self, name: str) -> str | None:
        """A move as it was used, as JSON; ``None`` where there is none of that name."""
        rows = self._read("SELECT move FROM definition WHERE id = ?", (name,))
        if rows:
            self._unpacked(rows[0][0], dict)
        return str(rows[0][0]) if rows else None

    def sessions(self) -> list[Session]:
        """Every session, the first one first."""
        return self._sessions("ORDER BY id")

    def session(self, number: int) -> Session:
        """One session.

        Raises:
            ValueError: There is none of that number.
        """
        found = self._sessions("WHERE id = ?", (number,))
        if not found:
            raise ValueError(f"there is no session {number} in {self.path}; coach history lists them")
        return found[0]

    def events(self, session: int) -> list[Event]:
        """Every event of a session but the curves, in the order in which they happened.

        Raises:
            HistoryError: One of them cannot be read.
        """
        rows = self._read("SELECT type, fields FROM event WHERE session = ? ORDER BY number", (session,))
        try:
            return [unpack(name, fields) for name, fields in rows]
        except ValueError as error:
            raise HistoryError(f"session {session} in {self.path} is damaged: {error}") from error

    def curves(self, session: int) -> dict[int, Measured]:
        """The curves of a session, by the place of their attempt among all of its ``RepEnded``, from 0.

        An attempt may have none: sessions of version 1 kept none, and a kill may fall between a rep and its curves.

        Raises:
            HistoryError: One of them cannot be read.
        """
        rows = self._read(
            "SELECT attempt, t, start, step_s, measures, samples FROM curve WHERE session = ? ORDER BY attempt",
            (session,),
        )
        try:
            return {attempt: unpack_curves(*row) for attempt, *row in rows}
        except ValueError as error:
            raise HistoryError(f"session {session} in {self.path} is damaged: {error}") from error

    def scores(self) -> dict[int, tuple[Score, ...]]:
        """What every session comes to, by its number: quick, however many there are."""
        stored = self._read("SELECT session.id, scores FROM session LEFT JOIN score ON session = session.id ORDER BY 1")
        found = {}
        for session, text in stored:
            try:
                found[session] = scores(self.events(session)) if text is None else _scores().validate_json(text)
            except ValidationError as error:
                raise HistoryError(
                    f"session {session} in {self.path} is damaged: {error.errors()[0]['msg']}"
                ) from error
        return found

    def _keep_scores(self, session: int) -> None:
        """Keep what a session that is over comes to, so that years of them are read at once."""
        text = to_json(scores(self.events(session))).decode()
        self._write("INSERT OR REPLACE INTO score VALUES (?, ?)", (session, text))

    def _instant(self, text: Any) -> str:  # Any: a column's value
        """An instant as ISO 8601 has it."""
        try:
            datetime.fromisoformat(text)
        except (ValueError, TypeError) as error:
            raise damaged(self.path, f"{text!r} is no instant") from error
        return str(text)

    def _sessions(self, which: str, values: Sequence[object] = ()) -> list[Session]:
        names = ", ".join(Session.__slots__)
        found = []
        for row in self._read(f"SELECT {names} FROM session {which}", values):
            columns = dict(zip(Session.__slots__, row, strict=True))
            columns["planned"] = self._unpacked(columns["planned"], list)
            columns["settings"] = self._unpacked(columns["settings"], dict)
            if not all(isinstance(step, dict) for step in columns["planned"]):
                raise damaged(self.path, f"what was planned for session {columns['id']} names no move")
            columns["began"] = self._instant(columns["began"])
            for name in ("worse", "spreads"):
                columns[name] = None if columns[name] is None else bool(columns[name])
            found.append(Session(**columns))
        return found


@cache
def _scores() -> TypeAdapter[tuple[Score, ...]]:
    return TypeAdapter(tuple[Score, ...])
