"""Times that only go forward, from the times a decoder reports."""

from __future__ import annotations

from typing import Final

_TICK_S: Final = 0.001


class Clock:
    """Makes the times of successive frames strictly increasing without moving those that already are.

    A single stamp that goes back is a bad one, and the frame follows the one before it by a hair. Two in a row that
    go forward from there are a clock that began anew, as in joined recordings, and time goes on from where it was.

    Args:
        interval_s: The nominal time between frames, used where the file has none.
    """

    def __init__(self, interval_s: float) -> None:
        self._interval_s = interval_s
        self._offset = 0.0
        self._given: float | None = None
        self._latest = 0.0
        self._fell = False
        self._last = -1.0

    def update(self, given: float) -> float:
        """The instant of the next frame, seconds.

        Args:
            given: What the decoder reports, seconds; 0 on any frame but the first means that it does not know.
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
