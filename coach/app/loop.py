"""The one loop, for videos, recordings and whatever else shows moments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from coach.events import Event
from coach.pose import Pose
from coach.stream import Estimator, Frame, Frames, Moment


class Decider(Protocol):
    """Turns moments into events: the core."""

    def update(self, moment: Moment) -> Sequence[Event]:
        """What is sure now that ``moment`` was seen."""
        ...

    def finish(self) -> Sequence[Event]:
        """What is sure now that nothing follows."""
        ...


class Moments(Protocol):
    """A source of moments. Iterated once; ``close`` may be called at any time, twice too."""

    def __iter__(self) -> Iterator[Moment]: ...

    def close(self) -> None:
        """Let go of what is held."""
        ...


def run(
    moments: Iterable[Moment],
    checker: Decider,
    *,
    moment_sinks: Sequence[Callable[[Moment], object]] = (),
    event_sinks: Sequence[Callable[[Event], object]] = (),
) -> None:
    """Take every moment to the checker and every event to the sinks, until the source ends.

    A moment reaches its sinks before anything is decided about it, so that a recording holds what was seen even
    where the deciding fails.
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
class Watched:
    """Moments from frames: each picture is shown to the estimator as it comes. Owns and closes both.

    Attributes:
        see: Shown every picture, with the body in it, once its moment was decided upon.
    """

    frames: Frames
    estimator: Estimator
    see: Callable[[Frame, Pose | None], object] | None = None

    def __iter__(self) -> Iterator[Moment]:
        detect = self.estimator.detect
        for frame in self.frames:
            pose = detect(frame)
            yield Moment(frame.t, pose)
            if self.see is not None:
                self.see(frame, pose)

    def close(self) -> None:
        """Close the frames and the estimator, the second even if the first fails."""
        try:
            self.frames.close()
        finally:
            self.estimator.close()
