"""Checks a learned move: it has to count the demonstrations exactly, and nothing in recordings of other moves."""

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
"""Most bands that are added to distinguish a move from its neighbours."""

RAISED: Final = 0.2
"""Least distance between the tops shown and lower ones, as a share of the range of motion, to raise the zone."""

APART: Final = 1.2
"""Least distance between the tops shown and those of a neighbour, as a multiple of the difference between people."""

TOWARDS: Final = 2 / 3
"""Share of that distance at which the limit lies: other people vary more than the one who showed the move (a figure
four drawn in less than the teacher's)."""


@dataclass(frozen=True, slots=True, eq=False)
class Neighbour:
    """A recording of another move, or of everyday motion.

    Attributes:
        name: What is done in it.
        move: Id of the move, if it is one.
    """

    name: str
    seen: Sequence[Observation]
    move: str | None = None


def reps(move: Move, seen: Sequence[Observation]) -> list[Rep]:
    """Return all attempts at a move in a recording."""
    checker = Checker(move)
    events = [event for each in seen for event in checker.observe(each)]
    return [event.rep for event in (*events, *checker.finish()) if isinstance(event, RepEnded)]


def counted(move: Move, seen: Sequence[Observation]) -> list[Rep]:
    """Return the counted reps of a move in a recording."""
    if not any(each.posture in move.postures for each in seen):
        return []
    return [rep for rep in reps(move, seen) if rep.counted]


def mistaken(move: Move, neighbours: Sequence[Neighbour]) -> list[tuple[Neighbour, list[Rep]]]:
    """Return the neighbours in which a move is counted, with the reps."""
    found = ((each, counted(move, each.seen)) for each in neighbours)
    return [(each, false) for each, false in found if false]


def distinguished(move: Move, tops: Sequence[Ranked], neighbours: Sequence[Neighbour]) -> tuple[Move, list[Neighbour]]:
    """Add the bands that distinguish a move from its neighbours; return it, and those in which it is still counted.

    ``tops`` are all measures at the tops of the demonstrations, moving or still.
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
    """Return the move with the band that excludes most false reps, or else a higher zone; ``None`` if neither helps."""
    banded = {each.measure for each in (*move.top, *move.through)} - {move.main, KNEE}
    usable = [each for each in tops if each.candidate.name not in banded]
    levels = _levels(move, [each.candidate for each in usable], false)
    others = [
        each
        for each in usable
        if each.candidate.confirms and each.candidate.knee is None and each.candidate.name != move.main
    ]
    # The wide band of a knee that stays straight or bent is narrowed only if nothing else helps.
    for narrowing in (False, True):
        limits = (_limit(each, levels[each.candidate.name]) for each in others if narrowing or not _held(move, each))
        best = max((limit for limit in limits if limit is not None), default=None, key=_worth)
        if best is not None:
            return _banded(move, best)
    return _raised(move, next(each for each in usable if each.candidate.name == move.main), levels[move.main])


def _held(move: Move, each: Ranked) -> bool:
    return each.candidate.name in {band.measure for band in move.top}


@dataclass(frozen=True, slots=True, eq=False)
class _Limit:
    """A limit between the tops shown and others.

    Attributes:
        above: Whether values above it are excluded.
        gap: Distance between the tops shown and the nearest excluded one.
        refuses: Number of reps it excludes.
    """

    each: Ranked
    above: bool
    gap: float
    refuses: int


def _worth(limit: _Limit) -> tuple[int, float]:
    return limit.refuses, limit.gap / limit.each.candidate.varies


def _limit(each: Ranked, levels: Series) -> _Limit | None:
    """Return the better of the two limits of a measure; ``None`` if neither excludes a rep."""
    found = []
    for above, gaps in ((True, levels - max(each.tops)), (False, min(each.tops) - levels)):
        if each.candidate.hides and not above:
            continue  # on the way to the top, it takes all values up to the rest
        out = gaps[gaps >= APART * each.candidate.varies]
        if len(out):
            found.append(_Limit(each, above, float(out.min()), len(out)))
    return max(found, key=_worth, default=None)


def _banded(move: Move, limit: _Limit) -> Move:
    """Return the move with a band at the limit."""
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


def _raised(move: Move, main: Ranked, levels: Series) -> Move | None:
    """Return the move with a zone that starts halfway between the tops shown and lower ones that were counted."""
    seen = levels[~np.isnan(levels)]
    least = min(main.tops)
    if not len(seen) or least - seen.max() < RAISED * main.range:
        return None
    zone = rounded((least + float(seen.max())) / 2, main)
    top = tuple(replace(each, least=zone) if each.measure == move.main else each for each in move.top)
    target = None if move.target is None else replace(move.target, least=math.ceil(zone))
    return replace(move, top=top, target=target)


def _levels(move: Move, listed: Sequence[Candidate], false: Sequence[tuple[Neighbour, list[Rep]]]) -> dict[str, Series]:
    """Return the value of each candidate at the top of every false rep, by name."""
    main = next(each for each in listed if each.name == move.main)
    # The first one decides the working side.
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
    """Return a candidate's value at the top of a rep, or its least on the way if it hides; NaN if unseen."""
    if course.candidate.hides:
        values = gone_through(course.values[(t >= rep.start) & (t <= rep.end)])
    else:
        top = rep.start if rep.top is None else rep.top
        values = course.values[(t >= top) & (t <= top + max(rep.hold, 0.1))]
    return float(np.nanmedian(values)) if (~np.isnan(values)).any() else math.nan
