"""Data about a person besides sessions: settings, ranges, acknowledged notices, other activity."""

from __future__ import annotations

from typing import Any

from coach.body import Side
from coach.store.database import Database, now, packed
from coach.store.records import Activity, PersonalRange


class Person:
    """Data about the person."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def setting(self, name: str) -> Any:  # Any: what JSON holds
        """Return a setting; ``None`` if it was never set."""
        rows = self._db.read("SELECT value FROM setting WHERE name = ?", (name,))
        return self._db.unpacked(rows[0][0]) if rows else None

    def set_setting(self, name: str, value: Any) -> None:  # Any: what JSON holds
        """Set a setting."""
        self._db.write("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, packed(value)))

    def settings(self) -> dict[str, Any]:  # Any: what JSON holds
        """Return every setting by its name."""
        return {
            name: self._db.unpacked(value)
            for name, value in self._db.read("SELECT name, value FROM setting ORDER BY name")
        }

    def acknowledged(self, notice: str) -> str | None:
        """Return when a notice was acknowledged, in UTC; ``None`` if it never was."""
        rows = self._db.read("SELECT at FROM acknowledged WHERE notice = ?", (notice,))
        return str(rows[0][0]) if rows else None

    def notices(self) -> dict[str, str]:
        """Return when each notice was acknowledged, in UTC."""
        return dict(self._db.read("SELECT notice, at FROM acknowledged ORDER BY notice"))

    def acknowledge(self, notice: str) -> None:
        """Store that a notice was acknowledged."""
        self._db.write("INSERT OR IGNORE INTO acknowledged VALUES (?, ?)", (notice, now()))

    def ranges(self) -> list[PersonalRange]:
        """Return every personal range."""
        return [PersonalRange(*row) for row in self._db.read("SELECT move, side, start_deg, end_deg, taken FROM range")]

    def set_range(self, move: str, side: Side | None, start_deg: float, end_deg: float) -> None:
        """Store a person's own range for a move."""
        self._db.write(
            "INSERT OR REPLACE INTO range VALUES (?, ?, ?, ?, ?)", (move, side or "", start_deg, end_deg, now())
        )

    def forget_range(self, move: str, side: Side | None = None) -> None:
        """Delete a range: that of one side, or of both if none is given."""
        self._db.write("DELETE FROM range WHERE move = ? AND ? IN (side, '')", (move, side or ""))

    def add_activity(self, what: str, minutes: float, note: str = "", at: str | None = None) -> None:
        """Store another activity, at the current time by default."""
        self._db.write(
            "INSERT INTO activity (at, what, minutes, note) VALUES (?, ?, ?, ?)", (at or now(), what, minutes, note)
        )

    def activities(self) -> list[Activity]:
        """Return every other activity, the earliest first."""
        return [
            Activity(*row) for row in self._db.read("SELECT id, at, what, minutes, note FROM activity ORDER BY at, id")
        ]
