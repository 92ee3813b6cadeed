"""Observe what every checker needs to know of a moment: posture, view and figure."""

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
from coach.session.bump import Bumps
from coach.session.cut import Cuts
from coach.session.level import Level
from coach.signal import Median, Steady
from coach.stream import Moment

POSTURE_S: Final = 0.4
"""Time for which a posture must last to be accepted: single frames can be wrong."""

DEPTH_S: Final = 1.0
"""Span over which the depth of the trunk is averaged."""


UNSURE_S: Final = 1.0
"""Time for which a posture is assumed to continue while it is uncertain: bodies changing posture are ambiguous."""

SMALL: Final = 0.13
"""Trunk length below which a body is small, as a fraction of the shorter side of the frame."""

HIGH: Final = 0.4
"""Fraction of the frame's height, from the top, within which a small body is too high up to be on the floor."""


@dataclass(frozen=True, slots=True)
class Observation:
    """An observed moment.

    Attributes:
        depth: Depth of the trunk (``posture.Stance.depth``) over the last second.
        body: The figure; ``None`` if shoulders or hips are outside the image.
        changed: The event if posture or view has changed since the last moment.
        pose: The estimated pose, even if too little of the body is in the frame.
        cut: Whether it is now certain that the video was cut a moment ago, which ends what was under way.
        roll_deg: The camera's roll as estimated by now, without bumps, which is taken out of ``body``.
    """

    t: float
    posture: Posture
    view: View
    depth: float
    body: Figure | None
    changed: PostureChanged | None
    pose: Pose | None = None
    cut: bool = False
    roll_deg: float = 0.0

    def levelled_by(self, roll_deg: float) -> Figure | None:
        """Return the figure with another estimate of the roll taken out: one for a whole rep, for the camera stands."""
        return None if self.body is None else self.body.levelled(roll_deg - self.roll_deg)


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
        self._bumps = Bumps()

    def update(self, moment: Moment) -> Observation:
        """Take the next moment."""
        t, now = moment.t, stance(moment.pose)
        before = self._stance.label
        self._somebody = self._somebody or moment.pose is not None
        # Before anybody is seen there is no posture to change, so the first one applies at once.
        posture, view = self._stance.update(t, self._judged(t, moment.pose, now)) if self._somebody else before
        # Which side lies on top does not change while nobody is found or the posture is uncertain.
        above = self._above.label if now.posture == "unknown" else self._above.update(t, now.above)
        body = None if moment.pose is None else figure(moment.pose, above)
        if body is not None and _on_a_wall(body):
            body = None
        if self._bumps.update(t, body):
            # What looks like a cut is the bump.
            self._cuts = Cuts()
        cut = self._cuts.update(t, body)
        bumped = self._bumps.roll_deg
        roll = self._level.update(t, None if body is None else body.levelled(bumped), now)
        return Observation(
            t,
            posture,
            view,
            self._depth.update(t, now.depth),
            None if body is None else body.levelled(bumped + roll),
            None if before == (posture, view) else PostureChanged(t, posture, view),
            moment.pose,
            cut,
            roll,
        )

    def _judged(self, t: float, pose: Pose | None, now: Stance) -> tuple[Posture, View]:
        """Return posture and view of one moment; if uncertain, the last certain ones for a while."""
        if now.posture != "unknown" or pose is None:
            self._sure = t, now.posture, now.view
        since, posture, view = self._sure
        return (posture, view) if t - since <= UNSURE_S else (now.posture, now.view)


def _on_a_wall(body: Figure) -> bool:
    """Whether the body is a small figure high up in the frame: a person on a television, not on the floor."""
    if body.scale >= SMALL * min(body.size):
        return False
    lowest = min(point.imag for point in body.points if seen(point))
    return -lowest < HIGH * body.size[1]
