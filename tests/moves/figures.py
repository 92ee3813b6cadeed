"""Stick figures, defined limb by limb: length in pixels and direction in degrees above the horizontal.

    lying = stick(left_thigh=(80, 120), left_shank=(80, -10))

The trunk is 100 pixels long, so a pixel is 0.01 trunk lengths. By default the body lies on its back, head to the left.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Mapping

import numpy as np

from coach.body import COUNT, INDEX, LANDMARKS, SIDES, Side
from coach.geometry import UNSEEN, Point
from coach.moves.earlier import current
from coach.moves.figure import Figure
from coach.moves.move import Measure

Limb = tuple[float, float]
"""Length in pixels, direction in degrees above the image's right."""
Vec = tuple[float, float, float]
"""Metres right, down and away."""

HIPS: Point = 400 - 300j
SIZE = (800, 600)

_CHAINS = (
    ("hip", "thigh", "knee"),
    ("knee", "shank", "ankle"),
    ("shoulder", "upper_arm", "elbow"),
    ("elbow", "forearm", "wrist"),
)
IN_PLANE: Mapping[str, Vec] = {"hip": (0.0, 0.0, 0.0), "shoulder": (-0.5, 0.0, 0.0)}
"""A trunk perpendicular to the line of sight."""
_FLAT: Mapping[str, Limb] = {"thigh": (80, 0), "shank": (80, 0), "upper_arm": (50, -10), "forearm": (50, -10)}


def measure(kind, **more):
    """Return a measure of a kind, by its current name or that of version 1 of the move files."""
    (table,) = current({"schema": 1, "measures": {"it": {"kind": kind}}})["measures"].values()
    return Measure(**{key: tuple(value) if isinstance(value, list) else value for key, value in table.items()} | more)


def along(length: float, degrees: float) -> Point:
    """Return the vector of a length in a direction."""
    return cmath.rect(length, math.radians(degrees))


def drawn(
    joints: Mapping[str, Point],
    *,
    world: Mapping[str, Vec] | None = None,
    depths: Mapping[str, float] | None = None,
    visibility: Mapping[str, float] | None = None,
    size: tuple[int, int] = SIZE,
    above: Side | None = None,
) -> Figure:
    """Return a figure of named joints; ``knee`` is for both knees. Other joints are unseen."""
    points, metres = [UNSEEN] * COUNT, [[math.nan] * 3 for _ in range(COUNT)]
    deep = np.array([(depths or {}).get(name, math.nan) for name in LANDMARKS], np.float32)
    visible = np.ones(COUNT, np.float32)
    for name in LANDMARKS:
        part = name.partition("_")[2]
        points[INDEX[name]] = joints.get(name, joints.get(part, UNSEEN))
        metres[INDEX[name]] = list((world or {}).get(name, (world or {}).get(part, (math.nan,) * 3)))
        visible[INDEX[name]] = (visibility or {}).get(name, 1.0)
    hips, shoulders = (
        (points[INDEX[f"left_{part}"]] + points[INDEX[f"right_{part}"]]) / 2 for part in ("hip", "shoulder")
    )
    trunk = shoulders - hips
    return Figure(points, metres, deep, visible, size, hips, shoulders, trunk, abs(trunk), above)


def stick(
    trunk: Limb = (100, 180),
    *,
    hips: Point = HIPS,
    unseen: tuple[str, ...] = (),
    world: Mapping[str, Vec] = IN_PLANE,
    depths: Mapping[str, float] | None = None,
    visibility: Mapping[str, float] | None = None,
    size: tuple[int, int] = SIZE,
    above: Side | None = None,
    joints: Mapping[str, Point] | None = None,
    **limbs: Limb,
) -> Figure:
    """Return a figure seen from the side: both hips coincide, and both shoulders.

    Args:
        trunk: Length and direction from the hips to the shoulders.
        hips: Position of the hips.
        unseen: Joints that are not seen.
        world: Positions in space, for measures in the world frame.
        depths: Of joints in the image, pixels; NaN for the others.
        visibility: Of joints that are not wholly visible.
        size: Of the image.
        above: The side that lies on top.
        joints: Places of joints that hang on no limb, or are not where their limb says.
        limbs: ``left_thigh`` and so on; ``thigh`` for both. Those not given lie flat along the floor.
    """
    placed: dict[str, Point] = {"hip": hips, "shoulder": hips + along(*trunk)}
    for side in SIDES:
        for start, limb, end in _CHAINS:
            length_and_way = limbs.get(f"{side}_{limb}", limbs.get(limb, _FLAT[limb]))
            begin = placed.get(f"{side}_{start}", placed.get(start, UNSEEN))
            placed[f"{side}_{end}"] = begin + along(*length_and_way)
    for name, at in (joints or {}).items():
        placed |= dict.fromkeys([name] if name in INDEX else [f"{side}_{name}" for side in SIDES], at)
    placed |= dict.fromkeys(unseen, UNSEEN)
    return drawn(placed, world=world, depths=depths, visibility=visibility, size=size, above=above)


def mirrored(figure: Figure) -> Figure:
    """Return the mirrored figure, with left and right swapped."""
    joints, world, depths, visibility = {}, {}, {}, {}
    for name in LANDMARKS:
        swapped = name
        for one, two in (("left_", "right_"), ("right_", "left_")):
            if name.startswith(one):
                swapped = two + name.removeprefix(one)
        at = figure.points[INDEX[name]]
        joints[swapped] = complex(figure.size[0] - at.real, at.imag)
        x, y, z = figure.world[INDEX[name]]
        world[swapped] = (-x, y, z)
        depths[swapped] = float(figure.depths[INDEX[name]])
        visibility[swapped] = figure.visibility[INDEX[name]]
    return drawn(joints, world=world, depths=depths, visibility=visibility, size=figure.size)
