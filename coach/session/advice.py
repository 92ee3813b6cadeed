"""Advice: what was good about an attempt, and the one thing to change."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from coach.events import Reason, Rep
from coach.moves.move import ORDER, Aim, Move

MOST_GOOD: Final = 3
"""Maximum number of praises: nobody listens to more."""

OPPOSITE: Final = "lift the arm and the leg of opposite sides"
"""Advice for using the wrong limb in a move of two limbs, unless the other side was expected."""

WHOLE: Final = "get into the whole position as it is shown"
"""Advice for an attempt that went far enough but never met the other conditions for counting."""

REASONS: Final[dict[Reason, str]] = {
    "low": "go a little further",
    "short-hold": "hold longer",
    "not-returned": "come all the way back before the next one",
    "wrong-limb": "use the side that was asked",
    "unseen": "stay where the camera sees all of you",
}


@dataclass(frozen=True, slots=True)
class Advice:
    """A short list of what was good, and the one thing to change; ``None`` if there is nothing to change."""

    good: tuple[str, ...]
    change: str | None


def for_rep(move: Move, rep: Rep) -> Advice:
    """Return advice on one attempt."""
    wrong = {fault.id for fault in rep.faults}
    unsure = wrong.union(rep.unjudged)
    good = [move.words.good[aim.id] for aim in _graded(move) if aim.id not in unsure] if rep.top is not None else []
    if rep.counted and move.hold_s:
        good.insert(0, f"held for {rep.hold:.0f} s")
    return Advice(tuple(good[:MOST_GOOD]), _change(move, rep))


def _change(move: Move, rep: Rep) -> str | None:
    """Return the one thing to change: why it did not count before form, and a fault that explains a low top first."""
    wrong = {fault.id for fault in rep.faults}
    faults = [aim for aim in _graded(move) if aim.id in wrong]
    if rep.reasons:
        faults = [aim for aim in faults if rep.reasons[0] == "low" and _explains(move, aim)]
    if faults:
        return move.words.cue[faults[0].id]
    return _cure(move, rep) if rep.reasons else None


def _explains(move: Move, aim: Aim) -> bool:
    """Whether a fault explains why an attempt missed the counting zone: a limb too low, a leg not crossed."""
    if aim.shape == "missed":
        return bool(move.through)
    turned = any(band.measure == move.main for band in aim.where)
    return aim.shape == "band" and (turned or aim.measure in {band.measure for band in move.top})


def for_all(move: Move, reps: Sequence[Rep]) -> Advice:
    """Return advice on many attempts: what was good in all that counted, and the most frequent fault."""
    counted = [rep for rep in reps if rep.counted]
    wrong = Counter(fault.id for rep in reps for fault in rep.faults)
    unsure = set(wrong).union(*(rep.unjudged for rep in counted))
    good = [move.words.good[aim.id] for aim in _graded(move) if counted and aim.id not in unsure]
    most = max(wrong.values(), default=0)
    change = next((move.words.cue[aim.id] for aim in _graded(move) if most and wrong[aim.id] == most), None)
    return Advice(tuple(good[:MOST_GOOD]), (change if counted else None) or _reason(move, reps))


def _reason(move: Move, reps: Iterable[Rep]) -> str | None:
    """Return what to change in most of the attempts that did not count."""
    cures = Counter(change for rep in reps if rep.reasons and (change := _change(move, rep)))
    return cures.most_common(1)[0][0] if cures else None


def far_enough(move: Move, rep: Rep) -> bool:
    """Whether an attempt's main angle reached the counting zone; unknown for moves that report another angle."""
    least = min((band.least for band in move.zone_of(rep.side) if band.measure == move.main), default=math.inf)
    return move.peak_from is None and rep.peak is not None and rep.peak >= least


def _cure(move: Move, rep: Rep) -> str:
    """Return what to do about the first reason why an attempt did not count."""
    reason = rep.reasons[0]
    if reason == "low" and far_enough(move, rep):
        return WHOLE
    if reason == "short-hold":
        return f"hold for {move.hold_s:g} s"
    asked = move.side is None or rep.side in (None, move.side)
    return OPPOSITE if reason == "wrong-limb" and move.opposite and asked else REASONS[reason]


def _graded(move: Move) -> list[Aim]:
    """Return the aims that grade a rep, most important first."""
    return sorted((aim for aim in move.aim if aim.confidence is None), key=lambda aim: ORDER.index(aim.order))
