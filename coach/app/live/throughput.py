"""Detects a computer that cannot keep up with its camera, from the timestamps of the processed frames."""

from __future__ import annotations

from collections import deque
from typing import Final

from coach.capture.health import RATE_S, SLOW_FPS
from coach.language import phrase

_SURE: Final = 0.8
"""Share of the time window that frames have to cover."""


class Throughput:
    """Measures how many frames per second are processed.

    Attributes:
        why: What is wrong and what to do, a sentence.
    """

    def __init__(self) -> None:
        self.why: str = ""
        self._looks: deque[float] = deque()
        self._behind_until = 0.0

    def update(self, t: float) -> bool:
        """Return whether processing has fallen behind after the frame at ``t``, seconds."""
        if self._looks and t - self._looks[-1] > RATE_S / 2:
            self._looks.clear()  # the camera sent nothing in between
        self._looks.append(t)
        while t - self._looks[0] > RATE_S:
            self._looks.popleft()
        span = t - self._looks[0]
        if span >= _SURE * RATE_S:
            fps = (len(self._looks) - 1) / span
            if fps < SLOW_FPS:
                self._behind_until = t + RATE_S  # not longer: a camera in dim light stays at 7.5 fps
            self.why = phrase("errors.camera.behind", fps=round(fps))
        return t < self._behind_until
