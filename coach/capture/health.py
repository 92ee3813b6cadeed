"""Detects dark, black and frozen images and slow cameras, from the images and their timestamps alone."""

from __future__ import annotations

import math
from collections import deque
from itertools import pairwise
from typing import Final, Literal, TypeAlias

import numpy as np

from coach.language import phrase
from coach.stream import Image

State: TypeAlias = Literal["opening", "running", "absent", "busy", "frozen", "black", "slow", "behind", "lost"]
"""State of a camera. ``opening`` occurs only before the first frame; ``behind`` means that the computer is too slow.
Frames are processed only in ``running`` and ``behind``."""

FROZEN_S: Final = 2.0
"""Identical images for this long count as frozen. Sensor noise makes consecutive images of a working camera differ, as
they do in all of the project's clips."""

SILENT_S: Final = 1.5
"""An open camera without an image for this long counts as frozen; even a slow one delivers one every half second."""

BLACK_S: Final = 1.5
"""Black images for this long count as black: cameras with automatic exposure start dark."""

DARK: Final = 32
"""Channel value, of 255, that part of a lit image exceeds; the measurement is in docs/accuracy.md."""

LIT_PART: Final = 0.02
"""Share of the image that has to be brighter. A mean would reject a lit body in front of a black wall."""

BLACK: Final = 16
"""Channel value, of 255, up to which a pixel is black: the black level of limited-range video."""

BRIGHT_PART: Final = 0.002
"""Share of a black image that may be brighter: a camera's own light, or hot pixels."""

SLOW_FPS: Final = 6.0
"""Below this rate, durations of half a second cannot be measured. The checkers are tested from 10 fps."""

RATE_S: Final = 3.0
"""Span over which the rate is measured, and for which it must have been sufficient before a slow camera runs again.

There is no higher threshold for recovery: webcams in dim light stay at 7.5 fps.
"""

_LEAST: Final = 3
"""Fewest intervals between frames from which a rate is computed."""

_STEP: Final = 8
"""Sampling step in pixels, both directions."""


class Health:
    """Tracks the state of a camera across reconnections; ``name`` is its name in messages."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._last: tuple[Image, Image] | None = None
        self._same_since = self._black_since = math.inf
        self._grabs: deque[float] = deque()
        self._slow_until = 0.0

    @property
    def fps(self) -> float | None:
        """Frames per second over the last few seconds; ``None`` until known."""
        steps = [after - before for before, after in pairwise(self._grabs)]
        # The longest interval is left out: a single hiccup must not make the camera look slow.
        span = sum(steps) - max(steps, default=0.0)
        return (len(steps) - 1) / span if len(steps) >= _LEAST and span >= RATE_S / 3 else None

    def update(self, t: float, image: Image) -> State:
        """Return the state of the camera after the image at ``t``, seconds."""
        sample = np.ascontiguousarray(image[::_STEP, ::_STEP])
        last, self._last = self._last, (sample, image)
        # All pixels are compared only if a sample of them is identical.
        same = last is not None and all(map(np.array_equal, last, self._last))
        black = _brighter(sample, BLACK) <= BRIGHT_PART
        self._same_since = min(self._same_since, t) if same else math.inf
        self._black_since = min(self._black_since, t) if black else math.inf
        slow = self._too_slow(t)
        if t - self._black_since >= BLACK_S:
            return "black"  # checked first: a covered lens may also send identical images
        if self.frozen_for(t) >= FROZEN_S:
            return "frozen"
        return "slow" if slow else "running"

    def problem(self, state: State) -> str:
        """Return what is wrong with unusable images and what to do, a sentence."""
        if state == "black":
            return phrase("errors.camera.black", name=self._name)
        if state == "slow":
            return phrase("errors.camera.slow", name=self._name, fps=round(self.fps or 0))
        return frozen(self._name)

    def restart(self) -> None:
        """Reset the measured rate after the camera was reopened."""
        self._grabs.clear()

    def frozen_for(self, t: float) -> float:
        """Return how long the images have been identical, seconds; negative if they are not."""
        return t - self._same_since

    def _too_slow(self, t: float) -> bool:
        self._grabs.append(t)
        while t - self._grabs[0] > RATE_S and len(self._grabs) > _LEAST + 1:
            self._grabs.popleft()
        fps = self.fps
        if fps is not None and fps < SLOW_FPS:
            self._slow_until = t + RATE_S
        return t < self._slow_until


def frozen(name: str) -> str:
    """Return the message for a frozen camera."""
    return phrase("errors.camera.frozen", name=name)


def dark(image: Image) -> bool:
    """Whether an image is too dark to see a body in it."""
    return _brighter(image[::_STEP, ::_STEP], DARK) < LIT_PART


def _brighter(sample: Image, level: int) -> float:
    """Share of the channel values above ``level``."""
    return int(np.count_nonzero(sample > level)) / sample.size
