"""Draw shapes as pixels."""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final, TypeGuard

import cv2
import numpy as np
import numpy.typing as npt

from coach.display import sprites
from coach.display.screen import Screen
from coach.display.shapes import Arc, Area, Body, Disc, Panel, Role, ScreenPoint, Shape, Stroke, Text
from coach.display.sprites import colour
from coach.moves.silhouette import outlines
from coach.stream import Image

Canvas = npt.NDArray[np.uint8]
"""BGR image, shape (height, width, 3), as a window shows it."""

CASING: Final = 0.004
"""Width of the dark edge around lines."""

BITS: Final = 4
"""Bits of subpixel precision for OpenCV: lines move smoothly."""

ARC: Final = 8
"""Steps around the end of a limb: at 50 pixels across, none is 1 pixel off the circle."""

DASH: Final = 1.7
"""Length of a dash, and of the gap after it, in line widths: long enough for round ends to leave a gap."""


def paint(image: Image | None, shapes: list[Shape], screen: Screen) -> Canvas:
    """Draw shapes on an upright, unmirrored RGB image; without an image, on a dark background."""
    height = screen.canvas[1]
    veil = shapes[0] if shapes and _covers_all(shapes[0], screen) else None
    canvas = _ground(image, screen, veil)
    for shape in shapes if veil is None else shapes[1:]:
        match shape:
            case Stroke():
                _stroke(canvas, shape, height)
            case Panel():
                _panel(canvas, shape, height)
            case Text():
                sprites.write(canvas, shape, height)
            case Body():
                _body(canvas, shape, height)
            case Disc():
                _disc(canvas, shape, height)
            case Arc():
                _arc(canvas, shape, height)
            case Area():
                points = np.array([_fixed(p, height) for p in shape.points], np.int32)
                cv2.fillPoly(canvas, [points], colour(shape.role), cv2.LINE_AA, BITS)
    return canvas


def _covers_all(shape: Shape, screen: Screen) -> TypeGuard[Panel]:
    return isinstance(shape, Panel) and shape.at == (0, 0) and shape.size == (screen.width, 1)


def _ground(image: Image | None, screen: Screen, veil: Panel | None) -> Canvas:
    """Return a new canvas with the image as displayed, darkened by the veil."""
    width, height = screen.canvas
    if image is None:
        return _dark(width, height)
    left, top, wide, high = screen.frame
    smaller = wide * high < image.shape[0] * image.shape[1]
    # Per-pixel work is done at the smaller of the two sizes.
    shown: Any = image if not smaller else cv2.resize(image, (wide, high), interpolation=cv2.INTER_AREA)
    shown = cv2.cvtColor(shown, cv2.COLOR_RGB2BGR)
    if screen.mirror:
        cv2.flip(shown, 1, dst=shown)
    if veil is not None:
        _darken(shown, veil.cover)
    if shown.shape[:2] != (high, wide):
        shown = cv2.resize(shown, (wide, high), interpolation=cv2.INTER_LINEAR)
    if (wide, high) == (width, height):
        return np.asarray(shown, np.uint8)
    canvas = _dark(width, height)
    canvas[top : top + high, left : left + wide] = shown
    return canvas


def _dark(width: int, height: int) -> Canvas:
    """Return a dark canvas; cached, as filling one takes longer than drawing everything on it."""
    return _kept_dark(width, height).copy()


@lru_cache(maxsize=1)
def _kept_dark(width: int, height: int) -> Canvas:
    return np.full((height, width, 3), colour("ground"), np.uint8)


def _fixed(point: ScreenPoint, height: int) -> tuple[int, int]:
    unit = height << BITS
    return round(point[0] * unit), round(point[1] * unit)


def _pixels(length: float, height: int) -> int:
    return max(1, round(length * height))


def _stroke(canvas: Canvas, shape: Stroke, height: int) -> None:
    pieces = _dashes(shape.points, shape.width) if shape.dashed else [shape.points]
    drawn = [np.array([_fixed(p, height) for p in piece], np.int32) for piece in pieces]
    for width, role in _passes(shape):
        cv2.polylines(canvas, drawn, False, colour(role), _pixels(width, height), cv2.LINE_AA, BITS)


def _passes(shape: Stroke | Arc) -> list[tuple[float, Role]]:
    """Return the width and role of each pass over a line: first its casing, if it has one."""
    line: tuple[float, Role] = (shape.width, shape.role)
    return [(shape.width + 2 * CASING, "shade"), line] if shape.cased else [line]


def _dashes(points: tuple[ScreenPoint, ...], width: float) -> list[tuple[ScreenPoint, ...]]:
    """Cut a line into dashes; the first and the last reach its ends."""
    pieces: list[tuple[ScreenPoint, ...]] = []
    for (x, y), (u, v) in pairwise(points):
        length = math.hypot(u - x, v - y)
        count = max(1, round((length / (DASH * width) + 1) / 2))
        step = 1 / (2 * count - 1)
        pieces += [
            (
                (x + (u - x) * step * 2 * i, y + (v - y) * step * 2 * i),
                (x + (u - x) * step * (2 * i + 1), y + (v - y) * step * (2 * i + 1)),
            )
            for i in range(count)
        ]
    return pieces


