"""Additions to a finished session: pain, corrected counts, and regraded attempts."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import ValidationError
from pydantic_core import to_json

from coach.body import Side
from coach.errors import HistoryError
from coach.events import Rep
from coach.language import phrase
from coach.store.codec import adapter
from coach.store.database import Database, now
from coach.store.records import Basis, Correction, Regrade


class Marks:
    """Additions to finished sessions. Measurements are never changed."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def set_pain(
        self, session: int, *, before: int | None = None, after: int | None = None, spreads: bool | None = None
    ) -> None:
        """Store pain before and after a session, 0 to 10, and whether it spread down the leg, as far as it is given."""
        self._db.write(
            "UPDATE session SET pain_before = ifnull(?, pain_before), pain_after = ifnull(?, pain_after), "
            "spreads = ifnull(?, spreads) WHERE id = ?",
            (before, after, spreads, session),
        )

    def correct(self, session: int, move: str, side: Side | None, count: int, note: str = "") -> None:
        """Store a corrected number of reps."""
        self._db.write(
            "INSERT INTO correction (session, move, side, count, note, at) VALUES (?, ?, ?, ?, ?, ?)",
            (session, move, side or "", count, note, now()),
        )

    def corrections(self, session: int | None = None) -> list[Correction]:
        """Return the corrections of a session, or of all sessions, in the order they were made."""
        rows = self._db.read(
            "SELECT session, move, side, count, note, at FROM correction WHERE ? IS NULL OR session = ? ORDER BY id",
            (session, session),
        )
        return [Correction(of, move, side or None, count, note, at) for of, move, side, count, note, at in rows]

    def regrade(self, session: int, move: str, basis: Basis, definition: str, reps: Sequence[Rep]) -> None:
        """Store the regraded attempts at a move.

        ``definition`` is the name that ``define`` returned for the move they were judged by.
        """
        self._db.write(
            "INSERT INTO regrade (session, move, basis, definition, reps, at) VALUES (?, ?, ?, ?, ?, ?)",
            (session, move, basis, definition, to_json(tuple(reps)).decode(), now()),
        )

    def regrades(self, session: int | None = None) -> list[Regrade]:
        """Return the regrades of a session, or of all sessions, in the order they were made."""
        rows = self._db.read(
            "SELECT session, move, basis, definition, reps, at FROM regrade WHERE ? IS NULL OR session = ? ORDER BY id",
            (session, session),
        )
        try:
            return [
                Regrade(of, move, basis, definition, adapter(tuple[Rep, ...]).validate_json(reps), at)
                for of, move, basis, definition, reps, at in rows
            ]
        except ValidationError as error:
            why = error.errors()[0]["msg"]
            raise HistoryError(phrase("errors.history.marks_damaged", path=self._db.path, why=why)) from error
