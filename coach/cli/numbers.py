"""Numbers on the command line, and what is said where they are none."""

from __future__ import annotations

import math

import typer


def count(text: str) -> int:
    """A whole number from 1 up."""
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise typer.BadParameter(f"{text} is not a whole number from 1 up.")
    return int(text)


def whole(text: str) -> int:
    """A whole number from 0 up."""
    if not (text.isascii() and text.isdigit()):
        raise typer.BadParameter(f"{text} is not a whole number from 0 up.")
    return int(text)


def seconds(text: str) -> float:
    """A number of seconds from 0 up."""
    try:
        found = number(text)
    except ValueError:
        found = -1.0
    if found < 0:
        raise typer.BadParameter(f"{text} is not a number of seconds from 0 up.")
    return found


def degrees(text: str) -> float:
    """A number of degrees."""
    try:
        return number(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text} is not a number of degrees.") from error


def number(text: str) -> float:
    """A number that is finite; anything else is a ``ValueError``."""
    found = float(text)
    if not math.isfinite(found):
        raise ValueError(text)
    return found


def times(text: str) -> float:
    """A number above 0, which may be without end."""
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if not found > 0:
        raise typer.BadParameter(f"{text} is not a number above 0.")
    return found


def percent(text: str) -> int:
    """A whole number from 0 to 100."""
    if not (text.isascii() and text.isdigit() and int(text) <= 100):
        raise typer.BadParameter(f"{text} is not a whole number from 0 to 100.")
    return int(text)


def pace(text: str) -> float:
    """A number from 0.5 to 2."""
    try:
        found = number(text)
    except ValueError:
        found = 0.0
    if not 0.5 <= found <= 2:
        raise typer.BadParameter(f"{text} is not a number from 0.5 to 2.")
    return found
