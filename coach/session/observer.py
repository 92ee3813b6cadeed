"""What every checker needs to know of a moment: how the body is held, from where it is seen, and its figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from coach.body import Side
from coach.events import Posture, PostureChanged, View
from coach.moves.figure import Figure, figure
from coach.pose import Pose
from coach.posture import stance
from coach.signal import Median, Steady
from coach.stream import Moment

POSTURE_S: Final = 0.4
"""How long a posture has to last to be one: single frames go wrong."""

DEPTH_S: Final = 1.0
"""Span over which the depth of the trunk is taken."""


@dataclass(frozen=True, slots=True)
class Observation:
    """One moment, observed.

    Attributes:
        t: Its instant.
        posture: How the body is held, steadily.
        view: From where it is seen, steadily.
        depth: Depth of the trunk (``posture.Stance.depth``) over the last second.
        body: Its figure; ``None`` where shoulders and hips are not in the picture.
        changed: Said when posture or view is another than at the moment before.
        pose: What the estimator saw, also of a body of which too little is in the picture.
    """

    t: float
    posture: Posture
    view: View
    depth: float
    body: Figure | None
    changed: PostureChanged | None
    pose: Pose | None = None


class Observer:
    """Observes a stream of moments. It holds all state; to start again, make a new one."""

    def __init__(self) -> None:
        self._stance: Steady[tuple[Posture, View]] = Steady(("unknown", "unknown"), POSTURE_S)
        self._above: Steady[Side | None] = Steady(None, POSTURE_S)
        self._depth = Median(DEPTH_S)

    def update(self, moment: Moment) -> Observation:
        """Take the next moment."""
        now = stance(moment.pose)
        before = self._stance.label
        posture, view = self._stance.update(moment.t, (now.posture, now.view))
        above = self._above.update(moment.t, now.above)
        return Observation(
            moment.t,
            posture,
            view,
            self._depth.update(moment.t, now.depth),
            None if moment.pose is None else figure(moment.pose, above),
            None if before == (posture, view) else PostureChanged(moment.t, posture, view),
            moment.pose,
        )
