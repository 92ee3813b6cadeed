"""What flows into the core: moments, and the protocols of whatever makes them."""

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
"""By how much the time between two images may be off where a file gives their times in milliseconds."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """An image and its instant.

    Attributes:
        t: Seconds from the source's start, strictly increasing within a source.
        image: Upright RGB, never mirrored for show.
    """

    t: float
    image: Image


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """An instant, with the body seen at it or ``None`` where nobody was found."""

    t: float
    pose: Pose | None


class Pace:
    """Which instants of a source are looked at, where not all need to be: those far enough from the one before.

    Choosing once more among those that were chosen leaves them all.

    ``least_s`` is the least time from one to the next, seconds; 0 lets all pass.
    """

    def __init__(self, least_s: float) -> None:
        self._least_s = least_s - ROUNDED_S
        self._last = -math.inf

    def due(self, t: float) -> bool:
        """Whether the instant ``t``, later than those before, is looked at."""
        due = t - self._last >= self._least_s
        if due:
            self._last = t
        return due


class Frames(Protocol):
    """A source of frames: a video file or a camera. Iterated once; ``close`` may be called at any time, twice too."""

    def __iter__(self) -> Iterator[Frame]: ...

    def close(self) -> None:
        """Let go of the file or the camera."""
        ...


class Estimator(Protocol):
    """Finds the body in a frame. One owner, one thread; ``detect`` after ``close`` is an error."""

    def detect(self, frame: Frame) -> Pose | None:
        """The body in ``frame``, or ``None`` where nobody is found. Frames come in the order of time."""
        ...

    def close(self) -> None:
        """Let go of the model."""
        ...
