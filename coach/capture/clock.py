"""Makes a decoder's timestamps strictly increasing."""

from __future__ import annotations

from typing import Final

_TICK_S: Final = 0.001


class Clock:
    """Makes frame timestamps strictly increasing; those that already are stay unchanged.

    A single timestamp that goes back is taken for an error: its frame follows the previous one by 1 ms. Two in a row
    that increase from there mean that the clock was reset, as in joined recordings; time then continues from where it
    was.

    Args:
        interval_s: Nominal time between frames, used where the file has no timestamps.
    """

    def __init__(self, interval_s: float) -> None:
        self._interval_s = interval_s
        self._offset = 0.0
        self._given: float | None = None
        self._latest = 0.0
        self._fell = False
        self._last = -1.0

    def update(self, given: float) -> float:
        """Return the instant of the next frame, seconds.

        Args:
            given: The decoder's timestamp, seconds; 0 on any frame but the first means unknown.
        """
        before, self._given = self._given, given
        fell, self._fell = self._fell, False
        if before is None:
            t, self._latest = max(given, 0.0), given
        elif given > self._latest:
            t, self._latest = given + self._offset, given
        elif given == 0:
            t, self._fell = self._last + self._interval_s, True
        elif fell and given > before:
            t, self._latest = self._last + (given - before), given
            self._offset = t - given
        else:
            t, self._fell = self._last, True
        self._last = t if t > self._last else self._last + _TICK_S
        return self._last
