"""Whether the images of a camera can be used: alive, bright and frequent enough. No clock: times come with them."""

from __future__ import annotations

from collections import deque
from itertools import pairwise
from typing import Final, Literal, TypeAlias

import numpy as np

from coach.stream import Image

State: TypeAlias = Literal["opening", "running", "absent", "busy", "frozen", "black", "slow", "behind", "lost"]
"""State of a camera. ``opening`` is only what precedes the first frame. In all but ``running`` no frames are processed,
except in ``behind``, where it is the computer that is too slow."""

FROZEN_S: Final = 2.0
"""No two images of a working sensor are the same, nor are any two in a row of the project's clips."""

SILENT_S: Final = 1.5
"""An open camera without any image for so long counts as frozen: a slow one gives one in half a second."""

BLACK_S: Final = 1.5
"""Cameras that adjust to the light begin dark."""

BLACK: Final = 16
"""Part of 255 up to which a colour is black; video codecs begin there."""

BRIGHT_PART: Final = 0.002
"""Part of the image that may be brighter: a lamp of the camera itself, or dead pixels."""

SLOW_FPS: Final = 6.0
"""Below this, what lasts half a second is guesswork; the laws of the checkers are tested from 10."""

RATE_S: Final = 3.0
"""Span over which the rate is measured; a slow camera is fast enough again once it has not been slow for so long.

No higher rate is asked of it then: webcams in dim light stay at 7.5 frames per second, as videos may have too.
"""

_LEAST: Final = 3
"""Fewest steps between frames from which a rate is computed."""

_STEP: Final = 8
"""Every eighth pixel is compared, and all of them only if those are the same as before."""


class Health:
    """Judges a camera by its images and their times, also across reconnections."""

    def __init__(self) -> None:
        self._last: tuple[Image, Image] | None = None
        self._same_since: float | None = None
        self._black_since: float | None = None
        self._grabs: deque[float] = deque()
        self._slow_until = 0.0

    @property
    def fps(self) -> float | None:
        """Frames per second over the last few seconds; ``None`` before they are known."""
        steps = [after - before for before, after in pairwise(self._grabs)]
        # One long step is a hiccup, after which the camera must not seem slow for as long as it is remembered.
        span = sum(steps) - max(steps, default=0.0)
        return (len(steps) - 1) / span if len(steps) >= _LEAST and span >= RATE_S / 3 else None

    def update(self, t: float, image: Image) -> State:
        """Return the state of the camera after the image at ``t``, seconds."""
        sample = np.ascontiguousarray(image[::_STEP, ::_STEP])
        frozen = self._frozen(t, image, sample)
        black = self._black(t, sample)
        slow = self._too_slow(t)
        if black:
            return "black"  # a covered lens may send the same image for ever
        if frozen:
            return "frozen"
        return "slow" if slow else "running"

    def restart(self) -> None:
        """Forget the rate: the camera was reopened, and the time without it does not count."""
        self._grabs.clear()

    def frozen_for(self, t: float) -> float:
        """Return for how long the images have been the same, seconds."""
        return 0.0 if self._same_since is None else t - self._same_since

    def _frozen(self, t: float, image: Image, sample: Image) -> bool:
        last, self._last = self._last, (image, sample)
        if last is None or not all(map(np.array_equal, reversed(last), (sample, image))):
            self._same_since = None
            return False
        if self._same_since is None:
            self._same_since = t
        return t - self._same_since >= FROZEN_S

    def _black(self, t: float, sample: Image) -> bool:
        if np.count_nonzero(sample > BLACK) > BRIGHT_PART * sample.size:
            self._black_since = None
            return False
        if self._black_since is None:
            self._black_since = t
        return t - self._black_since >= BLACK_S

    def _too_slow(self, t: float) -> bool:
        self._grabs.append(t)
        while t - self._grabs[0] > RATE_S and len(self._grabs) > _LEAST + 1:
            self._grabs.popleft()
        fps = self.fps
        if fps is not None and fps < SLOW_FPS:
            self._slow_until = t + RATE_S
        return t < self._slow_until
