"""How wide text is, near enough to break lines by; what is still too wide is drawn smaller."""

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
"""Widths of letters in sizes, rounded up, as OpenCV's ``sans`` has them at weight 600."""

_WIDTH: Final = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_OTHER: Final = 0.72
"""An accented letter, or one of another alphabet."""


@lru_cache(maxsize=512)
def width(text: str) -> float:
    """Width of a line of text in sizes of its letters."""
    return sum(_WIDTH.get(letter, _OTHER) for letter in text)


@lru_cache(maxsize=256)
def wrapped(text: str, room: float, most: int = 3) -> tuple[str, ...]:
    """Text broken into lines, none wider than ``room`` (in sizes) where its words allow that.

    What does not fit into ``most`` lines stays in the last one, to be drawn smaller.
    """
    lines: list[str] = []
    for word in text.split():
        if lines and (width(f"{lines[-1]} {word}") <= room or len(lines) == most):
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return _balanced(lines, room)


def fitted(text: str, room: float, sizes: tuple[float, ...], most: int) -> tuple[float, tuple[str, ...]]:
    """The first of these sizes at which a text fits into ``most`` lines of a room, and the lines; else the last one."""
    for size in sizes[:-1]:
        lines = wrapped(text, room / size, most)
        if all(width(line) * size <= room for line in lines):
            return size, lines
    return sizes[-1], wrapped(text, room / sizes[-1], most)


def _balanced(lines: list[str], room: float) -> tuple[str, ...]:
    """The same lines with the last one no longer than it has to be short: a lone word moves no reader's eye."""
    if len(lines) < 2:
        return tuple(lines)
    *before, above, last = lines
    while " " in above:
        head, _, word = above.rpartition(" ")
        longer = f"{word} {last}"
        if width(longer) > min(room, width(head)):
            break
        above, last = head, longer
    return (*before, above, last)
