"""Extracts posture, view and figure from each moment, for all checkers."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final, NamedTuple

from coach.body import Side
from coach.events import Posture, PostureChanged, View
from coach.geometry import seen
from coach.moves.figure import Figure, figure
from coach.pose import Pose
from coach.posture import Stance, stance
from coach.session.bump import Bumps
from coach.session.cut import Cuts
from coach.session.level import Level
from coach.session.turning import LyingPosture
from coach.signal import Debounce, Median
from coach.stream import Moment

POSTURE_S: Final = 0.4
"""A posture is accepted after this time: single frames can be wrong."""

DEPTH_S: Final = 1.0
"""Span over which the depth of the trunk is averaged."""


UNSURE_S: Final = 1.0
"""The last certain posture is kept for this time: bodies that change posture are ambiguous."""

SMALL: Final = 0.13
"""Trunk length below which a figure is small, as a fraction of the shorter side of the frame."""

HIGH: Final = 0.4
"""Upper part of the frame, as a fraction of its height, in which a small figure cannot be on the floor."""


class Observation(NamedTuple):
    """An observed moment.

    Attributes:
        depth: Depth of the trunk (``posture.Stance.depth``) over the last second.
        body: The figure; ``None`` if shoulders or hips are outside the image.
        changed: An event if posture or view has changed.
        pose: The estimated pose, even if too little of the body is in the frame.
        cut: Whether a cut in the video was detected, which ends the current attempt.
        roll_deg: The camera's estimated roll without bumps, degrees; ``body`` is corrected for it.
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
        """Return the figure corrected for another roll: a whole rep uses one estimate, as the camera does not move."""
        return None if self.body is None else self.body.levelled(roll_deg - self.roll_deg)


class Observer:
    """Observes a stream of moments. To reset, make a new one."""

    def __init__(self) -> None:
        self._stance: Debounce[tuple[Posture, View]] = Debounce(("unknown", "unknown"), POSTURE_S)
        self._found_body = False
        self._sure: tuple[float, Posture, View] = (-math.inf, "unknown", "unknown")
        self._above: Debounce[Side | None] = Debounce(None, POSTURE_S)
        self._lying = LyingPosture()
        self._swapped = Debounce(False, POSTURE_S)
        self._depth = Median(DEPTH_S)
        self._level = Level()
        self._cuts = Cuts()
        self._bumps = Bumps()

    def update(self, moment: Moment) -> Observation:
        """Process the next moment."""
        t, pose = moment.t, moment.pose
        world = None if pose is None else pose.world_m.tolist()
        body = None if pose is None else figure(pose, self._above.label, world)
        seen_as = stance(pose, world)
        now = self._lying.update(t, seen_as, body)
        before = self._stance.label
        self._found_body = self._found_body or pose is not None
        # The debounce starts with the first body, so that its posture is accepted at once.
        posture, view = self._stance.update(t, self._judged(t, pose, now)) if self._found_body else before
        # The top side does not change without a body or while the posture is uncertain.
        above = self._above.label if now.posture == "unknown" else self._above.update(t, now.above)
        swapped = seen_as.swapped or {now.posture, seen_as.posture} == {"prone", "supine"}
        if self._swapped.update(t, swapped) and pose is not None:
            # Where front is taken for back for longer than in single frames, left is taken for right.
            body = figure(pose.swapped(), above)
        elif body is not None and above != body.above:
            body = replace(body, above=above)
        if body is not None and _on_a_wall(body):
            body = None
        if self._bumps.update(t, body):
            # The bump must not count as a cut as well.
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
            pose,
            cut,
            roll,
        )

    def _judged(self, t: float, pose: Pose | None, now: Stance) -> tuple[Posture, View]:
        """Return posture and view of a moment; if uncertain, the last certain ones for ``UNSURE_S``."""
        if now.posture != "unknown" or pose is None:
            self._sure = t, now.posture, now.view
        since, posture, view = self._sure
        return (posture, view) if t - since <= UNSURE_S else (now.posture, now.view)


def _on_a_wall(body: Figure) -> bool:
    """Whether the body is small and high up in the frame: on a poster or a television, not on the floor."""
    if body.scale >= SMALL * min(body.size):
        return False
    lowest = min(point.imag for point in body.points if seen(point))
    return -lowest < HIGH * body.size[1]
