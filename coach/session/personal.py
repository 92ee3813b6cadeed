"""Personal ranges: how far a person moves comfortably, and the target derived from it."""

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
"""Fraction of the comfortable range that becomes the target: the same person reaches a few degrees less next time."""

ENOUGH: Final = 2
"""Number of usable reps required to determine a range."""

FIRST: Final = 3
"""Number of attempts in a session from which a range is learned without calibration."""

SPREAD_DEG: Final = 10.0
"""Largest difference between these; otherwise the person is not at the end of the range."""

OUTGROWN_DEG: Final = 5.0
"""Increase of the target from which a larger range is reported."""

SHORTEST_S: Final = 1.5
"""Shortest attempt used for learning."""

BROKEN: Final[frozenset[Reason]] = frozenset({"not-returned", "wrong-limb", "unseen"})
"""Reasons that exclude an attempt from learning."""


@dataclass(frozen=True, slots=True)
class MeasuredRange:
    """Start and end of the main measure, degrees."""

    start_deg: float
    end_deg: float


def own_target(move: Move, end_deg: float, side: Side | None = None) -> float | None:
    """Return the target for a range that ends at ``end_deg``: whole degrees, within the limits of the move.

    ``None`` for a move without a target.

    Raises:
        ValueError: The end of the range is not finite.
    """
    if not math.isfinite(end_deg):
        raise ValueError(f"the end of a range must be a number of degrees, not {end_deg}")
    most = move.target_of(side)
    if move.target is None or most is None:
        return None
    return min(most, max(move.target.least, float(math.floor(PART * end_deg))))


def span(move: Move, reps: Iterable[Rep], enough: int = ENOUGH) -> MeasuredRange | None:
    """Return the median range of the attempts of one side; ``None`` if fewer than ``enough`` are usable.

    Attempts that were unseen, interrupted or compensated by the trunk are not used.
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
    """Whether the attempt was done without compensation, which would add range."""
    core = {aim.id for aim in move.aim if aim.order == "core" and aim.confidence is None}
    return BROKEN.isdisjoint(rep.reasons) and core.isdisjoint(fault.id for fault in rep.faults)


class First:
    """Learns a range from the first attempts of a session by a person who cannot reach the target.

    It uses only attempts that were too low but otherwise correct, that agree, and that would have counted with the
    resulting target. An attempt that reaches the move's target ends the learning for its side.

    Args:
        move: The move with its current targets.
        sides: The sides without a known range; ``None`` stands for a move without sides.
    """

    def __init__(self, move: Move, sides: Collection[Side | None]) -> None:
        self._move = move
        self._low: dict[Side | None, list[Rep]] = {side: [] for side in sides}

    def update(self, rep: Rep) -> tuple[Side | None, MeasuredRange] | None:
        """Process the next attempt; return a side and its range once known."""
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
    """Return the routine with personal targets, except for exercises with an explicit target.

    Args:
        routine: The routine.
        moves: Its moves, by id.
        ends: End of the person's range, degrees, by move and side.
    """
    return replace(routine, moves=tuple(_personal(each, moves[each.id], ends) for each in routine.moves))


def outgrown(
    routine: Routine, moves: Mapping[str, Move], ends: Collection[tuple[str, Side | None]], summary: Summary
) -> Iterator[RangeTaken]:
    """Yield the ranges that have grown, based on the reps of a session.

    Args:
        routine: The routine with personal targets.
        moves: Its moves, by id.
        ends: The moves and sides with a known range.
        summary: The summary of the session.
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
