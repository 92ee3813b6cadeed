"""The body as measures see it: landmarks in the image, unseen where they cannot be trusted."""

from __future__ import annotations

import cmath
import math
from dataclasses import dataclass
from typing import Final

from coach.body import Side, joint
from coach.geometry import UNSEEN, Point, middle, seen
from coach.pose import Pose

PRESENT: Final = 0.5
"""Least presence of a landmark that is taken. Visibility is not asked for: it is smoothed over a second, and the
far limbs of a body seen from the side have next to none while their places are good."""


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """One body in one frame.

    Attributes:
        points: The 33 landmarks in pixels, right and up, unseen where absent or outside the frame.
        world: The 33 landmarks in metres, rows of x right, y down, z away.
        visibility: 0 to 1 for each landmark, smoothed over about a second by the estimator.
        size: Width and height of the frame in pixels.
        hips: The middle of the hips.
        shoulders: The middle of the shoulders.
        trunk: From the hips to the shoulders.
        scale: Length of the trunk in pixels: the unit of every distance.
        above: The side that lies on top, where the body lies on its side.
        turned: By what the points were turned about the middle of the frame to take out the camera's roll.
    """

    points: list[Point]
    world: list[list[float]]
    visibility: list[float]
    size: tuple[int, int]
    hips: Point
    shoulders: Point
    trunk: Point
    scale: float
    above: Side | None = None
    turned: complex = 1.0

    def levelled(self, roll_deg: float) -> Figure:
        """The figure that a camera sees which stands straight, from one that is rolled by so much."""
        if not roll_deg:
            return self
        turned, centre = cmath.rect(1.0, -math.radians(roll_deg)), self._centre
        hips, shoulders, *points = [
            centre + (point - centre) * turned for point in (self.hips, self.shoulders, *self.points)
        ]
        return Figure(
            points, self.world, self.visibility, self.size, hips, shoulders, self.trunk * turned, self.scale,
            self.above, turned,
        )  # fmt: skip

    @property
    def _centre(self) -> Point:
        return complex(self.size[0], -self.size[1]) / 2

    def at(self, side: Side, part: str) -> Point:
        """A joint of one side."""
        return self.points[joint(side, part)]

    def mid(self, part: str) -> Point:
        """The middle of a pair of joints, or the one of them that is seen."""
        return middle(self.at("left", part), self.at("right", part))

    def inside(self, point: Point) -> bool:
        """Whether a point lies in the frame."""
        if self.turned != 1:
            point = self._centre + (point - self._centre) / self.turned
        return 0 <= point.real < self.size[0] and 0 <= -point.imag < self.size[1]

    def limb(self, side: Side, start: str, end: str) -> Point:
        """The vector from one joint to another of the same side."""
        return self.points[joint(side, end)] - self.points[joint(side, start)]


def figure(pose: Pose, above: Side | None = None) -> Figure | None:
    """The figure of a pose; ``None`` where shoulders or hips are outside the frame: then nothing can be judged."""
    width, height = pose.size
    # Over 33 landmarks plain numbers are twice as fast as arrays.
    points = [
        complex(x, -y) if presence >= PRESENT and 0 <= x < width and 0 <= y < height else UNSEEN
        for (x, y), presence in zip(pose.image_px.tolist(), pose.presence.tolist(), strict=True)
    ]
    hips = middle(points[joint("left", "hip")], points[joint("right", "hip")])
    shoulders = middle(points[joint("left", "shoulder")], points[joint("right", "shoulder")])
    trunk = shoulders - hips
    if not seen(trunk) or not trunk:
        return None
    return Figure(
        points,
        pose.world_m.tolist(),
        pose.visibility.tolist(),
        pose.size,
        hips,
        shoulders,
        trunk,
        math.hypot(trunk.real, trunk.imag),
        above,
    )
