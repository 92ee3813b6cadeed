"""Classifies the posture of a body and the view of the camera.

It is based mostly on the estimator's world landmarks. They are too coarse for joint angles, but give the direction and
facing of the trunk within about 20 degrees for every camera position tried. Directions are in the camera frame: x
right, y down, z away. The limits were measured on 60 rendered and 24 real people: ``docs/moves.md``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from coach.body import SIDES, Side, joint
from coach.events import Posture, View
from coach.geometry import ratio
from coach.pose import Pose

Vec: TypeAlias = Sequence[float]

UPRIGHT: Final = 0.8
"""Cosine of the largest lean (37 degrees) of an upright trunk."""

ASKEW_DEG: Final = 24.0
"""Largest turn at which an upright body counts as seen from the front or back."""

LEGS_ASKEW_DEG: Final = 32.0
"""The same for the legs of a person sitting on the floor: up to 29 degrees from the front, and at least 33 in an
oblique view."""

SITTING_ASKEW_DEG: Final = 22.0
"""The same for legs and hips combined: up to 20 degrees from the front, and 24 in an oblique view with crossed legs."""

SIDEWAYS_DEG: Final = 60.0
"""Smallest turn at which an upright body counts as seen from the side."""

LEG_LONG_DEG: Final = 55.0
"""Largest flexion of the straighter knee in long sitting: measured up to 46 degrees there, at least 54 in Russian
twists and at least 70 on a chair."""

ON_SIDE: Final = 2.03
"""Smallest side-lying score: measured at least 2.28 in side-lying and at most 1.78 in other postures."""

UNSURE: Final = 0.12
"""Distance from ``ON_SIDE`` within which the posture is unknown."""


@dataclass(frozen=True, slots=True)
class Stance:
    """Posture and view in one frame.

    Attributes:
        posture: Posture of the body.
        view: Side of the body that faces the camera.
        depth: z of the unit vector from hips to shoulders, -1 (head nearest the camera) to 1 (feet nearest).
        above: The top side, in side-lying.
    """

    posture: Posture
    view: View
    depth: float = math.nan
    above: Side | None = None


UNKNOWN: Final = Stance("unknown", "unknown")

_TRUNK: Final = [joint(side, part) for part in ("shoulder", "hip") for side in SIDES]

LEG: Final = (("hip", "knee"), ("knee", "ankle"))
"""Segments of a leg, from the joint nearer the trunk to the one farther out."""


def stance(pose: Pose | None) -> Stance:
    """Return posture and view of a pose; ``unknown`` without a pose or if no known posture fits."""
    if pose is None:
        return UNKNOWN
    world: list[Vec] = pose.world_m.tolist()

    def mid(part: str) -> Vec:
        return _scale(_add(world[joint("left", part)], world[joint("right", part)]), 0.5)

    hips, shoulders = mid("hip"), mid("shoulder")
    trunk = _sub(shoulders, hips)
    length = math.hypot(*trunk)
    across = _sub(world[joint("left", "shoulder")], world[joint("right", "shoulder")])
    front = _cross(across, trunk)
    if not length or math.isnan(length) or not any(front):
        return UNKNOWN
    up, front = _scale(trunk, 1 / length), _scale(front, 1 / math.hypot(*front))

    def drop(part: str, origin: str) -> list[float]:
        """Return how far a joint is below another on each side, in trunk lengths, in ascending order."""
        return sorted((world[joint(s, part)][1] - world[joint(s, origin)][1]) / length for s in SIDES)

    if -up[1] > UPRIGHT:
        thighs, shanks = ([_sub(world[joint(s, b)], world[joint(s, a)]) for s in SIDES] for a, b in LEG)
        posture = _upright(drop("knee", "hip"), drop("ankle", "hip"), min(map(_angle, thighs, shanks)))
        if posture != "long-sitting":
            return Stance(posture, _facing(front), up[2])
        legs = _sub(mid("knee"), hips)
        hip_front = _cross(_sub(world[joint("left", "hip")], world[joint("right", "hip")]), trunk)
        both = _add(_unit_level(legs), _unit_level(hip_front))
        facing = _facing(legs, LEGS_ASKEW_DEG)
        return Stance(posture, _facing(both, SITTING_ASKEW_DEG) if facing == "front" else facing, up[2])
    hip_front = _cross(_sub(world[joint("left", "hip")], world[joint("right", "hip")]), trunk)
    lateral = _rolled(front) + _rolled(hip_front) + 2 * _stacked(pose, up[2])
    above: Side = "right" if across[1] > 0 else "left"
    view = _end(up[2])
    if abs(lateral - ON_SIDE) < UNSURE:
        return Stance("unknown", view or "unknown", up[2])
    if lateral > ON_SIDE:
        side: Posture = "side-lying-left" if above == "right" else "side-lying-right"
        return Stance(side, view or ("front" if front[2] < 0 else "back"), up[2], above)
    posture = _prone(drop("knee", "hip"), drop("wrist", "shoulder")) if front[1] > 0 else "supine"
    return Stance(posture, view or "side", up[2])


def _upright(knees: list[float], ankles: list[float], bend: float) -> Posture:
    """Return the posture of a body with an upright trunk.

    Args:
        knees: How far the knees are below the hips, trunk lengths, ascending.
        ankles: The same for the ankles.
        bend: Flexion of the straighter knee, degrees.
    """
    if knees[0] > 0.62:
        return "standing" if ankles[0] > 1.1 else "kneeling"
    return "long-sitting" if bend < LEG_LONG_DEG else "unknown"


def _rolled(front: Vec) -> float:
    """Return the sine of a lying body's roll, 0 (flat) to 1 (on its side), from the front of shoulders or hips."""
    return ratio(abs(front[2]), math.hypot(front[1], front[2]))


