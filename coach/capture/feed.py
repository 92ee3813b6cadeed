"""A camera while it is open, and what can be wrong with it."""

from __future__ import annotations

from typing import Protocol

from coach.capture.health import State
from coach.stream import Picture


class FeedError(Exception):
    """A camera that cannot be worked with now, but may be later: its state and a sentence for the person."""

    def __init__(self, state: State, why: str) -> None:
        super().__init__(why)
        self.state = state
        self.why = why


class Feed(Protocol):
    """One opening of a camera. It connects with the first ``read``."""

    def read(self) -> Picture | None:
        """The next picture as soon as there is one, upright RGB; ``None`` once none will follow.

        Raises:
            FeedError: It cannot be opened, or stopped working for a reason that can be told.
        """
        ...

    def interrupt(self) -> None:
        """Have ``read`` return soon; called from another thread."""
        ...

    def close(self) -> None:
        """Let the camera go; called by whoever reads."""
        ...
