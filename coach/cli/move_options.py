"""The move and the side that a command line names."""

from __future__ import annotations

from pathlib import Path

from coach.body import SIDES, Side
from coach.library import Moves
from coach.store.history import data_folder


def known_moves(data: Path | None) -> Moves:
    """The moves of the program and those in the user's data folder."""
    return Moves((data or data_folder()) / "moves")


def asked_side(word: str) -> Side:
    """The side that a word names.

    Raises:
        ValueError: It names none.
    """
    for side in SIDES:
        if word == side:
            return side
    raise ValueError(f"--side is {' or '.join(SIDES)}, not {word}")
