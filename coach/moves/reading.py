"""Figures into numbers: every measure of a move at one instant, and whose limb each is."""

from __future__ import annotations

import math
from dataclasses import dataclass

from coach.body import SIDES, Side, other
from coach.moves.figure import Figure
from coach.moves.measures import KINDS, ankle_to_other_knee, arm_to_horizontal
from coach.moves.move import Limb, Move

Value = tuple[float, Side | None]


@dataclass(frozen=True, slots=True)
class Reading:
    """The measures of a move at one instant.

    Attributes:
        values: By the measure's name: degrees or trunks, NaN where unseen.
        sides: By the measure's name: whose limb the value is of; ``None`` where it has none.
    """

    values: dict[str, float]
    sides: dict[str, Side | None]


def unseen(move: Move) -> Reading:
    """The reading of an instant at which nothing is seen."""
    return Reading(dict.fromkeys(move.measures, math.nan), dict.fromkeys(move.measures))


def read(move: Move, figure: Figure, rest: Figure | None) -> Reading:
    """All measures of a move in one figure, against the person's own rest where it is known."""
    main, working = _value(move.measures[move.main].kind, move.measures[move.main].limb, figure, rest, None)
    values, sides = {move.main: main}, {move.main: working}
    for name, measure in move.measures.items():
        if name != move.main:
            values[name], sides[name] = _value(measure.kind, measure.limb, figure, rest, working)
    return Reading(values, sides)


def _value(kind: str, limb: Limb, figure: Figure, rest: Figure | None, working: Side | None) -> Value:
    measure = KINDS[kind]
    if measure.of_body is not None:
        value = measure.of_body(figure, rest)
        return (abs(value), _turned(value)) if limb == "turned" else (value, None)
    assert measure.of_limb is not None
    if limb == "most" or limb == "least":
        return _extreme({side: measure.of_limb(figure, side, rest) for side in SIDES}, 1 if limb == "most" else -1)
    side = _side(limb, figure, rest, working)
    return (math.nan, None) if side is None else (measure.of_limb(figure, side, rest), side)


def _turned(value: float) -> Side | None:
    """The direction of a turn: left is positive."""
    if math.isnan(value) or not value:
        return None
    return "left" if value > 0 else "right"


def _extreme(values: dict[Side, float], sign: int) -> Value:
    """The greater or smaller of two; unseen where one of them is, for that one could be it."""
    if any(math.isnan(value) for value in values.values()):
        return math.nan, None
    if values["left"] == values["right"]:
        return values["left"], None
    side = max(values, key=lambda s: sign * values[s])
    return values[side], side


def _side(limb: Limb, figure: Figure, rest: Figure | None, working: Side | None) -> Side | None:
    if limb == "working" or limb == "other":
        return working if limb == "working" or working is None else other(working)
    if limb == "upper" or limb == "lower":
        above = figure.above
        return above if limb == "upper" or above is None else other(above)
    if limb == "straighter":
        return _extreme({side: arm_to_horizontal(figure, side, rest) for side in SIDES}, 1)[1]
    near = {side: ankle_to_other_knee(figure, side, rest) for side in SIDES}
    crossing = _extreme(near, -1)[1]
    return crossing if limb == "crossing" or crossing is None else other(crossing)
