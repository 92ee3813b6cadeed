"""How to get from the posture of one move to that of the next."""

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
"""How people are down on the mat in each posture: from there they get up in one way."""


def changeover(before: Move | None, after: Move | None) -> str | None:
    """Return the key of the phrase that says how to get there; ``None`` if the posture stays or is not known.

    Args:
        before: The move that was done; ``None`` for a person who is standing.
        after: The move to come; ``None`` for a person who is to stand up.
    """
    first, last = (() if move is None else move.postures for move in (before, after))
    start, end = (_WAYS.get(postures[0]) if postures else "standing" for postures in (first, last))
    if start is None or end is None or set(first) & set(last) or start == end != "lying":
        return None
    return "standing" if start == "standing" else f"{start}_{end}"
