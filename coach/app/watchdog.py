"""Calls into libraries that may never return: each runs in its own thread, with a time limit."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any, Final, TypeVar

from coach.errors import ModelError
from coach.language import phrase
from coach.pose import Pose
from coach.stream import Estimator, Frame

T = TypeVar("T")

LIMIT_S: Final = 8.0
"""A longer call hangs: even on slow computers a pose takes a hundredth of it, starting the engine a tenth."""

LEAVE_S: Final = 2.0
"""Longest wait for a call whose result is no longer wanted."""

SLICE_S: Final = 0.5
"""Waits are cut into slices: a suspended computer, or a stopped program, loses at most one."""

_log = logging.getLogger(__name__)


class OverdueError(Exception):
    """The call did not return in time."""


class Worker:
    """A thread that runs one call at a time, and is abandoned if a call does not return.

    Attributes:
        lost: Whether it was abandoned; nothing more is run.
    """

    def __init__(self, name: str) -> None:
        self.lost = False
        self._asked: queue.SimpleQueue[tuple[int, Callable[[], object]] | None] = queue.SimpleQueue()
        self._done: queue.SimpleQueue[tuple[int, object, BaseException | None]] = queue.SimpleQueue()
        self._number = 0
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def do(self, work: Callable[[], T], limit_s: float = LIMIT_S) -> T:
        """Return the result of ``work``, or raise its error.

        Raises:
            OverdueError: It, or an earlier call, took longer than ``limit_s``.
        """
        return self.ask(work, limit_s)()

    def ask(self, work: Callable[[], T], limit_s: float = LIMIT_S) -> Callable[[], T]:
        """Start ``work`` once earlier calls are done; returns a function that waits for its result.

        Results are waited for in the order of the calls; one that is skipped is dropped.
        """
        self._number += 1
        self._asked.put((self._number, work))
        return partial(self._answer, self._number, limit_s)

    def _answer(self, wanted: int, limit_s: float) -> Any:  # the result of the work with that number
        if self.lost:
            raise OverdueError
        for _ in range(max(1, round(limit_s / SLICE_S))):
            try:
                number, given, error = self._done.get(timeout=SLICE_S)
                while number < wanted:  # of work that was interrupted by Ctrl-C
                    number, given, error = self._done.get(timeout=SLICE_S)
            except queue.Empty:
                continue
            if error is not None:
                raise error
            return given
        self.lost = True
        _log.info("%s did not come back in %g s", self._thread.name, limit_s)
        raise OverdueError

    def end(self) -> None:
        """End the thread; nothing more is run."""
        self._asked.put(None)
        if not self.lost:
            self._thread.join(LEAVE_S)

    def _run(self) -> None:
        while (request := self._asked.get()) is not None:
            number, work = request
            try:
                given, error = work(), None
            except BaseException as raised:  # noqa: BLE001  # raised by the function that waits
                given, error = None, raised
            self._done.put((number, given, error))
            del work, given, error


class Guarded:
    """An estimator with a time limit for creating it and for each frame. It runs in a thread of its own.

    Raises:
        ModelError: It hangs, or it cannot be created.
    """

    def __init__(self, make: Callable[[], Estimator], limit_s: float = LIMIT_S) -> None:
        self._worker = Worker("finding the pose")
        self._limit_s = limit_s
        self._closed = False
        try:
            self._estimator = self._wait(self._worker.ask(make, limit_s))
        except BaseException:
            self._worker.end()
            raise

    def detect(self, frame: Frame) -> Pose | None:
        """Return the pose in ``frame``, or ``None`` if nobody is found.

        Raises:
            ModelError: The estimator hangs.
        """
        return self.ask(frame)()

    def ask(self, frame: Frame) -> Callable[[], Pose | None]:
        """Start to process ``frame``; returns a function that waits for the pose, as ``detect`` does."""
        return partial(self._wait, self._worker.ask(partial(self._estimator.detect, frame), self._limit_s))

    def close(self) -> None:
        """Close the estimator, unless it hangs; closing twice is fine."""
        if self._closed:
            return
        self._closed = True
        try:
            if not self._worker.lost:
                with suppress(OverdueError):  # it is abandoned at the end of the program
                    self._worker.do(self._estimator.close, LEAVE_S)
        finally:
            self._worker.end()

    def _wait(self, answer: Callable[[], T]) -> T:
        try:
            return answer()
        except OverdueError:
            raise ModelError(phrase("errors.model.stuck", seconds=self._limit_s)) from None
