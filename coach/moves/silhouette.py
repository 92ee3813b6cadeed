"""The solid shapes of a drawn figure, in drawing order, for the window, the pages and the README.

Positions are in trunk lengths from the midpoint of the hips, right and up. Widths are those of an adult seen from the
side.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from coach.body import Side
from coach.moves.motion import loop_timing, posture
from coach.moves.text import PARTS, Drawing, Drawings, DrawnLine, DrawnPoint

Tone: TypeAlias = Literal["working", "near", "far", "hair"]
"""Tone of a shape: a working part, a part in front of the trunk or the trunk itself, a part behind it, or hair."""

HEAD: Final = 0.19
"""Radius of the head."""

WIDTHS: Final[dict[str, tuple[float, ...]]] = {
    "trunk": (0.17, 0.155),
    "arm": (0.085, 0.062, 0.045),
    "leg": (0.135, 0.088, 0.058, 0.04),
}
"""Radii of the trunk at its ends, and of a limb at its joints."""

SHOULDER: Final = 0.1
HIP: Final = 0.135
HAND: Final = 0.058
NECK: Final = 0.075

AHEAD: Final = 0.12
"""A face that points to less than this distance from the centre of the head is turned towards the viewer."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The convex hull of two circles.

    Attributes:
        start: Centre of the first circle.
        start_radius: Its radius.
        end: Centre of the second circle.
        end_radius: Its radius.
    """

    start: DrawnPoint
    start_radius: float
    end: DrawnPoint
    end_radius: float


@dataclass(frozen=True, slots=True)
class FigurePart:
    """A part of the body: overlapping pieces that form one solid shape."""

    name: str
    tone: Tone
    pieces: tuple[Piece, ...]


def at(figure: Drawings, hold_s: float, t: float, *, side: Side | None = None) -> tuple[FigurePart, ...]:
    """Return the shapes at ``t`` seconds of an endless loop that holds the top for ``hold_s``, from back to front.

    Args:
        figure: The drawn move.
        hold_s: The required hold; long ones are shortened.
        t: Seconds from the beginning of a loop.
        side: The working side; ``None`` draws the figure as the file has it.
    """
    drawing = posture(figure, loop_timing(figure, hold_s).height(t))
    return mirrored(solid(drawing, figure.matters), figure, side)


def mirrored(parts: tuple[FigurePart, ...], figure: Drawings, side: Side | None) -> tuple[FigurePart, ...]:
    """Return the shapes mirrored if the figure is drawn on the other side."""
    if side in (None, figure.side):
        return parts
    return tuple(
        replace(part, pieces=tuple(replace(p, start=_flip(p.start), end=_flip(p.end)) for p in part.pieces))
        for part in parts
    )


def solid(drawing: Drawing, matters: Sequence[str]) -> tuple[FigurePart, ...]:
    """Return the shapes of one posture, from back to front; ``matters`` names the working parts."""

    def tone(name: str) -> Tone:
        return "working" if name in matters else "far" if name.startswith("far") else "near"

    parts: list[FigurePart] = []
    for name in PARTS:
        if name == "head":
            parts += _head(drawing, tone(name))
        elif name == "trunk":
            parts.append(FigurePart(name, tone(name), (*_torso(drawing), _neck(drawing))))
        else:
            line: DrawnLine = getattr(drawing, name)
            widths = WIDTHS[name.partition("_")[2]]
            pieces = _pieces(line, widths)
            hand = (Piece(line[-1], HAND, line[-1], HAND),) if name.endswith("arm") else ()
            parts.append(FigurePart(name, tone(name), (*pieces, *hand)))
    return tuple(parts)


def bounds(figure: Drawings) -> tuple[float, float, float, float]:
    """Return left, bottom, right and top of the area that the figure covers in a loop, including its ground."""
    reached = [
        (x + sign * radius, y + sign * radius)
        for height in range(25)
        for part in solid(posture(figure, height / 24), ())
        for piece in part.pieces
        for (x, y), radius in ((piece.start, piece.start_radius), (piece.end, piece.end_radius))
        for sign in (-1, 1)
    ]
    across, up = [x for x, _ in reached], [y for _, y in reached]
    return min(across), min(figure.ground, *up), max(across), max(up)


def outlines(pieces: Sequence[Piece], arc: int, wider: Sequence[float] = (0.0,)) -> npt.NDArray[np.float64]:
    """Return the edges of pieces as convex polygons: half of the points on the first circle, half on the second.

    Args:
        pieces: The pieces.
        arc: Number of steps around each circle; the first and the last point on it are those of the tangents.
        wider: Lengths to add to every radius, for as many outlines of each piece.

    Returns:
        Shape (outlines, pieces, 2 * arc + 2, 2).
    """
    flat = np.array([(*each.start, each.start_radius, *each.end, each.end_radius) for each in pieces])
    ends, radii = flat.reshape(-1, 2, 3)[..., :2], flat.reshape(-1, 2, 3)[..., 2]
    apart, lean = np.hypot(*(ends[:, 1] - ends[:, 0]).T), radii[:, 0] - radii[:, 1]
    # If one circle contains the other, it alone is the outline.
    within = apart <= np.abs(lean)
    larger = np.argmax(radii, axis=1)
    rows = np.arange(len(flat))
    ends[within] = ends[rows, larger][within, None]
    radii[within] = radii[rows, larger][within, None]
    along = np.arctan2(*(ends[:, 1] - ends[:, 0]).T[::-1])
    tangent = np.arccos(np.where(within, 0.0, lean / np.where(within, 1.0, apart)))
    steps = np.linspace(0, 1, arc + 1)
    first = (along + tangent)[:, None] + 2 * (math.pi - tangent)[:, None] * steps
    last = (along - tangent)[:, None] + 2 * tangent[:, None] * steps
    turns = np.stack((first, last), axis=1)
    around = np.stack((np.cos(turns), np.sin(turns)), axis=-1)
    edges = ends[:, :, None] + (radii + np.reshape(wider, (-1, 1, 1)))[..., None, None] * around
    return np.asarray(edges.reshape(len(wider), len(flat), -1, 2), np.float64)


def _pieces(line: DrawnLine, radii: Sequence[float]) -> tuple[Piece, ...]:
    ends = [radii[min(i, len(radii) - 1)] for i in range(len(line))]
    return tuple(
        Piece(a, before, b, after) for (a, b), (before, after) in zip(pairwise(line), pairwise(ends), strict=True)
    )


def _torso(drawing: Drawing) -> tuple[Piece, ...]:
    """Return the trunk. Seen from the front it widens towards the shoulders; from the side they coincide."""
    line = drawing.trunk
    hips, chest = WIDTHS["trunk"]
    spine = _pieces(line, [hips + (chest - hips) * i / (len(line) - 1) for i in range(len(line))])
    (x, y), (u, v) = drawing.far_arm[0], drawing.near_arm[0]
    across = [(x + (u - x) * i / 3, y + (v - y) * i / 3) for i in range(4)]
    ribs = tuple(Piece(line[-2], chest, shoulder, SHOULDER) for shoulder in across)
    return (*spine, *ribs, Piece(drawing.far_leg[0], HIP, drawing.near_leg[0], HIP))


def _neck(drawing: Drawing) -> Piece:
    return Piece(drawing.trunk[-1], NECK, drawing.head, NECK)


def _head(drawing: Drawing, tone: Tone) -> tuple[FigurePart, ...]:
    """Return the head, with the nose, and the hair on the side away from the face."""
    (x, y), (u, v) = drawing.head, drawing.face
    away = math.hypot(u - x, v - y)
    scale = 1 / max(away, AHEAD)
    across, up = (u - x) * scale, (v - y) * scale
    back = x - across * HEAD * 0.22, y - up * HEAD * 0.22
    tip = x + across * HEAD * 1.08, y + up * HEAD * 1.08
    front = x + across * HEAD * 0.12, y + up * HEAD * 0.12
    return (
        FigurePart("hair", "hair", (Piece(back, HEAD, back, HEAD),)),
        FigurePart(
            "head", tone, (Piece(front, HEAD * 0.9, front, HEAD * 0.9), Piece(front, HEAD * 0.5, tip, HEAD * 0.16))
        ),
    )


def _flip(place: DrawnPoint) -> DrawnPoint:
    return -place[0], place[1]
