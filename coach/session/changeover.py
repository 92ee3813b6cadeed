"""Instructions for changing posture from one move to the next."""

from __future__ import annotations

from typing import Final

from coach.events import Posture
from coach.moves.move import Move

_WAYS: Final[dict[Posture, str]] = {
    "supine": "lying",
    "prone": "lying",
    "side-lying-left": "lying",
    "side-lying-right": "lying",
    "all-fours": "fours",
    "long-sitting": "sitting",
}
"""Group of each posture; postures of one group share the way to get up."""


def changeover(before: Move | None, after: Move | None) -> str | None:
    """Return the phrase key of the instruction; ``None`` if the posture does not change or is unknown.

    Args:
        before: The move just done; ``None`` if the person is standing.
        after: The next move; ``None`` if the person is to stand up.
    """
    first, last = (() if move is None else move.postures for move in (before, after))
    start, end = (_WAYS.get(postures[0]) if postures else "standing" for postures in (first, last))
    if start is None or end is None or set(first) & set(last) or start == end != "lying":
        return None
    return "standing" if start == "standing" else f"{start}_{end}"
