"""Hands frames from the grabbing thread to the processing thread: one at a time, the newest wins."""

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
    """The state of a camera, and what to do about it; ``why`` is empty while the camera runs."""

    state: State
    why: str = ""


class FrameSlot:
    """A queue of length one between the grabbing thread and the processing thread.

    Attributes:
        dropped: Number of frames replaced by a newer one before they were taken.
        closing: Set when the grabbing thread has to stop.
    """

    def __init__(self, clock: Callable[[], float], *, no_signal: str) -> None:
        """``no_signal`` is the message for an open camera that sends nothing; empty where that is not an error."""
        self.dropped = 0
        self.closing = threading.Event()
        self._clock, self._no_signal = clock, no_signal
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
        """Wait; return whether the slot was closed."""
        return self.closing.wait(max(0.0, seconds))

    def put(self, t: float, image: Image, *, blocking: bool = False) -> None:
        """Store a usable frame.

        Args:
            t: Its instant, seconds; moved to 1 µs after the previous frame if it is not later.
            image: Its image.
            blocking: Wait until the previous frame was taken, instead of replacing it.
        """
        with self._changed:
            if blocking:
                self._changed.wait_for(lambda: self._frame is None or self.closing.is_set())
            if self._frame is not None:
                self.dropped += 1
            t = self._last_t = max(t, self._last_t + _LEAST_STEP_S)
            self._frame = Frame(t, image)
            self._seen, self._last_put = image, self._clock()
            self._condition = CameraCondition("running")
            self._changed.notify_all()

    def report(self, state: State, why: str, image: Image | None = None) -> None:
        """Report a problem; a frame that was not taken yet stays available."""
        with self._changed:
            self._condition = CameraCondition(state, why)
            self._seen = image

    def end(self, error: BaseException | None = None) -> None:
        """End the stream; ``error``, if given, is raised in the thread that takes frames."""
        with self._changed:
            self._over, self._error = True, error
            self._changed.notify_all()

    def close(self) -> None:
        """Stop both threads' waiting; no more frames are taken."""
        self.closing.set()
        with self._changed:
            self._changed.notify_all()

    def take(self, timeout_s: float) -> Frame | None:
        """Return the newest frame, or ``None`` if none arrived within ``timeout_s`` seconds.

        Raises:
            StopIteration: The stream has ended.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._frame or self._over or self.closing.is_set(), timeout_s)
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
        """The current state of the camera."""
        with self._changed:
            silent = self._no_signal and self._clock() - self._last_put > SILENT_S
            if self._condition.state == "running" and silent and self._frame is None:
                return CameraCondition("frozen", self._no_signal)
            return self._condition

    @property
    def seen(self) -> Image | None:
        """The latest image, even if it is not usable."""
        with self._changed:
            return self._seen
