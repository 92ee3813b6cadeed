"""The body as used by the measures: landmarks in the image, unseen if unreliable."""

from __future__ import annotations

import cmath
import math
from dataclasses import dataclass
from typing import Final

from coach.body import JOINTS, Side
from coach.geometry import UNSEEN, Point, middle, seen
from coach.pose import Floats, Pose

PRESENT: Final = 0.5
"""Smallest presence of a usable landmark. Visibility is not used: it is smoothed over 1 s, and for the far limbs of a
body seen from the side it is near 0 although their positions are good."""


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """One body in one frame.

    Attributes:
        points: The 33 landmarks, pixels right and up; unseen if absent or outside the frame.
        world: The 33 landmarks, metres: x right, y down, z away from the camera.
        depths: Depths of the landmarks, shape (33,), in pixels like ``points`` but stretched; smaller is nearer.
        visibility: 0 to 1 for each landmark, shape (33,), smoothed over about 1 s by the estimator.
        size: Width and height of the frame, pixels.
        hips: Midpoint of the hips.
        shoulders: Midpoint of the shoulders.
        trunk: Vector from the hips to the shoulders.
        scale: Length of the trunk, pixels: the unit of all distances.
        above: The top side of a body in side-lying.
        turned: Rotation of the points about the centre of the frame that corrects the camera's roll.
    """

    points: list[Point]
    world: list[list[float]]
    depths: Floats
    visibility: Floats
    size: tuple[int, int]
    hips: Point
    shoulders: Point
    trunk: Point
    scale: float
    above: Side | None = None
    turned: complex = 1.0

    def levelled(self, roll_deg: float) -> Figure:
        """Return the figure corrected for a camera roll, degrees, counterclockwise positive."""
        if not roll_deg:
            return self
        turned = cmath.rect(1.0, -math.radians(roll_deg))
        shift = self._centre * (1 - turned)
        hips, shoulders, *points = [point * turned + shift for point in (self.hips, self.shoulders, *self.points)]
        return Figure(
            points, self.world, self.depths, self.visibility, self.size, hips, shoulders, self.trunk * turned,
            self.scale, self.above, turned,
        )  # fmt: skip

    @property
    def _centre(self) -> Point:
        return complex(self.size[0], -self.size[1]) / 2

    def at(self, side: Side, part: str) -> Point:
        """Return a joint of one side."""
        return self.points[JOINTS[side][part]]

    def mid(self, part: str) -> Point:
        """Return the midpoint of a pair of joints; if one is unseen, the other."""
        return middle(*self.pair(part))

    def pair(self, part: str) -> tuple[Point, Point]:
        """Return a left and a right joint."""
        return _pair(self.points, part)

    def span_m(self, start: int, end: int) -> tuple[float, float, float]:
        """Return the vector from one landmark to another in space, metres."""
        (x, y, z), (u, v, w) = self.world[start], self.world[end]
        return u - x, v - y, w - z

    def apart(self, other: Figure) -> float:
        """Return the larger distance of shoulders and hips between two bodies, in trunk lengths."""
        farther = max(abs(self.shoulders - other.shoulders), abs(self.hips - other.hips))
        return farther / max(self.scale, other.scale)

    def inside(self, point: Point) -> bool:
        """Whether a point is inside the frame."""
        if self.turned != 1:
            point = self._centre + (point - self._centre) / self.turned
        return 0 <= point.real < self.size[0] and 0 <= -point.imag < self.size[1]

    def limb(self, side: Side, start: str, end: str) -> Point:
        """Return the vector from one joint to another of the same side."""
        points, joints = self.points, JOINTS[side]
        return points[joints[end]] - points[joints[start]]


def figure(pose: Pose, above: Side | None = None, world: list[list[float]] | None = None) -> Figure | None:
    """Return the figure of a pose; ``None`` if shoulders or hips are outside the frame.

    Args:
        pose: The pose.
        above: The top side of a body in side-lying.
        world: The pose's ``world_m`` as plain numbers, if they are at hand.
    """
    width, height = pose.size
    (xs, ys), presence = pose.image_px.T.tolist(), pose.presence.tolist()
    points = [
        complex(x, -y) if p >= PRESENT and 0 <= x < width and 0 <= y < height else UNSEEN
        for x, y, p in zip(xs, ys, presence, strict=True)
    ]
    hips, shoulders = middle(*_pair(points, "hip")), middle(*_pair(points, "shoulder"))
    trunk = shoulders - hips
    if not seen(trunk) or not trunk:
        return None
    scale = math.hypot(trunk.real, trunk.imag)
    world = world or pose.world_m.tolist()
    return Figure(points, world, pose.image_z, pose.visibility, pose.size, hips, shoulders, trunk, scale, above)


def _pair(points: list[Point], part: str) -> tuple[Point, Point]:
    return points[JOINTS["left"][part]], points[JOINTS["right"][part]]
