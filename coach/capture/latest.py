"""Hands frames from a grabbing thread to the processing thread: one at a time, the newest wins."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from coach.capture.health import SILENT_S, Health, State, frozen
from coach.closing import Closing
from coach.language import phrase
from coach.stream import Frame, Image

POLL_S: Final = 0.2
"""Longest time for which iteration blocks."""

JOIN_S: Final = 0.3
"""How long ``close`` waits for the grabbing thread. A thread blocked in a driver ends when the driver returns."""

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


class Live(Closing):
    """Live frames without a queue: always the newest one. A kind of source implements ``_grab``.

    Can be iterated once. Yields a ``Frame`` when a usable one arrives and, a few times a second while there is none, a
    ``Stalled`` with the reason. Iteration continues after the camera recovers, and ends with the last video or when
    the source is closed, from any thread.

    Args:
        name: Name of the source; contains no password.
        clock: Monotonic seconds.
        camera: It is opened at once, and counts as frozen if it is open and sends nothing. A video starts with the
            iteration.

    Attributes:
        dropped: Number of frames replaced by a newer one before they were taken.
    """

    def __init__(self, name: str, clock: Callable[[], float], *, camera: bool) -> None:
        self.name = name
        self.dropped = 0
        self._clock, self._camera = clock, camera
        self._closing = threading.Event()
        self._changed = threading.Condition()
        self._frame: Frame | None = None
        self._state: State = "opening"
        self._why: str = phrase("errors.camera.opening")
        self._seen: Image | None = None
        self._origin = self._last_put = clock()
        self._last_t = -1.0
        self._iterated = self._over = False
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name=f"grabbing from {name}", daemon=True)
        if camera:
            self._thread.start()

    def __iter__(self) -> Iterator[Frame | Stalled]:
        if self._iterated:
            raise ValueError("a camera can be iterated only once; open it again")
        self._iterated = True
        if not self._camera:
            self._origin = self._last_put = self._clock()
            self._thread.start()
        return iter(self._take, None)

    def now(self) -> float:
        """Seconds since the start, on the clock of the frames."""
        return self._clock() - self._origin

    def close(self) -> None:
        """Release the camera; iteration ends at once."""
        self._closing.set()
        with self._changed:
            self._changed.notify_all()
        self._interrupt()
        if self._thread.is_alive():
            self._thread.join(JOIN_S)

    def _grab(self) -> None:
        """Put frames until the stream ends or ``_closing`` is set; runs in a thread of its own."""
        raise NotImplementedError

    def _interrupt(self) -> None:
        """Make ``_grab`` return soon; called from another thread after ``_closing`` was set."""

    def _put(self, t: float, image: Image, health: Health, *, blocking: bool = False) -> bool:
        """Store a frame if ``health`` finds it usable, else report why not; return whether it was.

        ``t``, seconds, is moved to 1 µs after the previous frame if it is not later. With ``blocking``, waits until the
        previous frame was taken instead of replacing it.
        """
        state = health.update(t, image)
        if state != "running":
            self._report(state, health.problem(state), image)
            return False
        with self._changed:
            if blocking:
                self._changed.wait_for(lambda: self._frame is None or self._closing.is_set())
            if self._frame is not None:
                self.dropped += 1
            t = self._last_t = max(t, self._last_t + _LEAST_STEP_S)
            self._frame = Frame(t, image)
            self._seen, self._last_put = image, self._clock()
            self._state, self._why = "running", ""
            self._changed.notify_all()
        return True

    def _report(self, state: State, why: str, image: Image | None = None) -> None:
        """Report a problem; a frame that was not taken yet stays available."""
        with self._changed:
            self._state, self._why, self._seen = state, why, image

    def _run(self) -> None:
        error: BaseException | None = None
        try:
            self._grab()
        except BaseException as raised:  # noqa: BLE001  re-raised in the iterating thread
            error = raised
        with self._changed:
            self._over, self._error = True, error
            self._changed.notify_all()

    def _take(self) -> Frame | Stalled | None:
        """Return the newest frame, or why none arrived within ``POLL_S``; ``None`` at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._frame or self._over or self._closing.is_set(), POLL_S)
            if self._closing.is_set():
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
                return Stalled(self.now(), "frozen", frozen(self.name), self._seen)
            return Stalled(self.now(), self._state, self._why, self._seen)
