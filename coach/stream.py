"""Frames, moments, and the protocols of frame sources and pose estimators."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from coach.pose import Pose

Image: TypeAlias = npt.NDArray[np.uint8]
"""Upright RGB, shape (height, width, 3), contiguous."""


ROUNDED_S: Final = 0.001
"""Rounding error of the time between two frames in files with millisecond timestamps."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """An image with its timestamp.

    Attributes:
        t: Seconds from the source's start, strictly increasing within a source.
        image: Upright RGB, never mirrored for display.
    """

    t: float
    image: Image


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """The pose at an instant ``t``, seconds; ``None`` if no body was found."""

    t: float
    pose: Pose | None


def check_span(start: float | None, end: float | None) -> None:
    """Raise ``ValueError`` unless the segment from ``start`` to ``end``, seconds, is valid and not empty."""
    for name, t in (("start", start), ("end", end)):
        if t is not None and not (math.isfinite(t) and t >= 0):
            raise ValueError(f"the {name} is a number of seconds from 0 up, not {t:g}")
    if end is not None and (start or 0.0) >= end:
        raise ValueError(f"the segment ends at {end:g} s, which is not after its start at {start or 0.0:g} s")


class RateLimiter:
    """Selects the frames to process, at least ``least_s`` seconds apart; 0 selects all.

    It is idempotent: applied to its own selection, it selects everything.
    """

    def __init__(self, least_s: float) -> None:
        self._least_s = least_s - ROUNDED_S
        self._last = -math.inf

    def due(self, t: float) -> bool:
        """Whether to process the frame at ``t``, seconds, later than all before."""
        due = t - self._last >= self._least_s
        if due:
            self._last = t
        return due


class Frames(Protocol):
    """A source of frames, a video file or a camera. Can be iterated once; ``close`` may be called at any time."""

    def __iter__(self) -> Iterator[Frame]: ...

    def close(self) -> None:
        """Release the file or the camera."""
        ...


class Estimator(Protocol):
    """Estimates the pose in a frame. Used by one thread; ``detect`` after ``close`` is an error."""

    def detect(self, frame: Frame) -> Pose | None:
        """Return the pose in ``frame``, or ``None`` if no body is found. Frames must be in temporal order."""
        ...

    def close(self) -> None:
        """Release the model."""
        ...
