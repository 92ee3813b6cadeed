"""A camera while it is open, and what can be wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from coach.capture.health import State
from coach.stream import Image


class FeedError(Exception):
    """A camera that cannot be worked with now, but may be later: its state and a sentence for the person."""

    def __init__(self, state: State, why: str) -> None:
        super().__init__(why)
        self.state = state
        self.why = why


@dataclass(frozen=True, slots=True)
class Pending:
    """A camera that is connected and has no image to show yet, and why."""

    why: str


class Feed(Protocol):
    """One opening of a camera. It connects with the first ``read``."""

    def read(self) -> Image | Pending | None:
        """Return the next image, upright RGB, or why there is none yet; ``None`` once none will follow.

        Raises:
            FeedError: It cannot be opened, or stopped working for a known reason.
        """
        ...

    def interrupt(self) -> None:
        """Make ``read`` return soon; called from another thread."""
        ...

    def close(self) -> None:
        """Release the camera; called by the thread that reads."""
        ...
