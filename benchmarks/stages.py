"""Wrappers that record how long each stage of a run takes."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from coach.pose import Pose
from coach.stream import Estimator, Frame

P = ParamSpec("P")
T = TypeVar("T")


class Stages:
    """Durations in seconds by name of the stage, in order of measurement.

    Args:
        clock: A monotonic clock, seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self.taken: defaultdict[str, list[float]] = defaultdict(list)
        self._clock = clock

    def around(self, name: str, call: Callable[P, T]) -> Callable[P, T]:
        """Return the function, wrapped to record the duration of each call."""

        def timed(*args: P.args, **kwargs: P.kwargs) -> T:
            start = self._clock()
            try:
                return call(*args, **kwargs)
            finally:
                self.taken[name].append(self._clock() - start)

        return timed

    def estimator(self, name: str, estimator: Estimator) -> Estimator:
        """Return the estimator, wrapped to record the duration of each detection."""
        return _Timed(self.around(name, estimator.detect), estimator.close)


class _Timed:
    def __init__(self, detect: Callable[[Frame], Pose | None], close: Callable[[], None]) -> None:
        self.detect, self.close = detect, close
