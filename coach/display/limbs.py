"""The limbs to highlight for a move, and the verdict on each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from coach.body import SIDES, Side
from coach.display.shown import DrawnLimb, Verdict
from coach.moves.measures import part_of
from coach.moves.move import Measure, Move

_ARMS: Final[dict[Side, DrawnLimb]] = {"left": "left arm", "right": "right arm"}
_LEGS: Final[dict[Side, DrawnLimb]] = {"left": "left leg", "right": "right leg"}


def limbs_of(measure: Measure, side: Side | None) -> tuple[DrawnLimb, ...]:
    """Return the limbs that a measure is shown on: those of its side, or of both sides if it has none."""
    part = part_of(measure)
    if part == "head" or part == "trunk":
        return (part,)
    limbs = _ARMS if part == "arm" else _LEGS
    return tuple(limbs[each] for each in (SIDES if side is None else (side,)))


def verdicts(
    move: Move, sides: Mapping[str, Side | None], faults: Collection[str] = (), judged: bool = False
) -> dict[DrawnLimb, Verdict]:
    """Return the limbs that matter for a move, with a verdict on each.

    ``sides`` has the side of each measure (``Reading.sides``), ``faults`` the ids of the current faults. If form is
    ``judged`` now, as at the top, a limb without a fault is in tolerance.
    """
    about = [move.main, *(aim.measure for aim in move.aim if aim.confidence is None)]
    shown: dict[DrawnLimb, Verdict] = {}
    for measure in about:
        # The opposite side is not shown: which side it is may be unknown.
        if measure == move.main or sides.get(measure) is not None or move.measures[measure].limb == "body":
            for limb in limbs_of(move.measures[measure], sides.get(measure)):
                shown[limb] = "in" if judged else "neutral"
    for aim in move.aim:
        if aim.id in faults:
            for limb in limbs_of(move.measures[aim.measure], sides.get(aim.measure)):
                shown[limb] = "out"
    return shown
