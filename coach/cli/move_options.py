"""The move and the side that a command line names."""

from __future__ import annotations

from pathlib import Path

from coach import app
from coach.body import SIDES, Side
from coach.library import Moves
from coach.moves.move import Move
from coach.store.history import data_folder


def chosen_move(
    name: str | None,
    *,
    hold: float | None = None,
    reps: int | None = None,
    side: str | None = None,
    target: float | None = None,
    data: Path | None = None,
) -> Move | None:
    """The move of that name with these numbers; ``None`` where none is named, which is for recognising.

    Raises:
        ValueError: Numbers without a move, or ones that it does not allow.
        DataFileError: There is no such move, or its file has faults.
    """
    if name is not None:
        chosen = None if side is None else asked_side(side)
        found = name if name.endswith(".toml") else known_moves(data).load(name)
        return app.choose_move(found, hold=hold, reps=reps, side=chosen, target=target)
    for option, value in {"--hold": hold, "--reps": reps, "--side": side, "--target": target}.items():
        if value is not None:
            raise ValueError(f"{option} needs --move, one of: {', '.join(known_moves(data).files())}")
    return None


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
