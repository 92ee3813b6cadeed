"""Text on a canvas: OpenCV 5 draws TrueType, and large letters, which it draws slowly, are kept."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from coach.display.shapes import COLOURS, Role, Text

CAPITALS: Final = 0.7
"""Height of capitals in sizes of the letters."""

LARGE: Final = 64
"""Size in pixels from which text is kept: above it, OpenCV draws letters anew each time, which takes milliseconds."""

ZERO: Final = "O"
"""The font strikes its zero through, which many would not take for one; its capital O looks as a zero does."""

Pixels = npt.NDArray[np.uint8]


def write(canvas: Pixels, shape: Text, height: int) -> None:
    """Write a line of text."""
    text = shape.text.replace("0", ZERO)
    size = max(6, round(shape.size * height))
    wide = measure(text, size, shape.weight)
    if shape.room is not None and wide > shape.room * height:
        size = max(6, int(size * shape.room * height / wide))
        wide = measure(text, size, shape.weight)
    x = round(shape.at[0] * height - {"left": 0.0, "middle": wide / 2, "right": wide}[shape.align])
    y = round(shape.at[1] * height + CAPITALS * size / 2)
    red, green, blue = COLOURS[shape.role]
    if size < LARGE:
        cv2.putText(canvas, text, (x, y), (blue, green, red), _font(), size, shape.weight)
        return
    coloured, hole, above = _sprite(text, size, shape.weight, shape.role)
    _lay(canvas, coloured, hole, x - size // 4, y - above)


@lru_cache(maxsize=512)
def measure(text: str, size: int, weight: int) -> int:
    """Width of a line of text, pixels."""
    return int(cv2.getTextSize((0, 0), text, (0, 0), _font(), size, weight)[2])


@lru_cache(maxsize=1)
def _font() -> Any:  # OpenCV's stubs know its constructor by file name alone
    return cv2.FontFace("sans")


@lru_cache(maxsize=96)
def _sprite(text: str, size: int, weight: int, role: Role) -> tuple[Pixels, Pixels, int]:
    """A line of text in its colour on black, how much of the ground shows through, and its height above the line."""
    above, below = round(size * 1.1), round(size * 0.35)
    wide = measure(text, size, weight) + 2 * (size // 4)
    cover = np.zeros((above + below, wide, 3), np.uint8)
    cv2.putText(cover, text, (size // 4, above), (255, 255, 255), _font(), size, weight)
    red, green, blue = COLOURS[role]
    coloured = cv2.multiply(cover, np.array([blue, green, red, 0], float), scale=1 / 255)
    return np.asarray(coloured, np.uint8), np.asarray(cv2.bitwise_not(cover), np.uint8), above


def _lay(canvas: Pixels, coloured: Pixels, hole: Pixels, x: int, y: int) -> None:
    """Lay a sprite on a canvas, as far as it is on it."""
    left, top = max(0, -x), max(0, -y)
    right = min(coloured.shape[1], canvas.shape[1] - x)
    bottom = min(coloured.shape[0], canvas.shape[0] - y)
    if right <= left or bottom <= top:
        return
    part = canvas[y + top : y + bottom, x + left : x + right]
    under = cv2.multiply(part, hole[top:bottom, left:right], scale=1 / 255)
    part[:] = cv2.add(under, coloured[top:bottom, left:right])
