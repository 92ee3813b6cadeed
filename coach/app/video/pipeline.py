"""Pipeline threads: decode and process frames ahead of the loop, and draw them after they are judged.

Each stage has one thread that is at most a step or two away from the loop, so memory use does not grow with the length
of the video. Errors in a thread are raised in the loop.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Generic, Self, TypeVar

from coach.app.loop import Watched
from coach.app.watchdog import Guarded
from coach.errors import SourceError
from coach.pose import Pose
from coach.stream import Frame, Frames, Moment, Pace

T = TypeVar("T")

DEPTH: Final = 2
"""How many frames may wait between two stages: more would not speed up the slower one."""

STUCK_S: Final = 8.0
"""Seconds without progress after which the decoder counts as hung; decoding even the largest frame takes a
hundredth."""

AGAIN: Final = "copy it again, or convert it to MP4"

WAKE_S: Final = 0.2
"""How often a wait wakes up, for systems where Ctrl-C gets through only between two waits."""


class Channel(Generic[T]):
    """Pass items from one thread to another, in order; the faster thread waits."""

    def __init__(self, depth: int = DEPTH, idle: Callable[[], object] = lambda: None) -> None:
        """Call ``idle`` each time the receiver has waited for ``WAKE_S``; an error it raises ends the wait."""
        self._depth, self._idle = depth, idle
        self._items: deque[T] = deque()
        self._changed = threading.Condition()
        self._ended = self._broken = False
        self._error: BaseException | None = None

    def put(self, item: T) -> bool:
        """Pass an item on; ``False`` if the receiver has stopped."""
        with self._changed:
            while len(self._items) >= self._depth and not self._broken:
                self._changed.wait(WAKE_S)
            if self._broken:
                return False
            self._items.append(item)
            self._changed.notify_all()
            return True

    def end(self, error: BaseException | None = None) -> None:
        """Mark the end of the items; ``error`` is raised after the last one."""
        with self._changed:
            self._ended, self._error = True, error
            self._changed.notify_all()

    def cut(self) -> None:
        """Stop receiving; waiting items are dropped."""
        with self._changed:
            self._broken = self._ended = True
            self._items.clear()
            self._changed.notify_all()

    def __iter__(self) -> Iterator[T]:
        while True:
            with self._changed:
                while not self._items and not self._ended:
                    if not self._changed.wait(WAKE_S):
                        self._idle()
                if not self._items:
                    if self._error is not None:
                        raise self._error
                    return
                item = self._items.popleft()
                self._changed.notify_all()
            yield item


class Ahead:
    """The frames of a source, decoded while earlier ones are processed. Owns and closes the source.

    Args:
        frames: The source.
        decoded: Number of frames decoded so far, skipped ones included. If that does not change
            for ``STUCK_S``, the decoder has hung and is abandoned.
    """

    def __init__(self, frames: Frames, decoded: Callable[[], int] | None = None) -> None:
        self._frames, self._decoded = frames, decoded
        self._channel: Channel[Frame] = Channel(idle=self._look)
        self._thread: threading.Thread | None = None
        self._last, self._looks = -1, 0

    def __iter__(self) -> Iterator[Frame]:
        self._thread = threading.Thread(target=self._read, name="decoding", daemon=True)
        self._thread.start()
        return iter(self._channel)

    def close(self) -> None:
        """Stop decoding and close the source; waits for the frame being decoded, unless the decoder has hung."""
        self._channel.cut()
        if self._stuck:
            return
        try:
            self._frames.close()
        finally:
            if self._thread is not None:
                self._thread.join()

    @property
    def _stuck(self) -> bool:
        # Time is counted in waits: a suspended computer loses at most one of them.
        return self._looks * WAKE_S >= STUCK_S

    def _look(self) -> None:
        if self._decoded is None:
            return
        last, self._last = self._last, self._decoded()
        self._looks = self._looks + 1 if self._last == last else 0
        if self._stuck:
            raise SourceError(f"the video gave no frame for {STUCK_S:g} s and was given up; {AGAIN}")

    def _read(self) -> None:
        try:
            for frame in self._frames:
                if not self._channel.put(frame):
                    return
        except BaseException as error:  # noqa: BLE001  # raised in the loop, whatever it is
            self._channel.end(error)
        else:
            self._channel.end()


class Behind(Generic[T]):
    """Run ``work`` on every item, in its own thread. As a context manager, it finishes the waiting items on exit.

    On an error, it drops them.
    """

    def __init__(self, work: Callable[[T], object], name: str) -> None:
        self._work = work
        self._channel: Channel[T] = Channel()
        self._failed: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def put(self, item: T) -> None:
        """Pass an item on.

        Raises:
            BaseException: The error raised by the work on an earlier item.
        """
        if not self._channel.put(item) and self._failed is not None:
            raise self._failed

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if error is None:
            self._channel.end()
        else:
            self._channel.cut()
        self._thread.join()
        if error is None and self._failed is not None:
            raise self._failed

    def _run(self) -> None:
        try:
            for item in self._channel:
                self._work(item)
        except BaseException as error:  # noqa: BLE001  # raised in the loop, whatever it is
            self._failed = error
            self._channel.cut()


@dataclass(slots=True)
class Overlapped(Watched):
    """The same moments, with the estimator working on the next frame while one is judged and drawn."""

    estimator: Guarded

    def __iter__(self) -> Iterator[Moment]:
        ask, due = self.estimator.ask, Pace(self.least_s).due
        waiting: deque[tuple[Frame, Callable[[], Pose | None] | None]] = deque()
        failed: BaseException | None = None
        frames = iter(self.frames)
        while failed is None:
            try:
                frame = next(frames)
            except BaseException as error:  # noqa: BLE001  # raised once all before it is told; the end of them too
                failed = error
            else:
                waiting.append((frame, ask(frame) if due(frame.t) else None))
            while len(waiting) > (failed is None):
                yield from self._told(*waiting.popleft())
        if not isinstance(failed, StopIteration):
            raise failed

    def _told(self, frame: Frame, answer: Callable[[], Pose | None] | None) -> Iterator[Moment]:
        moment = None
        if answer is not None:
            moment = Moment(frame.t, answer())
            yield moment
        if self.see is not None:
            self.see(frame, moment)
