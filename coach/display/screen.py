"""Where the camera's picture lies on the screen, and where its pixels do."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from coach.display.shapes import Point


@dataclass(frozen=True, slots=True)
class Screen:
    """A canvas with the camera's picture on it, as large as it fits and in the middle.

    Shapes are placed on the canvas as it is seen; only the picture, and what is placed on the body in it, is mirrored.

    Attributes:
        picture: Width and height of the camera's picture, pixels.
        canvas: Width and height of what is drawn, pixels.
        mirror: Whether the picture is shown as a mirror shows it.
    """

    picture: tuple[int, int]
    canvas: tuple[int, int]
    mirror: bool = True

    def __post_init__(self) -> None:
        if min(*self.picture, *self.canvas) <= 0:
            raise ValueError(f"a picture and a canvas have widths and heights above 0, not {self.picture, self.canvas}")

    @classmethod
    def of(cls, picture: tuple[int, int], canvas: tuple[int, int] | None = None, *, mirror: bool = True) -> Screen:
        """The screen for a picture; as large as the picture where no canvas is given."""
        return cls(picture, picture if canvas is None else canvas, mirror)

    @property
    def width(self) -> float:
        """Width of the canvas in its heights."""
        return self.canvas[0] / self.canvas[1]

    @property
    def scale(self) -> float:
        """Pixels of the canvas to one of the picture."""
        return _scale(self.picture, self.canvas)

    @property
    def frame(self) -> tuple[int, int, int, int]:
        """Where the picture lies on the canvas: left, top, width and height, pixels."""
        return _frame(self.picture, self.canvas)

    def place(self, x: float, y: float) -> Point:
        """Where a pixel of the picture is seen."""
        left, top, width, height = self.frame
        along = x / self.picture[0]
        if self.mirror:
            along = 1 - along
        return (left + along * width) / self.canvas[1], (top + y / self.picture[1] * height) / self.canvas[1]


def _scale(picture: tuple[int, int], canvas: tuple[int, int]) -> float:
    return min(canvas[0] / picture[0], canvas[1] / picture[1])


@lru_cache(maxsize=4)
def _frame(picture: tuple[int, int], canvas: tuple[int, int]) -> tuple[int, int, int, int]:
    """Kept, for every landmark of a body asks for it."""
    scale = _scale(picture, canvas)
    width, height = max(1, round(picture[0] * scale)), max(1, round(picture[1] * scale))
    return (canvas[0] - width) // 2, (canvas[1] - height) // 2, width, height
