"""Map camera image pixels to places on the screen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from coach.display.shapes import ScreenPoint


@dataclass(frozen=True, slots=True)
class Screen:
    """A canvas with the camera image centred on it, as large as fits.

    Shapes are placed on the canvas as displayed; only the image, and shapes on the body in it, are mirrored.

    Attributes:
        image: Width and height of the camera image, pixels.
        canvas: Width and height of the canvas, pixels.
    """

    image: tuple[int, int]
    canvas: tuple[int, int]
    mirror: bool = True

    def __post_init__(self) -> None:
        if min(*self.image, *self.canvas) <= 0:
            raise ValueError(f"an image and a canvas have widths and heights above 0, not {self.image, self.canvas}")

    @property
    def width(self) -> float:
        """Width of the canvas in canvas heights."""
        return self.canvas[0] / self.canvas[1]

    @property
    def frame(self) -> tuple[int, int, int, int]:
        """Where the image lies on the canvas: left, top, width and height, pixels."""
        return _frame(self.image, self.canvas)

    def place(self, x: float, y: float) -> ScreenPoint:
        """Return where an image pixel appears on the screen."""
        left, top, width, height = self.frame
        along = x / self.image[0]
        if self.mirror:
            along = 1 - along
        return (left + along * width) / self.canvas[1], (top + y / self.image[1] * height) / self.canvas[1]


@lru_cache(maxsize=4)
def _frame(image: tuple[int, int], canvas: tuple[int, int]) -> tuple[int, int, int, int]:
    """Return where an image lies on a canvas; cached, as it is needed for every landmark."""
    scale = min(canvas[0] / image[0], canvas[1] / image[1])
    width, height = max(1, round(image[0] * scale)), max(1, round(image[1] * scale))
    return (canvas[0] - width) // 2, (canvas[1] - height) // 2, width, height
