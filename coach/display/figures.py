"""The drawn figure of a move, which does the move again and again."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final, TypeAlias

from coach.body import Side, other
from coach.display.shapes import Body, Role, ScreenPoint, Shape, Stroke, Text
from coach.moves.motion import loop_timing
from coach.moves.silhouette import FigurePart, Piece, Tone, at, bounds
from coach.moves.text import Drawings

LABEL: Final = 0.055
"""Size of the label below the figure."""

BELOW: Final = LABEL * 1.5
"""Height of the label with its margin."""

MAT: Final = 0.06
"""Thickness of the mat in trunks."""

Placing: TypeAlias = Callable[[float, float], ScreenPoint]

_ROLES: Final[dict[Tone, Role]] = {"working": "accent", "near": "neutral", "far": "behind", "hair": "hair"}


@lru_cache(maxsize=32)
def box(figure: Drawings) -> tuple[float, float, float, float]:
    """Return the left, bottom, right and top of everything that the figure reaches, with the mat below it."""
    left, low, right, high = bounds(figure)
    return left, low - MAT, right, high


def natural_width(figure: Drawings, high: float) -> float:
    """Return the width that ``draw`` fills at height ``high``."""
    left, low, right, up = box(figure)
    return (right - left) * (high - BELOW) / (up - low)


def draw(
    figure: Drawings,
    corner: ScreenPoint,
    size: tuple[float, float],
    t: float,
    hold_s: float,
    names: tuple[str, str],
    *,
    side: Side | None = None,
    mirror: bool = False,
) -> list[Shape]:
    """Draw the figure at ``t`` seconds inside a box, with a label below it at the start and at the top.

    The box has its top left corner at ``corner``; ``names`` are the labels of start and top, ``side`` is the working
    side. With ``mirror``, the camera image is shown mirrored, and the figure with it.
    """
    left, low, right, high = box(figure)
    scale = min(size[0] / (right - left), (size[1] - BELOW) / (high - low))
    shown = other(side or figure.side) if mirror and side else side
    if shown not in (None, figure.side):
        left, right = -right, -left
    origin = corner[0] + size[0] / 2 - scale * (left + right) / 2
    floor = corner[1] + (size[1] - BELOW + scale * (high - low)) / 2
    base = floor + low * scale

    def place(x: float, y: float) -> ScreenPoint:
        return origin + x * scale, base - y * scale

    middle, thick = figure.ground + (figure.depth - MAT) / 2, figure.depth + MAT
    mat = place(left + thick / 2, middle), place(right - thick / 2, middle)
    body = Body(tuple(_part(part, place, scale) for part in at(figure, hold_s, t, side=shown)))
    shapes: list[Shape] = [Stroke(mat, thick * scale, "mat", cased=False), body]
    moment = loop_timing(figure, hold_s)
    name = names[0] if t % moment.loop_s <= moment.start_s else names[1] if moment.at_top(t) else ""
    if name:
        label = corner[0] + size[0] / 2, floor + BELOW * 0.62
        shapes.append(Text(label, name, LABEL, "middle", "muted", room=size[0]))
    return shapes


def _part(part: FigurePart, place: Placing, scale: float) -> tuple[Role, tuple[Piece, ...]]:
    return _ROLES[part.tone], tuple(
        Piece(place(*each.start), each.start_radius * scale, place(*each.end), each.end_radius * scale)
        for each in part.pieces
    )
