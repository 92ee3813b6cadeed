"""The interface of an open camera, and its errors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

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


@dataclass(frozen=True, slots=True)
class Pending:
    """A camera is connected but has not delivered an image yet; ``why`` is a sentence for the user."""

    why: str


class Feed(Protocol):
    """One connection to a camera, made by the first ``read``."""

    def read(self) -> Image | Pending | None:
        """Return the next image, upright RGB, or why there is none yet; ``None`` at the end of the stream.

        Raises:
            FeedError: The camera cannot be opened, or failed for a known reason.
        """
        ...

    def interrupt(self) -> None:
        """Make ``read`` return soon; called from another thread."""
        ...

    def close(self) -> None:
        """Release the camera; called by the thread that reads."""
        ...
