"""Hands frames from the grabbing thread to the one that processes them: one at a time, the newest wins."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from coach.capture.health import SILENT_S, State
from coach.stream import Frame, Image

_LEAST_STEP_S: Final = 1e-6


@dataclass(frozen=True, slots=True)
class CameraCondition:
    """The state of a camera, and a sentence about it; empty while it runs."""

    state: State
    why: str = ""


class FrameSlot:
    """Holds one frame at most, between the grabbing thread and the one that takes frames.

    Attributes:
        dropped: Number of frames replaced by a newer one before they were taken.
        closing: Set once no more frames are wanted.
    """

    def __init__(self, clock: Callable[[], float], *, silence: str) -> None:
        """``silence`` is the sentence for a camera that is open and sends nothing; empty where that is no fault."""
        self.dropped = 0
        self.closing = threading.Event()
        self._clock, self._silence = clock, silence
        self._changed = threading.Condition()
        self._frame: Frame | None = None
        self._condition = CameraCondition("opening", "the camera is being opened")
        self._seen: Image | None = None
        self._origin = clock()
        self._last_t = -1.0
        self._last_put = self._origin
        self._over = False
        self._error: BaseException | None = None

    def start(self) -> None:
        """Start the clock."""
        self._origin = self._last_put = self._clock()

    def now(self) -> float:
        """Seconds since the start."""
        return self._clock() - self._origin

    def wait(self, seconds: float) -> bool:
        """Wait; return whether to stop."""
        return self.closing.wait(max(0.0, seconds))

    def put(self, t: float, image: Image, *, patient: bool = False) -> None:
        """Offer a frame that can be worked with.

        Args:
            t: Its instant; moved by a microsecond where it is not after the one before.
            image: Its image.
            patient: Wait until the frame before it was taken, rather than replace it.
        """
        with self._changed:
            if patient:
                self._changed.wait_for(lambda: self._frame is None or self.closing.is_set())
            if self._frame is not None:
                self.dropped += 1
            t = self._last_t = max(t, self._last_t + _LEAST_STEP_S)
            self._frame = Frame(t, image)
            self._seen, self._last_put = image, self._clock()
            self._condition = CameraCondition("running")
            self._changed.notify_all()

    def tell(self, state: State, why: str, image: Image | None = None) -> None:
        """Report what is wrong; a frame that was not taken yet is still good."""
        with self._changed:
            self._condition = CameraCondition(state, why)
            self._seen = image

    def end(self, error: BaseException | None = None) -> None:
        """End the stream, because of ``error`` if one is given."""
        with self._changed:
            self._over, self._error = True, error
            self._changed.notify_all()

    def close(self) -> None:
        """Stop: no more frames are wanted."""
        self.closing.set()
        with self._changed:
            self._changed.notify_all()

    def take(self, patience_s: float) -> Frame | None:
        """Return the newest frame, or ``None`` if none came within ``patience_s`` seconds.

        Raises:
            StopIteration: The stream has ended.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._frame or self._over or self.closing.is_set(), patience_s)
            if self.closing.is_set():
                raise StopIteration
            frame, self._frame = self._frame, None
            if frame is not None:
                self._changed.notify_all()
            elif self._over:
                if self._error is not None:
                    raise self._error
                raise StopIteration
            return frame

    @property
    def condition(self) -> CameraCondition:
        """The present state of the camera."""
        with self._changed:
            silent = self._silence and self._clock() - self._last_put > SILENT_S
            if self._condition.state == "running" and silent and self._frame is None:
                return CameraCondition("frozen", self._silence)
            return self._condition

    @property
    def seen(self) -> Image | None:
        """The latest image, even if it cannot be worked with."""
        with self._changed:
            return self._seen
