"""Numbers on the command line, and what is said where they are none."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TypeVar

import typer

N = TypeVar("N", int, float)


def count(text: str) -> int:
    """A whole number from 1 up."""
    return _meant(text, _digits, lambda found: found > 0, "a whole number from 1 up")


def whole(text: str) -> int:
    """A whole number from 0 up."""
    return _meant(text, _digits, lambda found: True, "a whole number from 0 up")


def percent(text: str) -> int:
    """A whole number from 0 to 100."""
    return _meant(text, _digits, lambda found: found <= 100, "a whole number from 0 to 100")


def seconds(text: str) -> float:
    """A number of seconds from 0 up."""
    return _meant(text, number, lambda found: found >= 0, "a number of seconds from 0 up")


def degrees(text: str) -> float:
    """A number of degrees."""
    return _meant(text, number, lambda found: True, "a number of degrees")


def times(text: str) -> float:
    """A number above 0, which may be without end."""
    return _meant(text, float, lambda found: found > 0, "a number above 0")


def pace(text: str) -> float:
    """A number from 0.5 to 2."""
    return _meant(text, number, lambda found: 0.5 <= found <= 2, "a number from 0.5 to 2")


def quarters(text: str) -> int:
    """Quarters of a turn, in degrees."""
    return _meant(text, _digits, lambda found: found in (90, 180, 270), "90, 180 or 270")


def number(text: str) -> float:
    """A number that is finite; anything else is a ``ValueError``."""
    found = float(text)
    if not math.isfinite(found):
        raise ValueError(text)
    return found


def _digits(text: str) -> int:
    """A number written in digits alone; anything else is a ``ValueError``."""
    if not (text.isascii() and text.isdigit()):
        raise ValueError(text)
    return int(text)


def _meant(text: str, read: Callable[[str], N], fits: Callable[[N], bool], what: str) -> N:
    """The number that ``text`` says, or what is said where it is not ``what``."""
    try:
        found = read(text)
    except ValueError:
        found = None
    if found is None or not fits(found):
        raise typer.BadParameter(f"{text} is not {what}.")
    return found
