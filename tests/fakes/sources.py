"""A frame source and an estimator that replay a list of moments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from coach.closing import Closing
from coach.pose import Pose
from coach.stream import Frame, Moment


class ScriptedFrames(Closing):
    """Grey frames at the times of a script, with the attributes of a video file.

    Attributes:
        closed: Number of calls of ``close``.
    """

    def __init__(
        self,
        script: Sequence[Moment],
        *,
        size: tuple[int, int] = (64, 36),
        fps: float | None = 25.0,
        duration_s: float | None = None,
        truncated: bool = False,
        breaks: BaseException | None = None,
        breaks_at: int = 0,
    ) -> None:
        """Raise ``breaks`` in place of frame ``breaks_at``."""
        self.size, self.fps, self.duration_s = size, fps, duration_s
        self.truncated = False
        self.closed = self.steps = 0
        self.skipped = 0.0
        self.lost: list[tuple[float, float]] = []
        self.problems: tuple[str, ...] = ()
        self._script, self._ends_early = script, truncated
        self._breaks, self._breaks_at = breaks, breaks_at

    def __iter__(self) -> Iterator[Frame]:
        image = np.full((self.size[1], self.size[0], 3), 128, np.uint8)
        for i, moment in enumerate(self._script):
            if self._breaks is not None and i == self._breaks_at:
                raise self._breaks
            yield Frame(moment.t, image)
        self.truncated = self._ends_early

    def skip(self, least_s: float) -> None:
        self.skipped = least_s

    def close(self) -> None:
        self.closed += 1


class ScriptedEstimator:
    """Returns the pose that the script has at the time of the frame.

    Attributes:
        closed: Number of calls of ``close``.
    """

    def __init__(self, script: Sequence[Moment]) -> None:
        self.closed = 0
        self._poses = {moment.t: moment.pose for moment in script}

    def detect(self, frame: Frame) -> Pose | None:
        if self.closed:
            raise ValueError("the estimator is closed")
        return self._poses[frame.t]

    def close(self) -> None:
        self.closed += 1


def still(n: int, *, fps: float = 25.0, size: tuple[int, int] = (64, 36)) -> list[Moment]:
    """Return ``n`` moments of a motionless person with random landmarks."""
    rng = np.random.default_rng(0)
    pose = Pose(
        (rng.random((33, 2)) * size).astype(np.float32),
        np.zeros(33, np.float32),
        rng.random((33, 3)).astype(np.float32),
        np.ones(33, np.float32),
        np.ones(33, np.float32),
        size,
    )
    return [Moment(i / fps, pose) for i in range(n)]
