"""Parsers of numbers and days on the command line."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date
from typing import Final, TypeVar

import typer

N = TypeVar("N", int, float)

MOST: Final = 100_000
"""No count of reps, sessions, days or weeks comes near it, and no library fails at it."""

LONGEST_S: Final = 1e6
"""Eleven days: no video or hold is longer."""

_CLOCK: Final = re.compile(r"(?:(\d{1,3}):)?(\d{1,4}):(\d{1,2}(?:[.,]\d+)?)", re.ASCII)


def whole(least: int, most: int = MOST) -> Callable[[str], int]:
    """Return a parser of whole numbers in a range."""
    what = f"a whole number from {least} to {most}"
    return lambda text: _meant(text, _digits, lambda found: least <= found <= most, what)


count: Final = whole(1)


def day(option: str, text: str) -> date:
    """Return the day given to an option.

    Raises:
        ValueError: It is not one.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{option} {text} is not a day such as 2026-11-22") from None


def seconds(text: str) -> float:
    """Return a number of seconds from 0 up, written as such or as ``1:30`` or ``1:02:03``."""
    return _meant(text, _seconds, lambda found: 0 <= found <= LONGEST_S, "a number of seconds from 0 up, or 1:30")


def degrees(text: str) -> float:
    """Return a number of degrees."""
    return _meant(text, number, lambda found: True, "a number of degrees")


def times(text: str) -> float:
    """Return a number above 0, which may be infinite."""
    return _meant(text, float, lambda found: found > 0, "a number above 0")


def pace(text: str) -> float:
    """Return a number from 0.5 to 2."""
    return _meant(text, number, lambda found: 0.5 <= found <= 2, "a number from 0.5 to 2")


def quarters(text: str) -> int:
    """Return a rotation in degrees."""
    return _meant(text, int, lambda found: found in (90, 180, 270), "90, 180 or 270")


def number(text: str) -> float:
    """Return a finite number, with a point or a comma; anything else is a ``ValueError``."""
    found = float(text.replace(",", "."))
    if not math.isfinite(found):
        raise ValueError(text)
    return found


def _seconds(text: str) -> float:
    clock = _CLOCK.fullmatch(text.strip())
    if clock is None:
        return number(text.strip().removesuffix("s"))
    hours, minutes, rest = clock.groups()
    if number(rest) >= 60 or (hours is not None and int(minutes) >= 60):
        raise ValueError(text)
    return 3600 * int(hours or 0) + 60 * int(minutes) + number(rest)


def _digits(text: str) -> int:
    """Return a number written in digits alone; anything else is a ``ValueError``."""
    if not (text.isascii() and text.isdigit()):
        raise ValueError(text)
    return int(text)


def _meant(text: str, read: Callable[[str], N], fits: Callable[[N], bool], what: str) -> N:
    """Return the number that ``text`` says, or raise an error that says ``what`` was expected."""
    try:
        found = read(text)
    except ValueError:
        found = None
    if found is None or not fits(found):
        raise typer.BadParameter(f"{text} is not {what}.")
    return found