def _stacked(pose: Pose, depth: float) -> float:
    """Return the height difference of the shoulders in the image, in trunk lengths without foreshortening."""
    (lx, ly), (rx, ry), (low_lx, low_ly), (low_rx, low_ry) = pose.image_px[_TRUNK].tolist()
    trunk = math.hypot((lx + rx - low_lx - low_rx) / 2, (ly + ry - low_ly - low_ry) / 2)
    return ratio(abs(ly - ry) * math.sqrt(max(0.0, 1 - depth * depth)), trunk)


def _prone(knees: list[float], wrists: list[float]) -> Posture:
    """Return the posture of a body that faces the floor."""
    if knees[1] > 0.45:
        return "all-fours" if wrists[1] > 0.5 else "unknown"
    return "prone"


def _end(depth: float) -> View | None:
    if abs(depth) > 0.8:
        return "foot-end" if depth > 0 else "head-end"
    return "oblique" if abs(depth) > 0.5 else None


def _facing(front: Vec, askew_deg: float = ASKEW_DEG) -> View:
    """Return the view of an upright body from the horizontal direction of its front."""
    turn = abs(math.degrees(math.atan2(front[0], abs(front[2]))))
    if turn > SIDEWAYS_DEG:
        return "side"
    if turn > askew_deg:
        return "oblique"
    return "front" if front[2] < 0 else "back"


def _unit_level(v: Vec) -> Vec:
    """Return the horizontal component as a unit vector, or zero if there is none."""
    length = math.hypot(v[0], v[2])
    return (v[0] / length, 0.0, v[2] / length) if length else (0.0, 0.0, 0.0)


def _angle(a: Vec, b: Vec) -> float:
    """Return the angle between two vectors, degrees; NaN if one is zero."""
    lengths = math.hypot(*a) * math.hypot(*b)
    cosine = sum(x * y for x, y in zip(a, b, strict=True)) / lengths if lengths else math.nan
    return math.degrees(math.acos(max(-1.0, min(1.0, cosine))))


def _add(a: Vec, b: Vec) -> Vec:
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def _sub(a: Vec, b: Vec) -> Vec:
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def _scale(a: Vec, k: float) -> Vec:
    return (a[0] * k, a[1] * k, a[2] * k)


def _cross(a: Vec, b: Vec) -> Vec:
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])
