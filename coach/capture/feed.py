"""The interface of an open camera, and its errors."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TypeAlias

from coach.capture.health import State
from coach.stream import Image


class FeedError(Exception):
    """A camera cannot be used at the moment; opening it again may succeed.

    Attributes:
        state: State of the camera.
        why: What is wrong and what to do, a sentence for the user.
    """

    def __init__(self, state: State, why: str) -> None:
        super().__init__(why)
        self.state = state
        self.why = why


class Feed:
    """One connection to a camera, made by the first ``read``.

    Args:
        images: Opens the camera, yields what ``read`` returns, and releases the camera however it ends.
    """

    def __init__(self, images: Generator[Image | str]) -> None:
        self._images = images

    def read(self) -> Image | str | None:
        """Return the next image, upright RGB, or why there is none yet in a sentence; ``None`` at the end.

        Raises:
            FeedError: The camera cannot be opened, or failed for a known reason.
        """
        return next(self._images, None)

    def interrupt(self) -> None:
        """Make ``read`` return soon, from another thread. Drivers and FFmpeg cannot be interrupted, but time out."""

    def close(self) -> None:
        """Release the camera; called by the thread that reads."""
        self._images.close()


Opener: TypeAlias = Callable[[], Feed]
