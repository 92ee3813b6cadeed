"""The drawn figures of a move: start and top, side by side."""

from __future__ import annotations

from typing import Final

from coach.display.marks import arrow
from coach.display.shapes import Disc, Point, Role, Shape, Stroke, Text
from coach.moves.text import PARTS, Drawing, Drawings

HEAD: Final = 0.19
"""Radius of the head, in trunk lengths."""

GAP: Final = 0.1
"""Gap between the two figures, for the arrow."""

LABEL: Final = 0.055
"""Size of the label below a figure."""


def box(figure: Drawings) -> tuple[float, float, float, float]:
    """Return the left, bottom, right and top bounds of both postures."""
    points = (*figure.start.points, *figure.top.points)
    across, up = [x for x, _ in points], [y for _, y in points]
    return min(across) - HEAD, figure.ground, max(across) + HEAD, max(up) + HEAD


def natural_width(figure: Drawings, high: float) -> float:
    """Return the width of the panel that ``draw`` fills at height ``high``."""
    left, low, right, up = box(figure)
    return 2 * (right - left) * (high - 0.03 - LABEL * 1.5) / (up - low) + GAP + 0.12


def draw(figure: Drawings, at: Point, size: tuple[float, float], names: tuple[str, str]) -> list[Shape]:
    """Draw start and top inside a box, with an arrow between them and a label below each."""
    left, low, right, high = box(figure)
    gap = GAP
    label = LABEL * 1.5
    scale = min((size[0] - gap - 0.06) / (2 * (right - left)), (size[1] - label) / (high - low))
    half = scale * (right - left)
    start = at[0] + (size[0] - 2 * half - gap) / 2
    floor = at[1] + (size[1] - label + scale * (high - low)) / 2
    shapes: list[Shape] = []
    for drawing, name, x in ((figure.start, names[0], start), (figure.top, names[1], start + half + gap)):
        origin = x - left * scale, floor + low * scale
        shapes += _ground(x, half, floor)
        shapes += _posture(drawing, figure.matters, origin, scale)
        shapes.append(Text((x + half / 2, floor + label * 0.62), name, LABEL, "middle", "muted", room=half + gap / 2))
    middle, across = start + half + gap / 2, 0.05
    height = floor - scale * (high - low) / 2
    return [*shapes, *arrow((middle - across, height), (middle + across, height), 0.014)]


def _ground(x: float, width: float, floor: float) -> list[Shape]:
    return [Stroke(((x, floor), (x + width, floor)), 0.004, "muted", cased=False)]


def _posture(drawing: Drawing, matters: tuple[str, ...], origin: Point, scale: float) -> list[Shape]:
    def place(point: Point) -> Point:
        return origin[0] + point[0] * scale, origin[1] - point[1] * scale

    def role(part: str) -> Role:
        return "accent" if part in matters else "muted" if part.startswith("far") else "neutral"

    shapes: list[Shape] = []
    for part in PARTS:
        if part == "head":
            shapes.append(Disc(place(drawing.head), HEAD * scale, role(part)))
            x, y = drawing.head
            u, v = drawing.face
            far = ((u - x) ** 2 + (v - y) ** 2) ** 0.5 or 1.0
            nose = (x + (u - x) / far * HEAD * 1.15, y + (v - y) / far * HEAD * 1.15)
            shapes.append(Disc(place(nose), HEAD * scale * 0.26, role(part), cased=False))
        else:
            width = scale * (0.1 if part.startswith("far") else 0.17 if part == "trunk" else 0.13)
            shapes.append(Stroke(tuple(place(point) for point in getattr(drawing, part)), width, role(part)))
    return shapes
