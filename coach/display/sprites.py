"""Draw text on a canvas with OpenCV 5's TrueType; large text, which it draws slowly, is cached."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from coach.display.shapes import COLOURS, Role, Text

CAPITALS: Final = 0.7
"""Height of capitals relative to the text size."""

LARGE: Final = 64
"""Text size in pixels from which text is cached: above it, OpenCV renders letters anew each time, which takes
milliseconds."""

ZERO: Final = "O"
"""Stands in for zero: the font's zero is slashed, which many would not read as one; its capital O looks like a plain
zero."""

Pixels = npt.NDArray[np.uint8]


def colour(role: Role) -> tuple[int, int, int]:
    """Return the colour of a role: blue, green and red."""
    red, green, blue = COLOURS[role]
    return blue, green, red


def write(canvas: Pixels, shape: Text, height: int) -> None:
    """Draw a line of text."""
    text = shape.text.replace("0", ZERO)
    size = max(6, round(shape.size * height))
    wide = measure(text, size, shape.weight)
    if shape.room is not None and wide > shape.room * height:
        size = max(6, int(size * shape.room * height / wide))
        wide = measure(text, size, shape.weight)
    x = round(shape.at[0] * height - {"left": 0.0, "middle": wide / 2, "right": wide}[shape.align])
    y = round(shape.at[1] * height + CAPITALS * size / 2)
    if size < LARGE:
        cv2.putText(canvas, text, (x, y), colour(shape.role), _font(), size, shape.weight)
        return
    coloured, hole, above = _sprite(text, size, shape.weight, shape.role)
    _lay(canvas, coloured, hole, x - size // 4, y - above)


@lru_cache(maxsize=512)
def measure(text: str, size: int, weight: int) -> int:
    """Return the width of a line of text, pixels."""
    return int(cv2.getTextSize((0, 0), text, (0, 0), _font(), size, weight)[2])


@lru_cache(maxsize=1)
def _font() -> Any:  # OpenCV's stubs only have the constructor that takes a file name
    return cv2.FontFace("sans")


@lru_cache(maxsize=96)
def _sprite(text: str, size: int, weight: int, role: Role) -> tuple[Pixels, Pixels, int]:
    """Return a line of text on black, the background weight of each pixel, and its height above the line."""
    above, below = round(size * 1.1), round(size * 0.35)
    wide = measure(text, size, weight) + 2 * (size // 4)
    cover = np.zeros((above + below, wide, 3), np.uint8)
    cv2.putText(cover, text, (size // 4, above), (255, 255, 255), _font(), size, weight)
    coloured = cv2.multiply(cover, np.array([*colour(role), 0], float), scale=1 / 255)
    return np.asarray(coloured, np.uint8), np.asarray(cv2.bitwise_not(cover), np.uint8), above


def _lay(canvas: Pixels, coloured: Pixels, hole: Pixels, x: int, y: int) -> None:
    left, top = max(0, -x), max(0, -y)
    right = min(coloured.shape[1], canvas.shape[1] - x)
    bottom = min(coloured.shape[0], canvas.shape[0] - y)
    if right <= left or bottom <= top:
        return
    part = canvas[y + top : y + bottom, x + left : x + right]
    under = cv2.multiply(part, hole[top:bottom, left:right], scale=1 / 255)
    part[:] = cv2.add(under, coloured[top:bottom, left:right])
