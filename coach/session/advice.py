"""Advice on attempts: praises, and the one thing to change, both as ids; the report translates them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from coach.events import Reason, Rep
from coach.moves.move import ORDER, Aim, Move

MOST_GOOD: Final = 3
"""Maximum number of praises."""

Cure: TypeAlias = Reason | Literal["partly", "opposite"]
"""Why an attempt did not count, for the advice. ``partly``: it went far enough, but did not meet the other conditions
for counting; ``opposite``: it used the wrong limb in a move of two limbs."""

Change: TypeAlias = tuple[Literal["cue"], str] | tuple[Literal["cure"], Cure]
"""A change to advise: the cue for a fault, by the fault's id, or the cure for a reason."""


@dataclass(frozen=True, slots=True)
class Advice:
    """Praises, and the one thing to change.

    Attributes:
        good: Ids of the faults that were avoided.
        held_s: The hold to praise, seconds; ``None`` if there is none.
    """

    good: tuple[str, ...]
    change: Change | None
    held_s: float | None = None


def for_rep(move: Move, rep: Rep) -> Advice:
    """Return advice on one attempt."""
    unsure = {*(fault.id for fault in rep.faults), *rep.unjudged}
    good = [aim.id for aim in _graded(move) if aim.id not in unsure] if rep.top is not None else []
    held_s = rep.hold if rep.counted and move.hold_s else None
    return Advice(tuple(good[: MOST_GOOD - (held_s is not None)]), _change(move, rep), held_s)


def for_all(move: Move, reps: Sequence[Rep]) -> Advice:
    """Return advice on many attempts: praise for faults that no counted one had, and the most frequent fault."""
    counted = [rep for rep in reps if rep.counted]
    wrong = Counter(fault.id for rep in reps for fault in rep.faults)
    unsure = set(wrong).union(*(rep.unjudged for rep in counted))
    good = [aim.id for aim in _graded(move) if counted and aim.id not in unsure]
    most = max(wrong.values(), default=0)
    fault = next((aim.id for aim in _graded(move) if most and wrong[aim.id] == most), None)
    if counted and fault is not None:
        return Advice(tuple(good[:MOST_GOOD]), ("cue", fault))
    cures = Counter(change for rep in reps if rep.reasons and (change := _change(move, rep)))
    return Advice(tuple(good[:MOST_GOOD]), cures.most_common(1)[0][0] if cures else None)


def why(move: Move, rep: Rep, reason: Reason) -> Reason | Literal["partly"]:
    """Return a reason, or ``partly`` for an attempt that is not low but lacks the rest of the position."""
    return "partly" if reason == "low" and _far_enough(move, rep) else reason


def _change(move: Move, rep: Rep) -> Change | None:
    """Return the one thing to change: first a fault that explains a low top, then why it did not count, then form."""
    wrong = {fault.id for fault in rep.faults}
    faults = [aim for aim in _graded(move) if aim.id in wrong]
    if rep.reasons:
        faults = [aim for aim in faults if rep.reasons[0] == "low" and _explains(move, aim)]
    if faults:
        return "cue", faults[0].id
    return ("cure", _cure(move, rep)) if rep.reasons else None


def _explains(move: Move, aim: Aim) -> bool:
    """Whether a fault explains why an attempt missed the counting zone: a limb too low, a leg not crossed."""
    if aim.shape == "missed":
        return bool(move.through)
    turned = any(band.measure == move.main for band in aim.where)
    return aim.shape == "band" and (turned or aim.measure in {band.measure for band in move.top})


def _far_enough(move: Move, rep: Rep) -> bool:
    """Whether an attempt's main angle reached the counting zone; unknown for moves that report another angle."""
    least = min((band.least for band in move.zone_of(rep.side) if band.measure == move.main), default=math.inf)
    return move.peak_from is None and rep.peak is not None and rep.peak >= least


def _cure(move: Move, rep: Rep) -> Cure:
    """Return the cure for the first reason why an attempt did not count."""
    reason = why(move, rep, rep.reasons[0])
    asked = move.side is None or rep.side in (None, move.side)
    return "opposite" if reason == "wrong-limb" and move.opposite and asked else reason


def _graded(move: Move) -> list[Aim]:
    """Return the aims that grade a rep, most important first."""
    return sorted((aim for aim in move.aim if aim.confidence is None), key=lambda aim: ORDER.index(aim.order))
