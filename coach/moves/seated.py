"""Measures of a person who sits on the floor, facing the camera: the turn of shoulders and face, and a slump.

Each takes the figure and the figure at the person's rest. Values shared by several measures of a figure are cached.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from coach.body import INDEX, SIDES, joint
from coach.geometry import ratio
from coach.moves.figure import Figure

FACE: Final = (INDEX["nose"], *(joint(side, "ear") for side in SIDES))
LEFT, RIGHT = (joint(side, "shoulder") for side in SIDES)

NARROWED_SHARE: Final = 0.65
DEEPENED_SHARE: Final = 0.15
"""Weights of the two angles in the turn of the shoulders (benchmarks/population and the shipped clips: with these and
``FACE_PULL``, large turns read right on average, and 2 of 161 are on the wrong side of a limit)."""

FACE_PULL: Final = 0.1
"""Fraction of the face's lead over the shoulders by which the shoulders seem to turn with it."""


def sitting_height(figure: Figure, rest: Figure | None) -> float:
    """Rise of the ears above the hips since the rest, in trunks at rest; 0 before the rest is known.

    It is relative to the hips because a bumped camera moves both, and uses the trunk at rest because a slump shortens
    it.
    """
    if rest is None:
        return 0.0
    return ((figure.mid("ear") - figure.hips) - (rest.mid("ear") - rest.hips)).imag / rest.scale


def face_vs_shoulder_rotation(figure: Figure, rest: Figure | None) -> float:
    """Turn of the face beyond that of the shoulders, degrees, in either direction; from the world landmarks."""
    return _lead(figure)


@lru_cache(maxsize=4)
def _lead(figure: Figure) -> float:
    (x, _, z), (a, _, c), (d, _, f) = map(figure.world.__getitem__, FACE)
    face = math.degrees(math.atan2(x - (a + d) / 2, (c + f) / 2 - z))
    return abs(face) - abs(_shoulder_yaw(figure))


def shoulder_vs_hip_rotation(figure: Figure, rest: Figure | None) -> float:
    """Turn of the shoulders away from the person's own rest, degrees, left positive; seen from the front.

    It comes from the narrowing of the shoulders in the image and from the depth between them, which is exaggerated and
    follows a turn of the arms and the head. The direction is that of the depth. Before the rest is known it is the turn
    in space, which is too small but nearly 0 for a person who faces the camera.
    """
    if rest is None:
        return _shoulder_yaw(figure)
    turned = _shoulder_turn(figure) - _shoulder_turn(rest)
    narrowing = ratio(_shoulder_width(figure), _shoulder_width(rest))
    if math.isnan(narrowing):
        return math.nan
    narrowed = math.degrees(math.acos(min(narrowing, 1.0)))
    lead = _lead(figure) - _lead(rest)
    size = NARROWED_SHARE * narrowed + DEEPENED_SHARE * abs(turned) - FACE_PULL * lead
    return math.copysign(max(size, 0.0), turned)


def shoulder_tilt(figure: Figure, rest: Figure | None) -> float:
    """Slope of the shoulder line, degrees from 0, as a measure of lateral flexion; seen from the front.

    The height difference of the shoulders is related to their width at rest, as a turn narrows them in the image.
    """
    left, right = figure.pair("shoulder")
    height = abs((left - right).imag) / figure.scale
    part = ratio(height, _shoulder_width(figure if rest is None else rest))
    return math.nan if math.isnan(part) else math.degrees(math.asin(min(part, 1.0)))


def yaw(left: Sequence[float], right: Sequence[float]) -> float:
    """Return the rotation of the line between two points in space out of the image plane, degrees, left positive."""
    return math.degrees(math.atan2(left[2] - right[2], left[0] - right[0]))


@lru_cache(maxsize=4)
def _shoulder_yaw(figure: Figure) -> float:
    return yaw(figure.world[LEFT], figure.world[RIGHT])


@lru_cache(maxsize=4)
def _shoulder_turn(figure: Figure) -> float:
    """Return the angle of the shoulder line out of the image plane by the stretched depths, degrees, left positive."""
    across = (figure.points[LEFT] - figure.points[RIGHT]).real
    return math.degrees(math.atan2(float(figure.depths[LEFT]) - float(figure.depths[RIGHT]), across))


@lru_cache(maxsize=4)
def _shoulder_width(figure: Figure) -> float:
    left, right = figure.pair("shoulder")
    return abs(left - right) / figure.scale
