"""Symbols that are read at a glance, drawn without a font."""

from __future__ import annotations

import math

from coach.display.shapes import Arc, Area, Disc, Role, ScreenPoint, Shape, Stroke, Text


def cross(at: ScreenPoint, radius: float) -> list[Shape]:
    """Cross on a disc: out of tolerance."""
    x, y = at
    arm = radius * 0.42
    return [
        Disc(at, radius, "out"),
        Stroke(((x - arm, y - arm), (x + arm, y + arm)), radius * 0.3, "shade", cased=False),
        Stroke(((x - arm, y + arm), (x + arm, y - arm)), radius * 0.3, "shade", cased=False),
    ]


def tick(at: ScreenPoint, radius: float) -> list[Shape]:
    """Tick on a disc: in tolerance, or done."""
    x, y = at
    hook = (
        (x - radius * 0.48, y + radius * 0.02),
        (x - radius * 0.12, y + radius * 0.38),
        (x + radius * 0.5, y - radius * 0.36),
    )
    return [Disc(at, radius, "in"), Stroke(hook, radius * 0.3, "shade", cased=False)]


def warning(at: ScreenPoint, radius: float) -> list[Shape]:
    """Triangle with an exclamation mark: something has to be done first."""
    x, y = at
    corners = tuple(
        (x + radius * 1.15 * math.sin(turn), y + radius * 0.2 - radius * 1.15 * math.cos(turn))
        for turn in (0.0, math.tau / 3, 2 * math.tau / 3)
    )
    line = Stroke(((x, y - radius * 0.35), (x, y + radius * 0.2)), radius * 0.2, "shade", cased=False)
    return [Area(corners, "accent"), line, Disc((x, y + radius * 0.52), radius * 0.12, "shade", cased=False)]


def bars(at: ScreenPoint, radius: float) -> list[Shape]:
    """Two bars: paused."""
    x, y = at
    return [
        Stroke(((x + dx, y - radius * 0.6), (x + dx, y + radius * 0.6)), radius * 0.34, "accent")
        for dx in (-radius * 0.35, radius * 0.35)
    ]


def question(at: ScreenPoint, radius: float) -> list[Shape]:
    """Question mark on a disc: a question is asked."""
    return [Disc(at, radius, "accent"), Text(at, "?", radius * 1.5, "middle", "shade", 600)]


def ring(at: ScreenPoint, radius: float, part: float, role: Role, ticks: int = 0) -> list[Shape]:
    """Ring that fills clockwise.

    ``part``, 0 to 1, is filled, up to the outer edge at ``radius``; ``ticks`` marks stand on it, one for each second.
    """
    width = radius * 0.2
    middle = radius - width / 2
    shapes: list[Shape] = [Arc(at, middle, width * 0.45, role="muted")]
    if part > 0:
        shapes.append(Arc(at, middle, width, 0, 360 * min(part, 1.0), role))
    for i in range(ticks):
        turn = math.tau * i / ticks
        points = tuple((at[0] + r * math.sin(turn), at[1] - r * math.cos(turn)) for r in (radius - width, radius))
        shapes.append(Stroke(points, width * 0.16, "shade", cased=False))
    return shapes


def dash(at: ScreenPoint, radius: float) -> list[Shape]:
    """Dash on a disc: only partly done."""
    x, y = at
    return [
        Disc(at, radius, "muted"),
        Stroke(((x - radius / 2, y), (x + radius / 2, y)), radius * 0.3, "shade", cased=False),
    ]
