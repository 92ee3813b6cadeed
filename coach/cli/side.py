"""The side asked for by ``--side``."""

from __future__ import annotations

from coach.body import SIDES, Side


def asked_side(word: str) -> Side:
    """The side that a word names.

    Raises:
        ValueError: It names none.
    """
    for side in SIDES:
        if word == side:
            return side
    raise ValueError(f"--side is {' or '.join(SIDES)}, not {word}")
