"""Times that only go forward, from the times a decoder gives."""

from __future__ import annotations

from typing import Final

_RESTART_S: Final = 1.0
"""A step back longer than this is a clock that began anew (joined recordings); a shorter one is a bad stamp."""

_TICK_S: Final = 0.001


class Clock:
    """Makes the times of successive pictures strictly increasing without moving those that already are.

    Args:
        interval_s: The nominal time between pictures, used where the file gives none.
    """

    def __init__(self, interval_s: float) -> None:
        self._interval_s = interval_s
        self._offset = 0.0
        self._last_given: float | None = None
        self._last = -interval_s

    def update(self, given: float) -> float:
        """The instant of the next picture, seconds.

        Args:
            given: What the decoder says, seconds; 0 on any picture but the first means that it does not know.
        """
        last = self._last_given
        if last is None:
            self._last_given = given
            t = max(given, 0.0)
        elif given > last:
            self._last_given = given
            t = given + self._offset
        elif given == 0:
            t = self._last + self._interval_s
        elif last - given > _RESTART_S:
            t = self._last + self._interval_s
            self._offset = t - given
            self._last_given = given
        else:
            t = self._last
        self._last = t if t > self._last else self._last + _TICK_S
        return self._last
