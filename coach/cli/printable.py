"""Words of somebody, or of a file, as the terminal may show them."""

from __future__ import annotations

from coach.datafile import hidden


def line(text: str) -> str:
    """The words on one line, without the signs that would tell the terminal something instead of being shown."""
    return " ".join("".join(" " if hidden(sign) else sign for sign in text).split())
