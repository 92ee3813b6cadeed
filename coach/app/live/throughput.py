"""Whether the computer keeps up with its camera. It has no clock: times come with the frames."""

from __future__ import annotations

from collections import deque
from typing import Final

from coach.capture.health import RATE_S, SLOW_FPS


class Throughput:
    """Judges how many frames per second are processed; frames that arrive meanwhile are lost.

    Attributes:
        why: What is wrong and what to do, a sentence.
    """

    def __init__(self) -> None:
        self.why = ""
        self._looks: deque[float] = deque()
        self._behind_until = 0.0

    def update(self, t: float) -> bool:
        """Return whether processing has fallen behind, now that the frame of time ``t`` was processed."""
        if self._looks and t - self._looks[-1] > RATE_S / 2:
            self._looks.clear()  # there was nothing to look at
        self._looks.append(t)
        while t - self._looks[0] > RATE_S:
            self._looks.popleft()
        span = t - self._looks[0]
        if span >= _SURE * RATE_S:
            fps = (len(self._looks) - 1) / span
            if fps < SLOW_FPS:
                self._behind_until = t + RATE_S  # once it was slow; a camera at 7.5 frames per second asks no more
            self.why = f"this computer processes only {fps:.0f} frames per second: close other programs"
        return t < self._behind_until


_SURE: Final = 0.8
"""Part of the span that has to be known."""
