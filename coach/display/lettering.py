"""Estimate text widths closely enough to break lines; text that is still too wide is drawn smaller."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

_WIDTHS: Final[dict[float, str]] = {
    0.30: " !',.:;Iijl|·’",
    0.46: '"*-[]`frt°{}()/\\^',
    0.62: "?Lacekosvxyz_~<>=+–−",
    0.70: "#$0123456789BEFJKPRSTXYZbdghnpqu",
    0.77: "&ACDGHNOQUV…",
    0.97: "%@MWmw",
}
"""Letter widths relative to the text size, rounded up, measured for OpenCV's ``sans`` at weight 600."""

_WIDTH: Final = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_OTHER: Final = 0.72
"""Width of an accented letter, or of one from another alphabet."""


@lru_cache(maxsize=512)
def width(text: str) -> float:
    """Return the width of a line of text, relative to its size."""
    return sum(_WIDTH.get(letter, _OTHER) for letter in text)


@lru_cache(maxsize=256)
def wrapped(text: str, room: float, most: int = 3) -> tuple[str, ...]:
    """Break text into lines no wider than ``room`` (relative to the text size) if its words allow that.

    Text that does not fit into ``most`` lines stays in the last one, to be drawn smaller.
    """
    lines: list[str] = []
    for word in text.split():
        if lines and (width(f"{lines[-1]} {word}") <= room or len(lines) == most):
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return _balanced(lines, room)


def fitted(text: str, room: float, sizes: tuple[float, ...], most: int) -> tuple[float, tuple[str, ...]]:
    """Return the first size at which a text fits into ``most`` lines, and the lines; else the last size."""
    for size in sizes[:-1]:
        lines = wrapped(text, room / size, most)
        if all(width(line) * size <= room for line in lines):
            return size, lines
    return sizes[-1], wrapped(text, room / sizes[-1], most)


def _balanced(lines: list[str], room: float) -> tuple[str, ...]:
    """Rebalance lines so that the last is no shorter than necessary: a single last word is easily missed."""
    if len(lines) < 2:
        return tuple(lines)
    *before, above, last = lines
    while " " in above:
        head, _, word = above.rpartition(" ")
        longer = f"{word} {last}"
        if width(longer) > min(room, width(above)):
            break
        above, last = head, longer
    return (*before, above, last)
