"""How the body is held and from where the camera sees it.

Most of it is read from the estimator's world landmarks: too rough for angles, they show which way a trunk points and
faces within some 20 degrees from every camera tried. Directions are in the camera's frame: x right, y down, z away.
What the limits separate was measured on 60 rendered and 24 real people: ``docs/moves.md``.
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
"""Cosine of the steepest lean (37 degrees) at which a trunk is upright."""

ASKEW_DEG: Final = 24.0
"""Turn up to which an upright body faces the camera or has its back to it."""

LEGS_ASKEW_DEG: Final = 32.0
"""The same for the legs of a body that sits on the floor: facing the camera they point up to 29 degrees aside, and 33
and more from three quarters."""

SITTING_ASKEW_DEG: Final = 22.0
"""The same for its legs and hips together: up to 20 degrees, and from three quarters 24 while the legs are crossed."""

SIDEWAYS_DEG: Final = 60.0
"""Turn from which an upright body is seen from the side."""

LEG_LONG_DEG: Final = 55.0
"""Bend of the straighter knee up to which a sitter's leg is long: long legs read up to 46 degrees, Russian twists 54
and more, sitters on a chair 70 and more."""

ON_SIDE: Final = 2.03
"""Least of the signs together of a body on its side: 2.28 and more there, 1.78 at most in other postures."""

UNSURE: Final = 0.12
"""Distance from ``ON_SIDE`` within which it is not sure."""


@dataclass(frozen=True, slots=True)
class Stance:
    """One reading of posture and view.

    Attributes:
        posture: How the body is held.
        view: Which side of the body the camera sees.
        depth: How far the trunk points away from the camera, -1 (head nearest) to 1 (feet nearest).
        above: The side that lies on top, for a body on its side.
    """

    posture: Posture
    view: View
    depth: float = math.nan
    above: Side | None = None


NOBODY: Final = Stance("unknown", "unknown")

_TRUNK: Final = [joint(side, part) for part in ("shoulder", "hip") for side in SIDES]

LEG: Final = (("hip", "knee"), ("knee", "ankle"))
"""The bones of a leg."""


def stance(pose: Pose | None) -> Stance:
    """Posture and view of one pose; ``unknown`` where there is nobody or the body is in none of the known ones."""
    if pose is None:
        return NOBODY
    world: list[Vec] = pose.world_m.tolist()

    def mid(part: str) -> Vec:
        return _scale(_add(world[joint("left", part)], world[joint("right", part)]), 0.5)

    hips, shoulders = mid("hip"), mid("shoulder")
    trunk = _sub(shoulders, hips)
    length = math.hypot(*trunk)
    across = _sub(world[joint("left", "shoulder")], world[joint("right", "shoulder")])
    front = _cross(across, trunk)
    if not length or math.isnan(length) or not any(front):
        return NOBODY
    up, front = _scale(trunk, 1 / length), _scale(front, 1 / math.hypot(*front))

    def drop(part: str, origin: str) -> list[float]:
        """How far a joint hangs below another, in trunk lengths, the one that hangs less first."""
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
    """Posture of an upright trunk, from how far knees and ankles hang and the bend of the straighter knee."""
    if knees[0] > 0.62:
        return "standing" if ankles[0] > 1.1 else "kneeling"
    return "long-sitting" if bend < LEG_LONG_DEG else "unknown"


def _rolled(front: Vec) -> float:
    """Sine of the roll of a lying body: 0 flat, 1 on its side; of shoulders or hips, from where their front points."""
    return ratio(abs(front[2]), math.hypot(front[1], front[2]))


def _stacked(pose: Pose, depth: float) -> float:
    """Height of one shoulder above the other in the image, in trunks as long as one seen squarely."""
    (lx, ly), (rx, ry), (low_lx, low_ly), (low_rx, low_ry) = pose.image_px[_TRUNK].tolist()
    trunk = math.hypot((lx + rx - low_lx - low_rx) / 2, (ly + ry - low_ly - low_ry) / 2)
    return ratio(abs(ly - ry) * math.sqrt(max(0.0, 1 - depth * depth)), trunk)


def _prone(knees: list[float], wrists: list[float]) -> Posture:
    """Posture of a body that faces the floor."""
    if knees[1] > 0.45:
        return "all-fours" if wrists[1] > 0.5 else "unknown"
    return "prone"


def _end(depth: float) -> View | None:
    if abs(depth) > 0.8:
        return "foot-end" if depth > 0 else "head-end"
    return "oblique" if abs(depth) > 0.5 else None


def _facing(front: Vec, askew_deg: float = ASKEW_DEG) -> View:
    """Side of an upright body that is seen, from how far its front points sideways."""
    turn = abs(math.degrees(math.atan2(front[0], abs(front[2]))))
    if turn > SIDEWAYS_DEG:
        return "side"
    if turn > askew_deg:
        return "oblique"
    return "front" if front[2] < 0 else "back"


def _unit_level(v: Vec) -> Vec:
    """The level part of a direction, of length 1; nothing where there is none."""
    length = math.hypot(v[0], v[2])
    return (v[0] / length, 0.0, v[2] / length) if length else (0.0, 0.0, 0.0)


def _angle(a: Vec, b: Vec) -> float:
    """Angle between two vectors, degrees; NaN if one has no length."""
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
