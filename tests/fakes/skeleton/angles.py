"""The true angles of a body in space, each by the name it has in the results file, degrees."""

from __future__ import annotations

import numpy as np

from coach.body import SIDES, Side, joint
from tests.fakes.skeleton.rotations import Array, unit


def at(points: Array, side: Side, part: str) -> Array:
    """One landmark, shape (..., 3)."""
    return np.asarray(points[..., joint(side, part), :])


def middle(points: Array, part: str) -> Array:
    """Half-way between the left and the right landmark."""
    return (at(points, "left", part) + at(points, "right", part)) / 2


def _angle(a: Array, b: Array) -> Array:
    angle: Array = np.degrees(np.arccos(np.clip(np.sum(unit(a) * unit(b), axis=-1), -1, 1)))
    return angle


def _rise(start: Array, end: Array) -> Array:
    line = end - start
    angle: Array = np.degrees(np.arctan2(line[..., 1], np.hypot(line[..., 0], line[..., 2])))
    return angle


def _bend(points: Array, side: Side, first: str, second: str, third: str) -> Array:
    return _angle(
        at(points, side, second) - at(points, side, first), at(points, side, third) - at(points, side, second)
    )


def knee_flexion(points: Array, side: Side) -> Array:
    """0 where the knee is straight."""
    return _bend(points, side, "hip", "knee", "ankle")


def elbow_flexion(points: Array, side: Side) -> Array:
    """0 where the elbow is straight."""
    return _bend(points, side, "shoulder", "elbow", "wrist")


def thigh_vs_trunk_line(points: Array, side: Side) -> Array:
    """Hip to knee against the middle of the shoulders to the middle of the hips; 0 is straight."""
    return _angle(
        at(points, side, "knee") - at(points, side, "hip"), middle(points, "hip") - middle(points, "shoulder")
    )


def leg_to_horizontal(points: Array, side: Side) -> Array:
    """Hip to ankle above the horizontal."""
    return _rise(at(points, side, "hip"), at(points, side, "ankle"))


def thigh_to_horizontal(points: Array, side: Side) -> Array:
    """Hip to knee above the horizontal."""
    return _rise(at(points, side, "hip"), at(points, side, "knee"))


def thigh_opening(points: Array) -> Array:
    """Angle between the thighs; below 0 while the knees are nearer to each other than the hips."""
    left, right = (at(points, side, "knee") - at(points, side, "hip") for side in SIDES)
    across = at(points, "left", "hip") - at(points, "right", "hip")
    apart = np.sum((at(points, "left", "knee") - at(points, "right", "knee")) * unit(across), axis=-1)
    opening: Array = _angle(left, right) * np.sign(apart - np.linalg.norm(across, axis=-1))
    return opening


def hip_to_heel(points: Array) -> Array:
    """Hip to ankle in hundredths of the shank, the mean of both sides."""
    parts = [
        np.linalg.norm(at(points, side, "ankle") - at(points, side, "hip"), axis=-1)
        / np.linalg.norm(at(points, side, "ankle") - at(points, side, "knee"), axis=-1)
        for side in SIDES
    ]
    mean: Array = 100 * (parts[0] + parts[1]) / 2
    return mean


def side_line(points: Array) -> Array:
    """Shoulders, hips and knees of a body on its side: 180 in a line, less where the hips are below it."""
    trunk, thigh = (middle(points, part) - middle(points, "hip") for part in ("shoulder", "knee"))
    above = (unit(trunk) + unit(thigh))[..., 1] <= 0
    angle = _angle(trunk, thigh)
    return np.where(above, 360 - angle, angle)


def arm_to_horizontal(points: Array, side: Side) -> Array:
    """Shoulder to wrist above the horizontal."""
    return _rise(at(points, side, "shoulder"), at(points, side, "wrist"))


def torso_inclination(points: Array) -> Array:
    """Middle of the hips to the middle of the shoulders above the horizontal."""
    return _rise(middle(points, "hip"), middle(points, "shoulder"))


def hip_line(points: Array) -> Array:
    """Middle of the shoulders, the hips and the knees of a body on its back; 180 is straight, more is arched."""
    hips = middle(points, "hip")
    angle: Array = 180 - _rise(hips, middle(points, "shoulder")) - _rise(hips, middle(points, "knee"))
    return angle


def shoulder_vs_hip_rotation(points: Array) -> Array:
    """The line of the shoulders against that of the hips about the trunk; positive to the person's left."""
    up = unit(middle(points, "shoulder") - middle(points, "hip"))

    def flat(part: str) -> Array:
        line = at(points, "left", part) - at(points, "right", part)
        return unit(line - up * np.sum(line * up, axis=-1, keepdims=True))

    hips, shoulders = flat("hip"), flat("shoulder")
    angle: Array = np.degrees(
        np.arctan2(np.sum(up * np.cross(hips, shoulders), axis=-1), np.sum(hips * shoulders, axis=-1))
    )
    return angle


def neck(points: Array) -> Array:
    """Ear, shoulder, hip: 180 where the head is in line with the trunk."""
    return 180 - _angle(
        middle(points, "shoulder") - middle(points, "ear"), middle(points, "hip") - middle(points, "shoulder")
    )
