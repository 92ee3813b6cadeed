"""How the body is held and from where the camera sees it.

Both are read from the estimator's world landmarks: too rough for angles, they tell which way a trunk points and
faces within some 20 degrees from every camera tried. Directions are in the camera's frame: x right, y down, z away.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from coach.body import SIDES, Side, joint
from coach.events import Posture, View
from coach.pose import Pose

Vec = tuple[float, float, float]

UPRIGHT: Final = 0.8
"""Cosine of the steepest lean (37 degrees) at which a trunk is upright."""


ASKEW: Final = 0.4
"""Sine of the turn (24 degrees) up to which an upright body faces the camera or has its back to it."""

SIDEWAYS: Final = 0.87
"""Sine of the turn (60 degrees) from which it is seen from the side."""


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


def stance(pose: Pose | None) -> Stance:
    """Posture and view of one pose; ``unknown`` where there is nobody or the body is in none of the known ones."""
    if pose is None:
        return NOBODY
    world = [tuple(row) for row in pose.world_m.tolist()]

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
        return Stance(_upright(drop("knee", "hip"), drop("ankle", "hip"), drop("ankle", "knee")), _facing(front), up[2])
    roll = math.degrees(math.atan2(front[2], front[1]))
    above: Side = "right" if across[1] > 0 else "left"
    posture = _lying(roll, drop("knee", "hip"), drop("wrist", "shoulder"), above)
    view: View = _end(up[2]) or ("side" if not posture.startswith("side") else "front" if front[2] < 0 else "back")
    return Stance(posture, view, up[2], above if posture.startswith("side") else None)


def _upright(knees: list[float], ankles: list[float], shanks: list[float]) -> Posture:
    """Posture of an upright trunk. A chair's sitter has both shanks upright (0.77 and more), a floor's has not."""
    if knees[0] > 0.62:
        return "standing" if ankles[0] > 1.1 else "kneeling"
    return "long-sitting" if shanks[0] < 0.62 and ankles[0] < 1.15 else "unknown"


def _lying(roll: float, knees: list[float], wrists: list[float], above: Side) -> Posture:
    """Posture of a trunk that is not upright, from how far it is rolled: 0 face down, -90 facing the camera."""
    if abs(roll) > 140:
        return "supine"
    if -25 < roll < 50:
        if knees[1] > 0.45:
            return "all-fours" if wrists[1] > 0.5 else "unknown"
        return "prone"
    return "side-lying-left" if above == "right" else "side-lying-right"


def _end(depth: float) -> View | None:
    if abs(depth) > 0.8:
        return "foot-end" if depth > 0 else "head-end"
    return "oblique" if abs(depth) > 0.5 else None


def _facing(front: Vec) -> View:
    """Side of an upright body that is seen, from how far its front points sideways."""
    if abs(front[0]) > SIDEWAYS:
        return "side"
    if abs(front[0]) > ASKEW:
        return "oblique"
    return "front" if front[2] < 0 else "back"


def _add(a: Vec, b: Vec) -> Vec:
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def _sub(a: Vec, b: Vec) -> Vec:
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def _scale(a: Vec, k: float) -> Vec:
    return (a[0] * k, a[1] * k, a[2] * k)


def _cross(a: Vec, b: Vec) -> Vec:
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])
