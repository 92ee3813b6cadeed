"""What the history keeps of a person beside their sessions: settings, ranges, notices read, and other activity."""

from __future__ import annotations

from typing import Any

from coach.body import Side
from coach.store.database import Database, now, packed
from coach.store.records import Activity, PersonalRange


class Person(Database):
    """What is known of the person."""

    def setting(self, name: str) -> Any:  # Any: what JSON holds
        """What a setting was set to; ``None`` where it never was."""
        rows = self._read("SELECT value FROM setting WHERE name = ?", (name,))
        return self._unpacked(rows[0][0]) if rows else None

    def set_setting(self, name: str, value: Any) -> None:  # Any: what JSON holds
        """Set a setting."""
        self._write("INSERT OR REPLACE INTO setting VALUES (?, ?)", (name, packed(value)))

    def settings(self) -> dict[str, Any]:  # Any: what JSON holds
        """Every setting by its name."""
        return {
            name: self._unpacked(value) for name, value in self._read("SELECT name, value FROM setting ORDER BY name")
        }

    def acknowledged(self, notice: str) -> str | None:
        """When a notice was acknowledged, in UTC; ``None`` where it never was."""
        rows = self._read("SELECT at FROM acknowledged WHERE notice = ?", (notice,))
        return str(rows[0][0]) if rows else None

    def notices(self) -> dict[str, str]:
        """When each notice was acknowledged, in UTC."""
        return dict(self._read("SELECT notice, at FROM acknowledged ORDER BY notice"))

    def acknowledge(self, notice: str) -> None:
        """Keep that a notice was acknowledged."""
        self._write("INSERT OR IGNORE INTO acknowledged VALUES (?, ?)", (notice, now()))

    def ranges(self) -> list[PersonalRange]:
        """Every personal range."""
        return [PersonalRange(*row) for row in self._read("SELECT move, side, start_deg, end_deg, taken FROM range")]

    def set_range(self, move: str, side: Side | None, start_deg: float, end_deg: float) -> None:
        """Keep a person's own range of a move."""
        self._write(
            "INSERT OR REPLACE INTO range VALUES (?, ?, ?, ?, ?)", (move, side or "", start_deg, end_deg, now())
        )

    def forget_range(self, move: str, side: Side | None = None) -> None:
        """Keep a range no longer: that of a side, or of both where none is named."""
        self._write("DELETE FROM range WHERE move = ? AND ? IN (side, '')", (move, side or ""))

    def add_activity(self, what: str, minutes: float, note: str = "", at: str | None = None) -> None:
        """Keep that something else was done, now where no instant is given."""
        self._write(
            "INSERT INTO activity (at, what, minutes, note) VALUES (?, ?, ?, ?)", (at or now(), what, minutes, note)
        )

    def activities(self) -> list[Activity]:
        """Everything else that was done, the first first."""
        return [
            Activity(*row) for row in self._read("SELECT id, at, what, minutes, note FROM activity ORDER BY at, id")
        ]
