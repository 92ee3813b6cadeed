"""Numbers on the command line, and what is said where they are none."""

from __future__ import annotations

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
