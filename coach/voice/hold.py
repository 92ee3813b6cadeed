"""The seconds of a hold, as they are sounded."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

EVERY_SECOND_TO_S: Final = 10.0
"""In holds up to this, each second is sounded; in longer ones half-way and the last three."""

LATE_S: Final = 0.4
"""A second that is sounded later than this would only mislead."""

Mark: TypeAlias = Literal["second", "half"]


class Hold:
    """One stay at the top, from its start on.

    Args:
        start: When it began.
        hold_s: For how long it is asked.
    """

    def __init__(self, start: float, hold_s: float) -> None:
        self._start = start
        self._marks = list(marks(hold_s))

    def update(self, t: float) -> list[Mark]:
        """What is to be sounded now: at most one, and nothing that comes too late."""
        due: Mark | None = None
        while self._marks and self._start + self._marks[0][0] <= t:
            after_s, mark = self._marks.pop(0)
            due = mark if t - self._start - after_s <= LATE_S else None
        return [] if due is None else [due]


def marks(hold_s: float) -> list[tuple[float, Mark]]:
    """When within a hold something is sounded, seconds from its start; its end has a sound of its own."""
    if hold_s <= EVERY_SECOND_TO_S:
        return [(float(second), "second") for second in range(1, 10) if second < hold_s]
    return [(hold_s / 2, "half"), *((hold_s - left, "second") for left in (3.0, 2.0, 1.0))]
