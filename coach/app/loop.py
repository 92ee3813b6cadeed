"""The loop for videos and recordings: moment, recorder, core, sinks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from coach.events import Event
from coach.stream import Estimator, Frame, Frames, Moment, RateLimiter


class Decider(Protocol):
    """Turns moments into events: the core."""

    def update(self, moment: Moment) -> Sequence[Event]:
        """Return the events that are certain once ``moment`` is known."""
        ...

    def finish(self) -> Sequence[Event]:
        """Return the events that are certain once nothing follows."""
        ...


class Moments(Protocol):
    """A source of moments. Iterated once; ``close`` may be called at any time, twice too."""

    def __iter__(self) -> Iterator[Moment]: ...

    def close(self) -> None:
        """Release all resources."""
        ...


def run(
    moments: Iterable[Moment],
    checker: Decider,
    *,
    moment_sinks: Sequence[Callable[[Moment], object]] = (),
    event_sinks: Sequence[Callable[[Event], object]] = (),
) -> None:
    """Pass every moment to the checker and every event to the sinks, until the source ends.

    A moment reaches its sinks before the checker, so that a recording has it even if the checker fails.
    """
    for moment in moments:
        for see in moment_sinks:
            see(moment)
        for event in checker.update(moment):
            for tell in event_sinks:
                tell(event)
    for event in checker.finish():
        for tell in event_sinks:
            tell(event)


@dataclass(slots=True)
class EstimatedMoments:
    """Moments from frames: the estimator processes each frame that is due. Owns and closes both.

    Attributes:
        least_s: Least time between frames that are processed, seconds.
        see: Called with every frame once it was judged, and with ``None`` for the moment if it was not due.
    """

    frames: Frames
    estimator: Estimator
    least_s: float = 0.0
    see: Callable[[Frame, Moment | None], object] | None = None

    def __iter__(self) -> Iterator[Moment]:
        detect, due = self.estimator.detect, RateLimiter(self.least_s).due
        for frame in self.frames:
            moment = None
            if due(frame.t):
                moment = Moment(frame.t, detect(frame))
                yield moment
            if self.see is not None:
                self.see(frame, moment)

    def close(self) -> None:
        """Close the frames and the estimator, the second even if the first fails."""
        try:
            self.frames.close()
        finally:
            self.estimator.close()


@dataclass(slots=True)
class Thinned:
    """Moments of a source that are at least ``least_s`` seconds apart."""

    moments: Moments
    least_s: float

    def __iter__(self) -> Iterator[Moment]:
        due = RateLimiter(self.least_s).due
        return (moment for moment in self.moments if due(moment.t))

    def close(self) -> None:
        """Close the source."""
        self.moments.close()
