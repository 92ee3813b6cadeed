"""What is kept of a session once it is over: pain, counts set right, and how it is judged now."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from coach.body import Side
from coach.errors import HistoryError
from coach.events import Rep
from coach.store.database import now
from coach.store.records import Basis, Correction, Regrade
from coach.store.sessions import Sessions


class Marks(Sessions):
    """Sessions, and what is noted of them afterwards. What was measured is never changed."""

    def set_pain_before(self, session: int, pain: int) -> None:
        """Keep how much it hurt before a session, 0 to 10."""
        self._write("UPDATE session SET pain_before = ? WHERE id = ?", (pain, session))

    def set_pain_after(self, session: int, pain: int) -> None:
        """Keep how much it hurts after a session, 0 to 10."""
        self._write("UPDATE session SET pain_after = ? WHERE id = ?", (pain, session))

    def set_spreads(self, session: int, spreads: bool) -> None:
        """Keep whether the pain spreads down the leg after a session."""
        self._write("UPDATE session SET spreads = ? WHERE id = ?", (spreads, session))

    def correct(self, session: int, move: str, side: Side | None, count: int, note: str = "") -> None:
        """Set right how many repetitions it were."""
        self._write(
            "INSERT INTO correction (session, move, side, count, note, at) VALUES (?, ?, ?, ?, ?, ?)",
            (session, move, side or "", count, note, now()),
        )

    def corrections(self, session: int | None = None) -> list[Correction]:
        """What was set right in a session, or in all of them, in the order in which it was."""
        rows = self._read(
            "SELECT session, move, side, count, note, at FROM correction WHERE ? IS NULL OR session = ? ORDER BY id",
            (session, session),
        )
        return [Correction(of, move, side or None, count, note, at) for of, move, side, count, note, at in rows]

    def regrade(self, session: int, move: str, basis: Basis, definition: str, reps: Sequence[Rep]) -> None:
        """Keep how the attempts at a move are judged now.

        Args:
            session: The session's number.
            move: The move's id.
            basis: What they were judged from.
            definition: What ``define`` gave for the move they were judged by.
            reps: All of them.
        """
        self._write(
            "INSERT INTO regrade (session, move, basis, definition, reps, at) VALUES (?, ?, ?, ?, ?, ?)",
            (session, move, basis, definition, to_json(tuple(reps)).decode(), now()),
        )

    def regrades(self, session: int | None = None) -> list[Regrade]:
        """How a session, or all of them, were judged again, in the order in which they were."""
        rows = self._read(
            "SELECT session, move, basis, definition, reps, at FROM regrade WHERE ? IS NULL OR session = ? ORDER BY id",
            (session, session),
        )
        try:
            return [
                Regrade(of, move, basis, definition, _reps().validate_json(reps), at)
                for of, move, basis, definition, reps, at in rows
            ]
        except ValidationError as error:
            raise HistoryError(f"the history {self.path} is damaged: {error.errors()[0]['msg']}") from error


@cache
def _reps() -> TypeAdapter[tuple[Rep, ...]]:
    return TypeAdapter(tuple[Rep, ...])