def _body(canvas: Canvas, shape: Body, height: int) -> None:
    """Draw the edge around all pieces of a part before filling any: there is no edge inside their union."""
    pieces = [piece for _, some in shape.parts for piece in some]
    cased, plain = np.rint(outlines(pieces, ARC, (CASING, 0.0)) * (height << BITS)).astype(np.int32)
    first = 0
    for role, some in shape.parts:
        last = first + len(some)
        for edges, fill in ((cased, colour("shade")), (plain, colour(role))):
            for edge in edges[first:last]:
                cv2.fillConvexPoly(canvas, edge, fill, cv2.LINE_AA, BITS)
        first = last


def _disc(canvas: Canvas, shape: Disc, height: int) -> None:
    centre, unit = _fixed(shape.centre, height), height << BITS
    if shape.cased:
        cv2.circle(canvas, centre, round((shape.radius + CASING) * unit), colour("shade"), -1, cv2.LINE_AA, BITS)
    cv2.circle(canvas, centre, round(shape.radius * unit), colour(shape.role), -1, cv2.LINE_AA, BITS)


def _arc(canvas: Canvas, shape: Arc, height: int) -> None:
    if shape.end <= shape.start:
        return
    unit = height << BITS
    axes = round(shape.radius * unit), round(shape.radius * shape.squash * unit)
    for width, role in _passes(shape):
        cv2.ellipse(
            canvas,
            _fixed(shape.centre, height),
            axes,
            0,
            shape.start - 90,  # OpenCV measures from three o'clock
            shape.end - 90,
            colour(role),
            _pixels(width, height),
            cv2.LINE_AA,
            BITS,
        )


def _panel(canvas: Canvas, shape: Panel, height: int) -> None:
    left, top = (round(value * height) for value in shape.at)
    right, bottom = (round((a + b) * height) for a, b in zip(shape.at, shape.size, strict=True))
    region = canvas[max(top, 0) : bottom, max(left, 0) : right]
    if not region.size:
        return
    corner = min(round(shape.corner * height), region.shape[0] // 2, region.shape[1] // 2)
    kept = [(part, part.copy()) for part in _corners(region, corner)]
    _darken(region, shape.cover)
    for i, (part, before) in enumerate(kept):
        blend(part, before, _corner(corner, i))
    if shape.edge is not None:
        _edge(canvas, (left, top, right, bottom), corner, shape.edge, height)


def _darken(region: Canvas, cover: float) -> None:
    cv2.transform(region, _mixture(cover), dst=region)


@lru_cache(maxsize=32)
def _mixture(cover: float) -> npt.NDArray[np.float32]:
    """Return the matrix that blends the panel colour into another colour."""
    matrix = np.zeros((3, 4), np.float32)
    matrix[:, :3] = np.eye(3) * (1 - cover)
    matrix[:, 3] = np.array(colour("shade")) * cover
    return matrix


def _corners(region: Canvas, corner: int) -> list[Canvas]:
    if not corner:
        return []
    ends = slice(None, corner), slice(-corner, None)
    return [region[rows, columns] for rows in ends for columns in ends]


@lru_cache(maxsize=64)
def _corner(radius: int, which: int) -> npt.NDArray[np.uint8]:
    """Return the background weight in a corner, 0 to 255: full outside the rounding."""
    mask = np.full((radius, radius, 3), 255, np.uint8)
    centre = (0 if which % 2 else radius - 1, 0 if which // 2 else radius - 1)
    cv2.circle(mask, centre, radius - 1, (0, 0, 0), -1, cv2.LINE_AA)
    return mask


def blend(part: Canvas, above: Canvas, much: npt.NDArray[np.uint8]) -> None:
    """Blend ``above`` into part of a canvas, with weights ``much`` of 0 to 255 for each pixel and colour."""
    under = cv2.multiply(part, cv2.bitwise_not(much), scale=1 / 255)
    part[:] = cv2.add(under, cv2.multiply(above, much, scale=1 / 255))


def _edge(canvas: Canvas, box: tuple[int, int, int, int], corner: int, role: Role, height: int) -> None:
    left, top, right, bottom = box[0], box[1], box[2] - 1, box[3] - 1
    quarters = ((left, top, 180), (right - 2 * corner, top, 270), (right - 2 * corner, bottom - 2 * corner, 0))
    outline: list[Any] = []
    for x, y, turn in (*quarters, (left, bottom - 2 * corner, 90)):
        outline += list(cv2.ellipse2Poly((x + corner, y + corner), (corner, corner), 0, turn, turn + 90, 6))
    cv2.polylines(canvas, [np.array(outline, np.int32)], True, colour(role), _pixels(0.006, height), cv2.LINE_AA)
