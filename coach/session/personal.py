"""A person's own range of a move: how far they come comfortably, and the target that makes of it."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from statistics import median
from typing import Final

from coach.body import SIDES, Side
from coach.events import RangeTaken, Reason, Rep
from coach.moves.move import Move
from coach.session.routine import Exercise, Routine, steps
from coach.session.summary import Summary

PART: Final = 0.95
"""Part of the comfortable end that becomes the target: the same person comes a few degrees less far the next time."""

ENOUGH: Final = 2
"""Repetitions of those asked for that have to be seen well to take a range from them."""

FIRST: Final = 3
"""First attempts of a session that a range is taken from where nobody asked for it."""

SPREAD_DEG: Final = 10.0
"""How far these may be apart: whoever comes farther in one than in another is not at the end of the range."""

OUTGROWN_DEG: Final = 5.0
"""How much higher a target has to be before it is told that the range has grown."""

SHORTEST_S: Final = 1.5
"""What was over sooner was no try."""

BROKEN: Final[frozenset[Reason]] = frozenset({"not-returned", "wrong-limb", "unseen"})
"""Reasons that make an attempt one to learn nothing from."""


@dataclass(frozen=True, slots=True)
class MeasuredRange:
    """Where the main measure starts and how far it comes, degrees."""

    start_deg: float
    end_deg: float


def own_target(move: Move, end_deg: float, side: Side | None = None) -> float | None:
    """The target for somebody who comes that far: whole degrees, never above the move's own, never below its limit.

    Gives ``None`` for a move without a target.

    Raises:
        ValueError: The end of the range is no number.
    """
    if not math.isfinite(end_deg):
        raise ValueError(f"the end of a range is a number of degrees, not {end_deg}")
    most = move.target_of(side)
    if move.target is None or most is None:
        return None
    return min(most, max(move.target.least, float(math.floor(PART * end_deg))))


def span(move: Move, reps: Iterable[Rep], enough: int = ENOUGH) -> MeasuredRange | None:
    """The range that some attempts of one side show; ``None`` where fewer than ``enough`` of them can be used.

    What was unseen, broken off, or helped by the rest of the body, is not used; of what is left, the middle one counts.
    """
    seen = [
        (rep.rest, rep.reach)
        for rep in reps
        if rep.rest is not None and rep.reach is not None and rep.reach > rep.rest and _honest(move, rep)
    ]
    if len(seen) < enough:
        return None
    return MeasuredRange(median(rest for rest, _ in seen), median(reach for _, reach in seen))


def _honest(move: Move, rep: Rep) -> bool:
    """Whether it was done as asked, up to how far: a trunk that helps lends range to a limb."""
    core = {aim.id for aim in move.aim if aim.order == "core" and aim.confidence is None}
    return BROKEN.isdisjoint(rep.reasons) and core.isdisjoint(fault.id for fault in rep.faults)


class First:
    """Learns a range from the first attempts of a session, of whoever cannot come as far as the move asks.

    It learns only from attempts that were too low and nothing else, that agree, and that would have counted with the
    target they lead to; one that got there, whether it counted or not, says that there is nothing to learn.

    Args:
        move: The move as it is asked for.
        sides: The sides whose range is not known; ``None`` stands for a move without sides.
    """

    def __init__(self, move: Move, sides: Collection[Side | None]) -> None:
        self._move = move
        self._low: dict[Side | None, list[Rep]] = {side: [] for side in sides}

    def update(self, rep: Rep) -> tuple[Side | None, MeasuredRange] | None:
        """Take the next attempt; gives a side and its range once that is known."""
        side = rep.side if self._move.sides == "each" else None
        if side not in self._low:
            return None
        if rep.top is not None:
            del self._low[side]
            return None
        if rep.reasons != ("low",) or rep.end - rep.start < SHORTEST_S:
            return None
        latest = self._low[side] = [*self._low[side], rep][-FIRST:]
        found = span(self._move, latest, FIRST)
        if found is None or not self._sound(side, latest, found):
            return None
        del self._low[side]
        return side, found

    def _sound(self, side: Side | None, latest: Iterable[Rep], found: MeasuredRange) -> bool:
        ends = [rep.reach for rep in latest if rep.reach is not None]
        target = own_target(self._move, found.end_deg, side)
        if target is None or max(ends) - min(ends) > SPREAD_DEG:
            return False
        zone = self._move.adjusted(target_deg=target).zone
        return min(ends) >= next(band.least for band in zone if band.measure == self._move.main)


def personal(routine: Routine, moves: Mapping[str, Move], ends: Mapping[tuple[str, Side | None], float]) -> Routine:
    """The routine with the person's own targets, wherever none is set by hand.

    Args:
        routine: What is done.
        moves: Its moves, by id.
        ends: How far the person comes: by move and side, degrees.
    """
    return replace(routine, moves=tuple(_personal(each, moves[each.id], ends) for each in routine.moves))


def outgrown(
    routine: Routine, moves: Mapping[str, Move], ends: Collection[tuple[str, Side | None]], summary: Summary
) -> Iterator[RangeTaken]:
    """The ranges that a person has left behind: what they would be, from what counted in a session.

    Args:
        routine: What was done, with the person's own targets.
        moves: Its moves, by id.
        ends: The moves and sides of which a range was known.
        summary: What was done of it.
    """
    for step, done in zip(steps(routine, moves), summary.moves, strict=False):
        for side in step.sides or (None,):
            target, move = step.move.target_of(side), moves[done.move]
            if done.eased or target is None or (done.move, side) not in ends:
                continue
            reps = [rep for rep in done.attempted if rep.counted and side in (None, rep.side)]
            found = span(move, reps, FIRST)
            wider = None if found is None else own_target(move, found.end_deg, side)
            if found is not None and wider is not None and wider >= target + OUTGROWN_DEG:
                yield RangeTaken(done.end, done.move, side, found.start_deg, found.end_deg, wider)


def _personal(exercise: Exercise, move: Move, ends: Mapping[tuple[str, Side | None], float]) -> Exercise:
    if exercise.calibrate or exercise.target_deg is not None or exercise.targets_deg is not None:
        return exercise
    if move.sides != "each":
        end_deg = ends.get((move.id, None))
        return exercise if end_deg is None else replace(exercise, target_deg=own_target(move, end_deg))
    known = {side: ends[move.id, side] for side in exercise.sides or SIDES if (move.id, side) in ends}
    targets = {side: own_target(move, end_deg) for side, end_deg in known.items()}
    set_deg = {side: target for side, target in targets.items() if target is not None}
    return replace(exercise, targets_deg=set_deg) if set_deg else exercise
