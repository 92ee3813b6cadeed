"""Classifies the posture of a body and the view of the camera.

It is based mostly on the estimator's world landmarks. They are too coarse for joint angles, but give the direction and
facing of the trunk within about 20 degrees for every camera position tried. Directions are in the camera frame: x
right, y down, z away. The limits were measured on 60 rendered and 24 real people: ``docs/moves.md``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, NamedTuple, TypeAlias

from coach.body import Side, joint
from coach.events import Posture, View
from coach.geometry import angle_in_space, between, ratio
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

FACE_UP: Final = 1.8
"""Smallest sum of the upward components of shoulders' and hips' front at which a body is certainly supine: mostly 1.85
and more in supine people, and at most 1.75 in prone ones that the estimator takes for supine."""

TOES_UP: Final = 0.09
"""Height of the toes above the heel, across the shank, from which they point up, trunk lengths: 0.13 and more in supine
people, and up to 0.05 in prone ones, also where the estimator takes front for back."""

STRAIGHT_DEG: Final = 35.0
"""Largest flexion of a knee that is straight enough for the toes to show which way a body faces."""


class Stance(NamedTuple):
    """Posture and view in one frame.

    Attributes:
        posture: Posture of the body.
        view: Side of the body that faces the camera.
        depth: z of the unit vector from hips to shoulders, -1 (head nearest the camera) to 1 (feet nearest).
        above: The top side, in side-lying.
        swapped: Whether the estimator takes the front of a prone body for its back, and so left for right.
    """

    posture: Posture
    view: View
    depth: float = math.nan
    above: Side | None = None
    swapped: bool = False


UNKNOWN: Final = Stance("unknown", "unknown")

_Pair: TypeAlias = tuple[int, int]
_SHOULDERS, _WRISTS, _HIPS, _KNEES, _ANKLES, _HEELS, _FEET = (
    (joint("left", part), joint("right", part))
    for part in ("shoulder", "wrist", "hip", "knee", "ankle", "heel", "foot")
)
_TRUNK: Final = (*_SHOULDERS, *_HIPS)


def stance(pose: Pose | None, world: Sequence[Vec] | None = None) -> Stance:
    """Return posture and view of a pose; ``unknown`` without a pose or if no known posture fits.

    Args:
        pose: The pose.
        world: Its ``world_m`` as plain numbers, if they are at hand.
    """
    if pose is None:
        return UNKNOWN
    world = world or pose.world_m.tolist()
    hips = _middle(world, _HIPS)
    trunk = _sub(_middle(world, _SHOULDERS), hips)
    length = math.hypot(*trunk)
    across = _between(world, _SHOULDERS)
    front = _cross(across, trunk)
    if not length or math.isnan(length) or not any(front):
        return UNKNOWN
    depth = trunk[2] / length
    if -trunk[1] / length > UPRIGHT:
        posture = _upright(world, length)
        if posture != "long-sitting":
            return Stance(posture, _facing(front), depth)
        legs = _sub(_middle(world, _KNEES), hips)
        both = _add(_unit_level(legs), _unit_level(_cross(_between(world, _HIPS), trunk)))
        facing = _facing(legs, LEGS_ASKEW_DEG)
        return Stance(posture, _facing(both, SITTING_ASKEW_DEG) if facing == "front" else facing, depth)
    hips_front = _cross(_between(world, _HIPS), trunk)
    lateral = _rolled(front) + _rolled(hips_front) + 2 * _stacked(pose, depth)
    above: Side = "right" if across[1] > 0 else "left"
    view = _end(depth)
    if abs(lateral - ON_SIDE) < UNSURE:
        return Stance("unknown", view or "unknown", depth)
    if lateral > ON_SIDE:
        side: Posture = "side-lying-left" if above == "right" else "side-lying-right"
        return Stance(side, view or ("front" if front[2] < 0 else "back"), depth, above)
    if front[1] > 0:
        return Stance(_prone(world, length), view or "side", depth)
    swapped = _up(front) + _up(hips_front) < FACE_UP and _toes_down(pose)
    return Stance("prone" if swapped else "supine", view or "side", depth, swapped=swapped)


def _upright(world: Sequence[Vec], trunk: float) -> Posture:
    """Return the posture of a body with an upright trunk, whose length is ``trunk``."""
    if min(_drops(world, _HIPS, _KNEES)) > 0.62 * trunk:
        return "standing" if min(_drops(world, _HIPS, _ANKLES)) > 1.1 * trunk else "kneeling"
    legs = zip(_HIPS, _KNEES, _ANKLES, strict=True)
    bends = [angle_in_space(_sub(world[k], world[h]), _sub(world[a], world[k])) for h, k, a in legs]
    return "long-sitting" if min(bends) < LEG_LONG_DEG else "unknown"


def _rolled(front: Vec) -> float:
    """Return the sine of a lying body's roll, 0 (flat) to 1 (on its side), from the front of shoulders or hips."""
    return ratio(abs(front[2]), math.hypot(front[1], front[2]))


