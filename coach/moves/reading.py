"""Reads all measures of a move from a figure, with the side of each."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple, TypeAlias

from coach.body import SIDES, Side, other
from coach.moves.figure import Figure
from coach.moves.measures import compiled
from coach.moves.move import Measure, Move

Value: TypeAlias = tuple[float, Side | None]
_Select: TypeAlias = Callable[[Figure, Figure | None, Side | None], Value]

UNSEEN: Value = (math.nan, None)


class Reading(NamedTuple):
    """The measures of a move at one instant.

    Attributes:
        values: Values by measure: degrees or trunk lengths, NaN if unseen.
        sides: Side of the measured limb by measure; ``None`` if it has none.
    """

    values: dict[str, float]
    sides: dict[str, Side | None]


def unseen(move: Move) -> Reading:
    """Return a reading in which everything is unseen."""
    return Reading(dict.fromkeys(move.measures, math.nan), dict.fromkeys(move.measures))


class Reader:
    """Reads the measures of a move. Each is compiled to a function once, in the constructor."""

    def __init__(self, move: Move) -> None:
        both: dict[Measure, int] = {}
        extreme, own, follow = [], [], []
        for name, measure in move.measures.items():
            if measure.limb in ("most", "least"):
                # What is read of both sides is read once, even if one measure takes the most and another the least.
                same = replace(measure, limb="most", fastest=math.inf, shown_on=None)
                extreme.append((name, both.setdefault(same, len(both)), 1 if measure.limb == "most" else -1))
            elif measure.limb in ("working", "other"):
                follow.append((name, _select(measure), measure.side_from or move.main))
            else:
                own.append((name, _select(measure)))
        self._both = [(compiled(measure, "left"), compiled(measure, "right")) for measure in both]
        self._extreme, self._own, self._follow = extreme, own, follow

    def read(self, figure: Figure, rest: Figure | None) -> Reading:
        """Return all measures of a figure, relative to the figure at rest if known."""
        values: dict[str, float] = {}
        sides: dict[str, Side | None] = {}
        pairs = [(left(figure, rest), right(figure, rest)) for left, right in self._both]
        for name, pair, sign in self._extreme:
            values[name], sides[name] = _extreme(*pairs[pair], sign)
        for name, select in self._own:
            values[name], sides[name] = select(figure, rest, None)
        for name, select, leader in self._follow:
            values[name], sides[name] = select(figure, rest, sides[leader])
        return Reading(values, sides)


def _select(measure: Measure) -> _Select:
    """Return a function that reads a measure and its side, given the side of the measure that it follows."""
    if measure.limb == "body" or measure.limb == "turned":
        read = compiled(measure, None)
        if measure.limb == "body":
            return lambda figure, rest, side: (read(figure, rest), None)
        return lambda figure, rest, side: _turned(read(figure, rest))
    left, right = (compiled(measure, side) for side in SIDES)
    of = {"left": left, "right": right}
    on_top, same = measure.limb in ("top", "bottom"), measure.limb in ("top", "working")

    def select(figure: Figure, rest: Figure | None, side: Side | None) -> Value:
        leader = figure.above if on_top else side
        if leader is None:
            return UNSEEN
        whose = leader if same else other(leader)
        return of[whose](figure, rest), whose

    return select


def _turned(value: float) -> Value:
    """Return the size of a turn, and its direction as the side; left is positive."""
    if math.isnan(value) or not value:
        return abs(value), None
    return abs(value), "left" if value > 0 else "right"


def _extreme(left: float, right: float, sign: int) -> Value:
    """Return the larger (``sign`` 1) or smaller (-1) value with its side; unseen if either is unseen."""
    if math.isnan(left) or math.isnan(right):
        return UNSEEN
    if left == right:
        return left, None
    return (left, "left") if sign * left > sign * right else (right, "right")
