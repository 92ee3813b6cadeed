"""What every checker needs to know of a moment: how the body is held, from where it is seen, and its figure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from coach.body import Side
from coach.events import Posture, PostureChanged, View
from coach.geometry import seen
from coach.moves.figure import Figure, figure
from coach.pose import Pose
from coach.posture import Stance, stance
from coach.session.cut import Cuts
from coach.session.level import Level
from coach.signal import Median, Steady
from coach.stream import Moment

POSTURE_S: Final = 0.4
"""How long a posture has to last to be one: single frames go wrong."""

DEPTH_S: Final = 1.0
"""Span over which the depth of the trunk is taken."""


UNSURE_S: Final = 1.0
"""How long a posture is taken to go on while it cannot be told: bodies on the way between two are not sure."""

SMALL: Final = 0.13
"""Length of the trunk, as a part of the shorter side of the frame, below which a body is small."""

HIGH: Final = 0.4
"""Part of the frame's height within which a small body is too high up for the floor."""


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
        pose: What the estimator saw, also of a body of which too little is in the frame.
        cut: Whether it is sure now that the video was cut just before: what was under way is over.
    """

    t: float
    posture: Posture
    view: View
    depth: float
    body: Figure | None
    changed: PostureChanged | None
    pose: Pose | None = None
    cut: bool = False


class Observer:
    """Observes a stream of moments. It holds all state; to start again, make a new one."""

    def __init__(self) -> None:
        self._stance: Steady[tuple[Posture, View]] = Steady(("unknown", "unknown"), POSTURE_S)
        self._somebody = False
        self._sure: tuple[float, Posture, View] = (-math.inf, "unknown", "unknown")
        self._above: Steady[Side | None] = Steady(None, POSTURE_S)
        self._depth = Median(DEPTH_S)
        self._level = Level()
        self._cuts = Cuts()

    def update(self, moment: Moment) -> Observation:
        """Take the next moment."""
        t, now = moment.t, stance(moment.pose)
        before = self._stance.label
        self._somebody = self._somebody or moment.pose is not None
        # Where nobody was seen yet there is no posture to change: the first one seen holds at once.
        posture, view = self._stance.update(t, self._judged(t, moment.pose, now)) if self._somebody else before
        above = self._above.update(t, now.above)
        body = None if moment.pose is None else figure(moment.pose, above)
        if body is not None and _on_a_wall(body):
            body = None
        cut = self._cuts.update(t, body)
        roll = self._level.update(t, body, now)
        return Observation(
            t,
            posture,
            view,
            self._depth.update(t, now.depth),
            None if body is None else body.levelled(roll),
            None if before == (posture, view) else PostureChanged(t, posture, view),
            moment.pose,
            cut,
        )

    def _judged(self, t: float, pose: Pose | None, now: Stance) -> tuple[Posture, View]:
        """Posture and view of one moment: those of the last sure one for a while where this one is not sure."""
        if now.posture != "unknown" or pose is None:
            self._sure = t, now.posture, now.view
        since, posture, view = self._sure
        return (posture, view) if t - since <= UNSURE_S else (now.posture, now.view)


def _on_a_wall(body: Figure) -> bool:
    """Whether it is a small figure high up in the frame: somebody on a television, and nobody on the floor."""
    if body.scale >= SMALL * min(body.size):
        return False
    lowest = min(point.imag for point in body.points if seen(point))
    return -lowest < HIGH * body.size[1]
