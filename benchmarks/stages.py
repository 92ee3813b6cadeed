"""How long each stage of a run takes: wrappers that note it and change nothing else."""

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
    """Seconds by the name of the stage, in the order in which they were taken.

    Args:
        clock: Seconds from whenever, only ever forward.
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self.taken: defaultdict[str, list[float]] = defaultdict(list)
        self._clock = clock

    def around(self, name: str, call: Callable[P, T]) -> Callable[P, T]:
        """The same call; notes how long each takes."""

        def timed(*args: P.args, **kwargs: P.kwargs) -> T:
            start = self._clock()
            try:
                return call(*args, **kwargs)
            finally:
                self.taken[name].append(self._clock() - start)

        return timed

    def estimator(self, name: str, estimator: Estimator) -> Estimator:
        """The same estimator; notes how long it takes for each image."""
        return _Timed(self.around(name, estimator.detect), estimator.close)


class _Timed:
    def __init__(self, detect: Callable[[Frame], Pose | None], close: Callable[[], None]) -> None:
        self.detect, self.close = detect, close
