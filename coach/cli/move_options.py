"""The moves that a command line can name."""

from __future__ import annotations

from pathlib import Path

from coach.library import Moves
from coach.store.history import data_folder


def known_moves(data: Path | None) -> Moves:
    """Return the moves of the program and those in the user's data folder."""
    return Moves((data or data_folder()) / "moves")