def _stacked(pose: Pose, depth: float) -> float:
    """Return the height difference of the shoulders in the image, in trunk lengths without foreshortening."""
    image_px = pose.image_px
    (lx, ly), (rx, ry), (low_lx, low_ly), (low_rx, low_ry) = [image_px[i].tolist() for i in _TRUNK]
    trunk = math.hypot((lx + rx - low_lx - low_rx) / 2, (ly + ry - low_ly - low_ry) / 2)
    return ratio(abs(ly - ry) * math.sqrt(max(0.0, 1 - depth * depth)), trunk)


def _toes_down(pose: Pose) -> bool:
    """Whether a leg is straight in the image, and the toes of such legs do not point up."""
    points = [complex(x, -y) for x, y in pose.image_px.tolist()]
    trunk = sum(points[i] for i in _SHOULDERS) - sum(points[i] for i in _HIPS)
    rises = []
    for hip, knee, ankle, heel, foot in zip(_HIPS, _KNEES, _ANKLES, _HEELS, _FEET, strict=True):
        shank = points[ankle] - points[knee]
        if between(points[knee] - points[hip], shank) < STRAIGHT_DEG:
            across = shank * (1j if shank.real > 0 else -1j) / abs(shank)
            rises.append(((points[foot] - points[heel]) / across).real)
    return bool(rises) and sum(rises) / len(rises) < TOES_UP * abs(trunk) / 2


def _up(vector: Vec) -> float:
    """Return the upward component of a vector's direction, -1 to 1."""
    return -ratio(vector[1], math.hypot(*vector))


def _prone(world: Sequence[Vec], trunk: float) -> Posture:
    """Return the posture of a body that faces the floor, and whose trunk has the length ``trunk``."""
    if max(_drops(world, _HIPS, _KNEES)) > 0.45 * trunk:
        return "all-fours" if max(_drops(world, _SHOULDERS, _WRISTS)) > 0.5 * trunk else "unknown"
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


def _drops(world: Sequence[Vec], origins: _Pair, joints: _Pair) -> tuple[float, float]:
    """Return how far a joint is below another on each side."""
    (left, right), (low_left, low_right) = origins, joints
    return world[low_left][1] - world[left][1], world[low_right][1] - world[right][1]


def _middle(world: Sequence[Vec], pair: _Pair) -> Vec:
    (a, b, c), (d, e, f) = world[pair[0]], world[pair[1]]
    return (a + d) / 2, (b + e) / 2, (c + f) / 2


def _between(world: Sequence[Vec], pair: _Pair) -> Vec:
    """Return the vector from the right of a pair of joints to the left."""
    return _sub(world[pair[0]], world[pair[1]])


def _add(a: Vec, b: Vec) -> Vec:
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def _sub(a: Vec, b: Vec) -> Vec:
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def _cross(a: Vec, b: Vec) -> Vec:
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])
