"""Pipeline threads of a video: estimate poses ahead of the loop, and draw frames after they are judged.

Each stage has one thread that is at most a step or two away from the loop, so memory use does not grow with the length
of the video. Errors in a thread are raised in the loop.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, Self, TypeVar

from coach.app.ahead import Channel
from coach.app.loop import EstimatedMoments
from coach.app.watchdog import Guarded
from coach.pose import Pose
from coach.stream import Frame, Moment, RateLimiter

T = TypeVar("T")


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
class Overlapped(EstimatedMoments):
    """The same moments, with the estimator working on the next frame while one is judged and drawn."""

    estimator: Guarded

    def __iter__(self) -> Iterator[Moment]:
        ask, due = self.estimator.ask, RateLimiter(self.least_s).due
        waiting: deque[tuple[Frame, Callable[[], Pose | None] | None]] = deque()
        failed: BaseException | None = None
        frames = iter(self.frames)
        while failed is None:
            try:
                frame = next(frames)
            except BaseException as error:  # noqa: BLE001  # raised after the frames before it; so is the end
                failed = error
            else:
                waiting.append((frame, ask(frame) if due(frame.t) else None))
            while len(waiting) > (failed is None):
                yield from self._passed_on(*waiting.popleft())
        if not isinstance(failed, StopIteration):
            raise failed

    def _passed_on(self, frame: Frame, answer: Callable[[], Pose | None] | None) -> Iterator[Moment]:
        moment = None
        if answer is not None:
            moment = Moment(frame.t, answer())
            yield moment
        if self.see is not None:
            self.see(frame, moment)
