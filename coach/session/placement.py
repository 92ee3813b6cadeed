"""Whether the person is where a move can start, and what is missing first if not."""

from __future__ import annotations

import math
from typing import Final, Literal

from coach.body import SIDES, Side
from coach.events import Lack
from coach.geometry import seen
from coach.moves.figure import Figure
from coach.moves.move import Move
from coach.moves.reading import read
from coach.session.observer import Observation
from coach.signal import Steady

LACK_S: Final = 0.5
"""How long something is missing, or nothing is, before that is taken for so."""

NEAREST: Final = 0.1
"""Part of the picture's height below which a trunk is too far away to be measured."""


class Placement:
    """What is missing before a move can start, steadily. It holds all state; for another move, make a new one."""

    def __init__(self, move: Move) -> None:
        self._move = move
        self._lack: Steady[Lack | Literal["nothing"]] = Steady("nobody", LACK_S)
        self._since = math.inf

    def update(self, seen: Observation, sides: tuple[Side, ...]) -> Lack | None:
        """What is missing now; ``None`` where the start posture is held.

        Args:
            seen: The moment.
            sides: The sides that are still to be done; empty where any is right.
        """
        before = self._lack.label
        lack = self._lack.update(seen.t, missing(self._move, seen, sides) or "nothing")
        if lack != before or self._since == math.inf:
            self._since = seen.t
        return None if lack == "nothing" else lack

    def lasted(self, t: float) -> float:
        """For how long it has been so, seconds."""
        return t - self._since


def missing(move: Move, seen: Observation, sides: tuple[Side, ...]) -> Lack | None:
    """What is missing in one moment, the first thing to mend first."""
    body = seen.body
    if body is None:
        return "nobody"
    if seen.posture not in move.postures:
        return "posture"
    framing = _framing(body)
    if framing is not None:
        return framing
    if seen.view not in move.views or not move.depth.least <= seen.depth <= move.depth.most:
        return "view"
    if move.side_from is not None and sides and _upper(move) and body.above not in (None, *sides):
        return "other-side"
    if body.scale < NEAREST * body.size[1]:
        return "too-far"
    values = read(move, body, None).values
    return None if all(band.inside(values) is not False for band in move.start) else "start"


def _upper(move: Move) -> bool:
    """Whether the side that works is the one that lies on top, so that it is known before anything is done."""
    return move.side_from is not None and move.measures[move.side_from].limb == "upper"


def _framing(body: Figure) -> Lack | None:
    """Which end of the body is outside the picture. Of a pair one is enough: the far one hides."""
    feet = any(seen(body.at(side, part)) for side in SIDES for part in ("ankle", "heel", "foot"))
    head = seen(body.points[0]) or any(seen(body.at(side, "ear")) for side in SIDES)
    if not feet and not head:
        return "too-close"
    if not feet:
        return "feet"
    if not head:
        return "head"
    return None
