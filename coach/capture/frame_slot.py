"""Hands frames from the grabbing thread to the processing thread: one at a time, the newest wins."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from coach.capture.health import SILENT_S, Health, State, frozen
from coach.stream import Frame, Image

_LEAST_STEP_S: Final = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Stalled:
    """An instant without a usable frame.

    Attributes:
        t: Seconds from the source's start.
        state: State of the camera; ``running`` if the next frame has merely not arrived yet.
        why: What is wrong and what to do, a sentence; empty while the camera runs.
        image: The unusable image, such as a black or frozen one, for display.
    """

    t: float
    state: State
    why: str
    image: Image | None = None


class FrameSlot:
    """A queue of length one between the grabbing thread and the processing thread.

    Args:
        clock: Monotonic seconds.
        camera: Name of a camera, which counts as frozen if it is open and sends nothing; empty for videos.

    Attributes:
        dropped: Number of frames replaced by a newer one before they were taken.
        closing: Set when the grabbing thread has to stop.
    """

    def __init__(self, clock: Callable[[], float], camera: str = "") -> None:
        self.dropped = 0
        self.closing = threading.Event()
        self._clock, self._camera = clock, camera
        self._changed = threading.Condition()
        self._frame: Frame | None = None
        self._state: State = "opening"
        self._why = "the camera is being opened"
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

    def put(self, t: float, image: Image, health: Health, *, blocking: bool = False) -> bool:
        """Store a frame if it is usable, else report why not; return whether it was.

        Args:
            t: Its instant, seconds; moved to 1 µs after the previous frame if it is not later.
            image: Its image.
            health: Decides whether it is usable.
            blocking: Wait until the previous frame was taken, instead of replacing it.
        """
        state = health.update(t, image)
        if state != "running":
            self.report(state, health.problem(state), image)
            return False
        with self._changed:
            if blocking:
                self._changed.wait_for(lambda: self._frame is None or self.closing.is_set())
            if self._frame is not None:
                self.dropped += 1
            t = self._last_t = max(t, self._last_t + _LEAST_STEP_S)
            self._frame = Frame(t, image)
            self._seen, self._last_put = image, self._clock()
            self._state, self._why = "running", ""
            self._changed.notify_all()
        return True

    def report(self, state: State, why: str, image: Image | None = None) -> None:
        """Report a problem; a frame that was not taken yet stays available."""
        with self._changed:
            self._state, self._why, self._seen = state, why, image

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

    def take(self, timeout_s: float) -> Frame | Stalled | None:
        """Return the newest frame, or why none arrived within ``timeout_s`` seconds; ``None`` at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._frame or self._over or self.closing.is_set(), timeout_s)
            if self.closing.is_set():
                return None
            if self._frame is not None:
                frame, self._frame = self._frame, None
                self._changed.notify_all()
                return frame
            if self._error is not None:
                raise self._error
            if self._over:
                return None
            if self._state == "running" and self._camera and self._clock() - self._last_put > SILENT_S:
                return Stalled(self.now(), "frozen", frozen(self._camera), self._seen)
            return Stalled(self.now(), self._state, self._why, self._seen)
