"""What is known of an attempt under way, and the rep it becomes."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Final

from coach.body import Side
from coach.events import Reason, Rep
from coach.moves.form import Course, Watch, faults, unjudged
from coach.moves.move import Move
from coach.moves.reading import Reading

Frame = tuple[float, dict[str, float]]
"""An instant and the smoothed measures at it."""

FORGIVEN: Final = 0.1
"""Part of the hold that may be missing (form-criteria: a tenth less is forgiven)."""

CERTAIN: Final = 0.97
"""Part of the readings at the top that have to agree that limbs are of one side (measured: 1 where they were, up to
0.78 where they were not; the far leg's label is not to be trusted)."""

AGREE: Final = 0.75
"""Part of an attempt's readings that have to agree on its side."""

REACHED_S: Final = 0.5
"""How long in all a body has to be as far as it is said to have reached: what is shorter is a swing, or noise."""

REACHED_PART: Final = 0.1
"""The same as a part of the attempt, where that is longer: in a long hold, noise adds up to more than half a second."""

SEEN: Final = 0.8
"""Part of an attempt in which the main measure has to be seen for its reach to be known."""

SEEN_STEP_S: Final = 0.5
"""Longest time between two readings that is taken for seen."""


@dataclass(slots=True)
class Stay:
    """One unbroken stay in the counting zone.

    Attributes:
        start: When it was entered.
        end: The last instant inside.
        levels: The angle that is reported, all along.
        outside: Since when the body has been outside, if that may still be a lapse.
    """

    start: float
    end: float
    levels: list[float] = field(default_factory=list)
    outside: float | None = None

    @property
    def length(self) -> float:
        """Seconds."""
        return self.end - self.start


@dataclass(slots=True)
class Attempt:
    """What is known of the attempt under way.

    Attributes:
        start: When the rest was left.
        first: When the counting zone was first entered.
        stay: The stay under way.
        watch: Faults as they come and go within it.
        reached: Whether the hold asked for was held.
        gone_through_s: How long what has to be gone through before the top was.
        stays: The stays that are over.
        frames: Instants and measures all along.
        far: The greatest excursion of each measure that makes an attempt.
        low: The smallest main angle since the zone was left, or the body came back.
        low_at: When it was.
        back_at: Since when the body is back.
        moved_at: When it last was not still.
        pairs: How often at the top limbs that have to be of opposite sides were of one.
        votes: Whose limb the readings say it is, away from the top.
        top_votes: The same at the top.
    """

    start: float
    first: float | None = None
    stay: Stay | None = None
    watch: Watch | None = None
    reached: bool = False
    gone_through_s: float = 0.0
    stays: list[Stay] = field(default_factory=list)
    frames: list[tuple[float, dict[str, float]]] = field(default_factory=list)
    far: dict[str, float] = field(default_factory=dict)
    low: float = math.inf
    low_at: float = math.nan
    back_at: float | None = None
    moved_at: float = -math.inf
    pairs: Counter[bool] = field(default_factory=Counter)
    votes: Counter[Side] = field(default_factory=Counter)
    top_votes: Counter[Side] = field(default_factory=Counter)

    @property
    def topped(self) -> bool:
        """Whether the body is at the top, and not on its way out of it."""
        return self.stay is not None and self.stay.outside is None

    def vote(self, move: Move, reading: Reading) -> None:
        """Take one reading's word for whose limb it is."""
        side = reading.sides.get(move.side_from) if move.side_from else None
        if side is not None:
            (self.top_votes if self.topped else self.votes)[side] += 1
        if move.opposite is not None and self.topped:
            one, another = (reading.sides[name] for name in move.opposite)
            if one is not None and another is not None:
                self.pairs[one == another] += 1


def rep(
    move: Move,
    attempt: Attempt,
    frames: Sequence[Frame],
    rest: Mapping[str, float] | None,
    end: float,
    reasons: tuple[Reason, ...],
) -> Rep:
    """The rep that an attempt becomes.

    Args:
        move: The move it was an attempt at.
        attempt: What is known of it.
        frames: What was measured from its start to its end.
        rest: The person's own rest before it.
        end: When it was over.
        reasons: Why it does not count, as far as the way it ended says.
    """
    stays = [*attempt.stays, *([attempt.stay] if attempt.stay else [])]
    best = max(stays, key=lambda stay: stay.length, default=None)
    hold = best.length if best else 0.0
    if best is None:
        reasons = ("low", *reasons)
    elif hold < (1 - FORGIVEN) * move.hold_s:
        reasons = ("short-hold", *reasons)
    side = side_of(move, attempt)
    if _wrong_limb(move, attempt, side):
        reasons = (*reasons, "wrong-limb")
    course = None if rest is None else Course(frames, rest, [(stay.start, stay.end) for stay in stays], attempt.far)
    graded, advisory = ((), ()) if course is None else faults(move, course)
    blind = tuple(aim.id for aim in move.aim) if course is None else unjudged(move, course)
    return Rep(
        side=side,
        start=attempt.start,
        top=attempt.first,
        end=max(end, attempt.start),
        peak=_peak(best, [values[move.peak_from or move.main] for _, values in attempt.frames]),
        hold=hold,
        counted=not reasons,
        reasons=reasons,
        faults=graded,
        advisory=advisory,
        unjudged=blind,
        rest=None if rest is None or math.isnan(rest[move.main]) else rest[move.main],
        reach=_reach(move, attempt, frames, rest),
    )


def _reach(move: Move, attempt: Attempt, frames: Sequence[Frame], rest: Mapping[str, float] | None) -> float | None:
    """The main measure that was reached or exceeded for a while in all; ``None`` where too little of it was seen.

    It counts only while what else belongs to the top holds, for another move may go farther.
    """
    if move.through and attempt.gone_through_s < move.through_s:
        return None
    others = [band for band in move.zone if not (band.along or band.measure == move.main)]
    seen_s = whole_s = 0.0
    levels: list[tuple[float, float]] = []
    for (before, _), (t, values) in pairwise(frames):
        step = t - before
        whole_s += step
        if step > SEEN_STEP_S or math.isnan(values[move.main]):
            continue
        seen_s += step
        if all(band.inside(values, rest, lenient=True) for band in others):
            levels.append((values[move.main], step))
    if seen_s < SEEN * whole_s:
        return None
    lasted, enough_s = 0.0, max(REACHED_S, REACHED_PART * whole_s)
    for level, step in sorted(levels, reverse=True):
        lasted += step
        if lasted >= enough_s:
            return level
    return None


def side_of(move: Move, attempt: Attempt) -> Side | None:
    """The side that most readings at the top agree on, or on the way there.

    Where something is gone through before the top, both are asked together: the top may hide it.
    """
    if move.through:
        return _agreed(attempt.votes + attempt.top_votes)
    return _agreed(attempt.top_votes) or _agreed(attempt.votes)


def _wrong_limb(move: Move, attempt: Attempt, side: Side | None) -> bool:
    """Whether another side was asked for, or limbs of one side were used all through the top."""
    if move.side is not None and side is not None and side != move.side:
        return True
    return attempt.pairs[True] > CERTAIN * attempt.pairs.total()


def _agreed(votes: Mapping[Side, int]) -> Side | None:
    if not votes:
        return None
    side = max(votes, key=lambda each: votes[each])
    return side if votes[side] >= AGREE * sum(votes.values()) else None


def _peak(best: Stay | None, levels: list[float]) -> float | None:
    """The main angle at the top: its median over the stay, or the extreme where the zone was never entered."""
    seen = [level for level in (best.levels if best else levels) if not math.isnan(level)]
    if not seen:
        return None
    return median(seen) if best else max(seen)
