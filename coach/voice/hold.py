"""Ticks during a hold."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

EVERY_SECOND_TO_S: Final = 10.0
"""Shorter holds tick every second; longer ones at half time and for the last three seconds."""

LATE_S: Final = 0.4
"""A tick later than this would mislead, and is dropped."""

Mark: TypeAlias = Literal["second", "half"]


class HoldTicks:
    """The ticks of one hold."""

    def __init__(self, start: float, hold_s: float) -> None:
        self._start = start
        self._marks = list(marks(hold_s))

    def update(self, t: float) -> Mark | None:
        """Return the tick due at ``t``, if there is one that is not late."""
        due: Mark | None = None
        while self._marks and self._start + self._marks[0][0] <= t:
            after_s, mark = self._marks.pop(0)
            due = mark if t - self._start - after_s <= LATE_S else None
        return due


def marks(hold_s: float) -> list[tuple[float, Mark]]:
    """Return when a hold ticks, in seconds from its start; its end has its own tone."""
    if hold_s <= EVERY_SECOND_TO_S:
        return [(float(second), "second") for second in range(1, 10) if second < hold_s]
    return [(hold_s / 2, "half"), *((hold_s - left, "second") for left in (3.0, 2.0, 1.0))]
