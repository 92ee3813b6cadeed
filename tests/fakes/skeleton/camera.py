"""A pinhole camera."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from tests.fakes.skeleton.rotations import UP, Array, about_z, turn, unit


@dataclass(frozen=True, slots=True)
class Camera:
    """Position, orientation and field of view of the camera.

    Attributes:
        azimuth_deg: Direction from the middle of the mat to the camera: 0 at +z, 90 at +x.
        height_m: Height above the floor.
        distance_m: Horizontal distance to the middle of the mat.
        aim_m: Height of the point above the middle of the mat at which it is aimed.
        view_deg: Vertical field of view.
        size: Width and height of the image in pixels.
        roll_deg: Roll about the optical axis, clockwise as seen in the image.
        aside_m: Displacement along +x, with the same aim.
        pan_deg: Pan to the left, which moves the body to the right in the image.
    """

    azimuth_deg: float = 0.0
    height_m: float = 0.55
    distance_m: float = 2.5
    aim_m: float = 0.33
    view_deg: float = 40.0
    size: tuple[int, int] = (848, 480)
    roll_deg: float = 0.0
    aside_m: float = 0.0
    pan_deg: float = 0.0

    @property
    def eye(self) -> Array:
        """Position of the optical centre, shape (3,), metres."""
        angle = np.radians(self.azimuth_deg)
        x, z = np.sin(angle) * self.distance_m + self.aside_m, np.cos(angle) * self.distance_m
        return np.array([x, self.height_m, z])

    @property
    def axes(self) -> Array:
        """Rotation from world to camera axes: rows right, down and away, shape (3, 3)."""
        away = unit(np.array([0.0, self.aim_m, 0.0]) - self.eye)
        angle = np.radians(self.pan_deg)
        level = away * [1, 0, 1]
        away = level * np.cos(angle) + np.cross(UP, level) * np.sin(angle) + away * [0, 1, 0]
        right = unit(np.cross(away, UP))
        down = np.cross(away, right)
        rolled: Array = about_z(-self.roll_deg) @ np.stack([right, down, away])
        return rolled

    @property
    def focal_px(self) -> float:
        """Focal length, pixels."""
        return self.size[1] / 2 / float(np.tan(np.radians(self.view_deg) / 2))

    def place(self, points: Array) -> Array:
        """Return points in camera coordinates (right, down, away), metres, shape (..., 3)."""
        return turn(self.axes, points - self.eye)

    def project(self, points: Array) -> Array:
        """Return the pixels of points in space, shape (..., 2); NaN for points behind the camera."""
        placed = self.place(points)
        depth = np.where(placed[..., 2] > 0.05, placed[..., 2], np.nan)
        return placed[..., :2] / depth[..., None] * self.focal_px + np.array(self.size) / 2

    def toward(self, degrees: float) -> Camera:
        """Return the camera moved around the mat; positive degrees lead from +z towards +x."""
        return replace(self, azimuth_deg=self.azimuth_deg + degrees)


# Height, distance and aim in metres, and degrees towards the feet from perpendicular to the mat. Named as in the clips.
_LYING = {
    "side": (0.75, 2.55, 0.33, 0.0),
    "low": (0.22, 2.45, 0.36, 0.0),
    "chair": (0.55, 2.5, 0.34, 0.0),
    "raised": (1.25, 2.35, 0.25, 0.0),
    "quarter-head": (0.75, 2.6, 0.33, -40.0),
    "quarter-feet": (0.75, 2.6, 0.33, 40.0),
    "raised-quarter-feet": (1.25, 2.35, 0.25, 35.0),
    "raised-quarter-head": (1.25, 2.35, 0.25, -35.0),
    "head-end": (0.8, 2.6, 0.35, -88.0),
    "foot-end": (0.8, 2.6, 0.35, 88.0),
    "back": (0.55, 2.5, 0.34, 180.0),
}
_SITTING = {
    "front": (0.75, 2.3, 0.42, 0.0),
    "chair": (0.5, 2.3, 0.42, 0.0),
    "raised": (1.25, 2.2, 0.38, 0.0),
    "quarter-left": (0.75, 2.3, 0.42, 38.0),
    "quarter-right": (0.75, 2.3, 0.42, -38.0),
    "side-left": (0.7, 2.3, 0.42, 90.0),
    "side-right": (0.7, 2.3, 0.42, -90.0),
}
VIEWS = (*_LYING, *(f"seated-{name}" for name in _SITTING))
"""Names that ``view`` knows. ``back`` is the far side: behind a person who lies on the side."""


def view(name: str, feet: int = 1) -> Camera:
    """Return the camera at a named place.

    Args:
        name: One of ``VIEWS``; those of a sitting person begin with ``seated-`` and name the person's own sides.
        feet: 1 where the feet lie towards +x, -1 towards -x; says which end of the mat is which.
    """
    if name.startswith("seated-"):
        height, distance, aim, around = _SITTING[name.removeprefix("seated-")]
        feet = 1
    else:
        height, distance, aim, around = _LYING[name]
    return Camera(azimuth_deg=feet * around, height_m=height, distance_m=distance, aim_m=aim)
