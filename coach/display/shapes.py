"""The shapes that the display is drawn from, placed in screen heights.

``x`` goes right from the left edge, ``y`` down from the top, both in heights: a screen of 16:9 reaches from (0, 0) to
(1.78, 1). Lengths are in heights too, so a scene is the same at every size. Angles of arcs are degrees clockwise from
twelve o'clock, as on a watch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from coach.moves.silhouette import Piece

ScreenPoint: TypeAlias = tuple[float, float]
"""Right and down from the top left corner, in screen heights."""

Role: TypeAlias = Literal["in", "out", "neutral", "muted", "accent", "ink", "shade", "ground", "behind", "hair", "mat"]
"""What a colour means: in or out of tolerance, neutral, less important, instruction; light, dark, and the background
beside the image; of a drawn figure the limbs behind the trunk, the hair and the mat."""

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
    "behind": (150, 160, 172),
    "hair": (98, 108, 122),
    "mat": (110, 122, 138),
}
"""Red, green and blue. In and out of tolerance differ for every kind of colour blindness (teal and orange), and never
by colour alone: a limb that is out is dashed and marked with a cross."""

SCRIM: Final = 0.8
"""Opacity of a panel over the image: text of every colour keeps a contrast of 4.5 in front of a white wall."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points.

    Attributes:
        cased: Whether it has a dark edge, to stand out on a light background.
    """

    points: tuple[ScreenPoint, ...]
    width: float
    role: Role = "neutral"
    dashed: bool = False
    cased: bool = True


@dataclass(frozen=True, slots=True)
class Area:
    """A filled polygon."""

    points: tuple[ScreenPoint, ...]
    role: Role = "neutral"


@dataclass(frozen=True, slots=True)
class Body:
    """A drawn figure: its parts from back to front, each a colour and rounded pieces with one dark edge around them."""

    parts: tuple[tuple[Role, tuple[Piece, ...]], ...]


@dataclass(frozen=True, slots=True)
class Disc:
    """A filled circle, with a dark edge if ``cased``."""

    centre: ScreenPoint
    radius: float
    role: Role = "neutral"
    cased: bool = True


@dataclass(frozen=True, slots=True)
class Arc:
    """Part of a circle or of an upright ellipse, or all of it.

    Attributes:
        radius: Radius to the middle of the line.
        start: Degrees clockwise from twelve o'clock.
        end: Degrees clockwise from twelve o'clock, above ``start``; 360 more for a whole circle.
        squash: Height of the ellipse relative to its width.
    """

    centre: ScreenPoint
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
        at: Anchor: horizontally as ``align`` says, vertically the middle of the capitals.
        size: Size of the text: its line height.
        weight: 400 regular, 600 semi-bold.
        room: Greatest width: wider text is drawn smaller.
    """

    at: ScreenPoint
    text: str
    size: float
    align: Align = "left"
    role: Role = "ink"
    weight: int = 500
    room: float | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """A rectangle with rounded corners that partly covers the image, as a background for text.

    Attributes:
        cover: Opacity, 0 to 1.
    """

    at: ScreenPoint
    size: tuple[float, float]
    cover: float = SCRIM
    corner: float = 0.025
    edge: Role | None = None


Shape: TypeAlias = Stroke | Area | Body | Disc | Arc | Text | Panel
