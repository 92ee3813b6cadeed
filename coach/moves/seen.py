"""Converts a person's pose to a drawing, to be shown next to the drawn move."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from coach.body import INDEX, LIMBS, SIDES, Side, other
from coach.moves.text import Drawing, Drawings, DrawnLine, DrawnPoint
from coach.pose import Pose

CLEAR: Final = 0.12
"""Distance of the mat below the lowest joint, trunk lengths: half the width of a limb."""


def seen(pose: Pose, figure: Drawings, side: Side | None) -> Drawings | None:
    """Return a drawing of a pose, facing the same way as the drawn move.

    Args:
        pose: The pose.
        figure: The drawn move.
        side: The working side, which is drawn in front; ``None`` for the nearer one.

    Returns:
        ``None`` if part of the body was not seen.
    """
    points = pose.image_px * np.array([1, -1], np.float32)
    hips, shoulders, ears = (_middle(points, part) for part in ("hip", "shoulder", "ear"))
    trunk = float(np.hypot(*(shoulders - hips)))
    nose = points[INDEX["nose"]]
    joints = [points[INDEX[f"{each}_{part}"]] for each in SIDES for limb in LIMBS.values() for part in limb]
    if not np.isfinite([hips, shoulders, ears, nose, *joints]).all() or trunk <= 0:
        return None
    near = side or _nearer(pose)
    same = (ears - hips)[0] * (figure.start.head[0] - figure.start.trunk[0][0]) >= 0

    def place(point: np.ndarray) -> DrawnPoint:
        x, y = (point - hips) / trunk
        return (float(x) if same else -float(x)), float(y)

    def limb(side: Side, parts: Sequence[str]) -> DrawnLine:
        return tuple(place(points[INDEX[f"{side}_{part}"]]) for part in parts)

    drawing = drawn_body(place(ears), place(nose), (place(hips), place(shoulders)), near, limb)
    if drawing is None:
        return None
    ground = min(y for _, y in drawing.points) - CLEAR
    return replace(figure, ground=ground, start=drawing, top=drawing, way=(), depth=0.0)


def drawn_body(
    head: DrawnPoint,
    face: DrawnPoint,
    trunk: DrawnLine,
    near: Side,
    limb: Callable[[Side, Sequence[str]], DrawnLine | None],
) -> Drawing | None:
    """Return a drawing of a body whose side ``near`` is in front; ``None`` if ``limb`` returns no line for a limb."""
    lines = {
        f"{name}_{kind}": line
        for name, side in (("near", near), ("far", other(near)))
        for kind, parts in LIMBS.items()
        if (line := limb(side, parts)) is not None
    }
    return Drawing(head=head, face=face, trunk=trunk, **lines) if len(lines) == 2 * len(LIMBS) else None


def _nearer(pose: Pose) -> Side:
    left, right = (pose.image_z[[INDEX[f"{side}_{part}"] for part in LIMBS["leg"]]].mean() for side in SIDES)
    return "left" if left < right else "right"


def _middle(points: np.ndarray, part: str) -> np.ndarray:
    return np.asarray((points[INDEX[f"left_{part}"]] + points[INDEX[f"right_{part}"]]) / 2)
