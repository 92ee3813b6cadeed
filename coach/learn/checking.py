"""Check a learned move: the demonstrations count exactly, and nothing else does."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from coach.events import Rep, RepEnded
from coach.learn.building import THROUGH_S, band, rounded
from coach.learn.candidates import KNEE, Candidate
from coach.learn.demonstration import CandidateSeries, Series, Span, courses
from coach.learn.ranking import Ranked, gone_through
from coach.moves.move import Move
from coach.session.checker import Checker
from coach.session.observer import Observation

MOST_BANDS: Final = 3
"""Bands that may be added to tell a move from its neighbours."""

RAISED: Final = 0.2
"""Least distance, as a part of the range of motion, between the tops shown and lower ones for the zone to be raised."""

APART: Final = 1.2
"""Least distance between the tops shown and those of a neighbour, as a multiple of what differs between two people."""


TOWARDS: Final = 2 / 3
"""Part of that distance at which the limit lies: other people who do the move are more varied than the one who showed
it (a figure four drawn in less than the teacher's)."""


@dataclass(frozen=True, slots=True, eq=False)
class Neighbour:
    """A recording of something else.

    Attributes:
        name: What is done in it.
        seen: Its observations.
        move: Id of the move that is done in it, if it is one.
    """

    name: str
    seen: Sequence[Observation]
    move: str | None = None


def reps(move: Move, seen: Sequence[Observation]) -> list[Rep]:
    """The attempts at a move in what was observed."""
    checker = Checker(move)
    events = [event for each in seen for event in checker.observe(each)]
    return [event.rep for event in (*events, *checker.finish()) if isinstance(event, RepEnded)]


def counted(move: Move, seen: Sequence[Observation]) -> list[Rep]:
    """The reps of a move that count in what was observed."""
    if not any(each.posture in move.postures for each in seen):
        return []
    return [rep for rep in reps(move, seen) if rep.counted]


def mistaken(move: Move, neighbours: Sequence[Neighbour]) -> list[tuple[Neighbour, list[Rep]]]:
    """The neighbours in which a move is counted, with those reps."""
    found = ((each, counted(move, each.seen)) for each in neighbours)
    return [(each, false) for each, false in found if false]


def distinguished(move: Move, tops: Sequence[Ranked], neighbours: Sequence[Neighbour]) -> tuple[Move, list[Neighbour]]:
    """Add the bands that distinguish a move from its neighbours.

    Args:
        move: The move.
        tops: Whatever was measured at the tops of the demonstrations, moving or still.
        neighbours: Recordings of something else.

    Returns:
        The move, and the neighbours in which it is still counted.
    """
    false = mistaken(move, neighbours)
    for _ in range(MOST_BANDS):
        if not false:
            break
        added = _separated(move, tops, false)
        if added is None:
            break
        move = added
        false = mistaken(move, [each for each, _ in false])
    return move, [each for each, _ in false]


def _separated(move: Move, tops: Sequence[Ranked], false: Sequence[tuple[Neighbour, list[Rep]]]) -> Move | None:
    """The move with the band that refuses most of what was counted falsely; ``None`` where none does.

    A higher zone of the main measure is the last resort.
    """
    banded = {each.measure for each in (*move.top, *move.through)} - {move.main, KNEE}
    usable = [each for each in tops if each.candidate.name not in banded]
    there = _levels(move, [each.candidate for each in usable], false)
    others = [
        each
        for each in usable
        if each.candidate.confirms and each.candidate.knee is None and each.candidate.name != move.main
    ]
    # The band of a knee that stays straight or bent is wide: it becomes narrower only where nothing else tells.
    for narrowing in (False, True):
        limits = (_limit(each, there[each.candidate.name]) for each in others if narrowing or not _held(move, each))
        best = max((limit for limit in limits if limit is not None), default=None, key=_worth)
        if best is not None:
            return _banded(move, best)
    return _raised(move, next(each for each in usable if each.candidate.name == move.main), there[move.main])


def _held(move: Move, each: Ranked) -> bool:
    return each.candidate.name in {band.measure for band in move.top}


@dataclass(frozen=True, slots=True, eq=False)
class _Limit:
    """A limit that tells the tops shown from others.

    Attributes:
        each: The measure.
        above: Whether what is above it is refused.
        gap: How far the nearest of what it refuses lies from what was shown.
        refuses: How many reps it refuses.
    """

    each: Ranked
    above: bool
    gap: float
    refuses: int


def _worth(limit: _Limit) -> tuple[int, float]:
    return limit.refuses, limit.gap / limit.each.candidate.varies


def _limit(each: Ranked, there: Series) -> _Limit | None:
    """The better of the two limits of a measure; ``None`` where neither refuses anything."""
    found = []
    for above, gaps in ((True, there - max(each.tops)), (False, min(each.tops) - there)):
        if each.candidate.hides and not above:
            continue  # what is gone through is anything on the way
        out = gaps[gaps >= APART * each.candidate.varies]
        if len(out):
            found.append(_Limit(each, above, float(out.min()), len(out)))
    return max(found, key=_worth, default=None)


def _banded(move: Move, limit: _Limit) -> Move:
    """The move with a band between what was shown and what is refused."""
    each = limit.each
    edge = max(each.tops) + TOWARDS * limit.gap if limit.above else min(each.tops) - TOWARDS * limit.gap
    limits = {"most": rounded(edge, each)} if limit.above else {"least": rounded(edge, each)}
    measures = {**move.measures, each.candidate.name: each.candidate.measure}
    if each.candidate.hides:
        return replace(move, measures=measures, through=(*move.through, band(each, **limits)), through_s=THROUGH_S)
    added = band(each, **limits, slack=rounded(limit.gap / 6, each), when_unseen="pass")
    wider = next((other for other in move.top if other.measure == added.measure), added)
    added = replace(added, least=max(added.least, wider.least), most=min(added.most, wider.most))
    return replace(move, measures=measures, top=(*(other for other in move.top if other is not wider), added))


def _raised(move: Move, main: Ranked, there: Series) -> Move | None:
    """The move with a zone that starts half way between the tops shown and lower ones that were counted."""
    seen = there[~np.isnan(there)]
    least = min(main.tops)
    if not len(seen) or least - seen.max() < RAISED * main.range:
        return None
    zone = rounded((least + float(seen.max())) / 2, main)
    top = tuple(replace(each, least=zone) if each.measure == move.main else each for each in move.top)
    target = None if move.target is None else replace(move.target, least=math.ceil(zone))
    return replace(move, top=top, target=target)


def _levels(move: Move, listed: Sequence[Candidate], false: Sequence[tuple[Neighbour, list[Rep]]]) -> dict[str, Series]:
    """What each candidate measures at the top of every rep that was counted falsely, by its name."""
    main = next(each for each in listed if each.name == move.main)
    # The first is what the working side follows.
    ordered = [main, *(each for each in listed if each is not main)]
    found: dict[str, list[float]] = {each.name: [] for each in ordered}
    for neighbour, bad in false:
        for rep in bad:
            before = (each.body for each in reversed(neighbour.seen) if each.t <= rep.start and each.body is not None)
            span = Span("unknown", (), "unknown", [each for each in neighbour.seen if rep.start <= each.t <= rep.end])
            for course in courses(span, ordered, next(before, None)):
                found[course.candidate.name].append(_level(course, span.t, rep))
    return {name: np.array(levels) for name, levels in found.items()}


def _level(course: CandidateSeries, t: Series, rep: Rep) -> float:
    """What a course reads at the top of a rep, or the least that it goes through in it; NaN where it is unseen."""
    if course.candidate.hides:
        values = gone_through(course.values[(t >= rep.start) & (t <= rep.end)])
    else:
        top = rep.start if rep.top is None else rep.top
        values = course.values[(t >= top) & (t <= top + max(rep.hold, 0.1))]
    return float(np.nanmedian(values)) if (~np.isnan(values)).any() else math.nan
