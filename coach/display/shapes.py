"""What a picture is drawn from: a few shapes, placed in heights of the screen.

``x`` goes right from the left edge, ``y`` down from the top, both in heights: a screen of 16:9 reaches from (0, 0) to
(1.78, 1). Lengths are in heights too, so a scene is the same at every size. Angles of arcs are degrees clockwise from
twelve o'clock, as on a watch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Point: TypeAlias = tuple[float, float]
"""Right and down from the upper left corner, in heights of the screen."""

Role: TypeAlias = Literal["in", "out", "neutral", "muted", "accent", "ink", "shade", "ground"]
"""What a colour says: in or out of tolerance, neither of them, less important, what to do; light, dark, and what lies
beside the picture."""

Align: TypeAlias = Literal["left", "middle", "right"]

COLOURS: Final[dict[Role, tuple[int, int, int]]] = {
    "in": (92, 232, 200),
    "out": (255, 159, 28),
    "neutral": (255, 255, 255),
    "muted": (206, 212, 222),
    "accent": (255, 221, 87),
    "ink": (255, 255, 255),
    "shade": (12, 16, 24),
    "ground": (44, 50, 60),
}
"""Red, green and blue. In and out differ to every kind of colour blindness (teal and orange), and never by colour
alone: what is out is dashed and carries a cross."""

SCRIM: Final = 0.8
"""How much of a panel's colour covers the picture: text of every colour keeps a contrast of 4.5 before a white wall."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points.

    Attributes:
        points: Two or more.
        width: Of the line.
        role: Its colour.
        dashed: Drawn in pieces.
        cased: With a dark edge, to be seen on light ground.
    """

    points: tuple[Point, ...]
    width: float
    role: Role = "neutral"
    dashed: bool = False
    cased: bool = True


@dataclass(frozen=True, slots=True)
class Area:
    """A filled polygon."""

    points: tuple[Point, ...]
    role: Role = "neutral"


@dataclass(frozen=True, slots=True)
class Disc:
    """A filled circle, with a dark edge where it is ``cased``."""

    centre: Point
    radius: float
    role: Role = "neutral"
    cased: bool = True


@dataclass(frozen=True, slots=True)
class Arc:
    """A part of a circle or of an upright ellipse, or a whole one.

    Attributes:
        centre: Of the circle.
        radius: To the middle of the line.
        width: Of the line.
        start: Degrees clockwise from twelve o'clock.
        end: Degrees clockwise from twelve o'clock, above ``start``; 360 more for a whole circle.
        role: Its colour.
        squash: Height of the ellipse in its width.
        cased: With a dark edge.
    """

    centre: Point
    radius: float
    width: float
    start: float = 0.0
    end: float = 360.0
    role: Role = "neutral"
    squash: float = 1.0
    cased: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text.

    Attributes:
        at: Where it is aligned to from left to right, and the middle of its capitals from top to bottom.
        text: What it says.
        size: Of the letters, from line to line.
        align: What of it ``at`` is.
        role: Its colour.
        weight: 400 regular, 600 half bold.
        room: Greatest width: what is wider is drawn smaller.
    """

    at: Point
    text: str
    size: float
    align: Align = "left"
    role: Role = "ink"
    weight: int = 500
    room: float | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """A rectangle with round corners that covers the picture in part, to read text on.

    Attributes:
        at: Its upper left corner.
        size: Width and height.
        cover: Part of the panel's colour, 0 to 1.
        corner: Radius of the corners.
        edge: Colour of a line round it; ``None`` for none.
    """

    at: Point
    size: tuple[float, float]
    cover: float = SCRIM
    corner: float = 0.025
    edge: Role | None = None


Shape: TypeAlias = Stroke | Area | Disc | Arc | Text | Panel
