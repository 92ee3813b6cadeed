"""Form: the faults of an attempt, and when they occurred."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

from coach.events import Fault
from coach.moves.move import ORDER, Aim, Move

Values = Mapping[str, float]
Interval = tuple[float, float]
Samples = Sequence[tuple[float, float]]
"""Times and values of one measure, in time order, NaN where unseen."""

PLATEAU: Final = 0.85
"""Fraction of its excursion above which an attempt that never reached the counting zone is at its top."""

BRIDGE_S: Final = 0.3
"""Longest lapse within one fault."""

SEEN: Final = 0.9
"""Fraction of the relevant time for which a measure must be seen to be judged."""

ENOUGH: Final = 2.5
"""Multiple of the required duration for which a measure must be seen before it counts as missed."""

ARRIVED: Final = 0.9
"""Fraction of the way to the top at which the way there ends. The counting zone begins earlier, at half of it, and the
spurts inside it would be lost (a prone press-up in four jerks has two of them there)."""

MOVING: Final = 0.35
"""Fraction of a lift's highest speed above which the limb is moving."""

STOPPED: Final = 0.15
"""Fraction of that speed below which the limb has stopped."""

SPEED_S: Final = 0.1
"""Interval over which speed is measured. A quick jerk lasts a fifth of a second and its pause no longer: over 0.16 s
they merged (7 of 29 jerky reps of rendered people were missed)."""

SWING_S: Final = 1.0
"""Longest half period of a bounce (a guess: bounces are faster than 0.5 Hz)."""

TREMOR_S: Final = 0.15
"""Shortest half period of a bounce: a leg held with both hands does not swing faster, but jumping landmarks do."""

REGULAR: Final = 2.2
"""Largest ratio of the half periods of a bounce: 1.5 to 2.0 in the three clips with one, 2.5 and more where the
landmarks of a knee under the hands jump (3 of 19 rendered people)."""

TURNS: Final = 5
"""Turning points of a bounce, two full periods: a limb that overshoots once and settles has three, including the one
at which it is released."""


@dataclass(frozen=True, slots=True)
class AttemptSeries:
    """The course of an attempt.

    Attributes:
        frames: Instants and smoothed measures from its start to its end.
        rest: The person's rest before it.
        stays: The stays in the counting zone.
        far: The largest excursion of each measure that makes an attempt.
    """

    frames: Sequence[tuple[float, Values]]
    rest: Values
    stays: Sequence[Interval]
    far: Values


class Form(NamedTuple):
    """The form of an attempt.

    Attributes:
        faults: Faults that grade the rep, most important first.
        advisory: Less certain faults.
        unjudged: Ids of faults that could not be judged because too little was seen.
    """

    faults: tuple[Fault, ...]
    advisory: tuple[Fault, ...]
    unjudged: tuple[str, ...]


def form(move: Move, course: AttemptSeries) -> Form:
    """Return the faults of an attempt, and those that could not be judged."""
    top = _top(move, course)
    at_top = [any(start <= t <= end for start, end in top) for t, _ in course.frames]
    found, unjudged = list[Fault](), list[str]()
    for aim in sorted(move.aim, key=lambda each: ORDER.index(each.order)):
        frames = _frames(aim, course, at_top)
        if not _seen_enough(frames):
            unjudged.append(aim.id)
            continue
        span = _span(aim, frames, course, top)
        if span is not None:
            found.append(Fault(aim.id, *span, aim.confidence))
    return Form(
        tuple(fault for fault in found if fault.confidence is None),
        tuple(fault for fault in found if fault.confidence is not None),
        tuple(aim.id for aim in move.aim if aim.id in unjudged),
    )


class FaultTracker:
    """Tracks faults as they appear and disappear during one stay at the top, with the same limits as ``form``."""

    def __init__(self, move: Move, rest: Values) -> None:
        aims = (aim for aim in move.aim if aim.shape == "band" and aim.during != "way" and aim.confidence is None)
        self._aims = [(aim, *_limits(aim, rest)) for aim in aims]
        self._rest = rest
        self._since: dict[str, float] = {}
        self._shown: dict[str, list[float]] = {}
        self._ruled_out: dict[str, float] = {}
        self._seen: set[str] = set()

    def update(self, t: float, values: Values) -> tuple[list[str], list[str]]:
        """Process one reading; return the ids of faults that just appeared, and of those just corrected."""
        came: list[str] = []
        went: list[str] = []
        for aim, least, most in self._aims:
            if aim.where:
                if any(band.inside(values, self._rest) is False for band in aim.where):
                    if t - self._ruled_out.setdefault(aim.id, t) > BRIDGE_S:
                        self._forget(aim)
                    continue
                self._ruled_out.pop(aim.id, None)
            value = values[aim.measure]
            if math.isnan(value):
                continue
            if (value < least or value > most) == (aim.id in self._seen):
                self._forget(aim)
                continue
            shown = self._shown.setdefault(aim.id, [])
            shown.append(value)
            if t - self._since.setdefault(aim.id, t) >= aim.lasts_s and _holds_still(aim, shown):
                self._forget(aim)
                (went if aim.id in self._seen else came).append(aim.id)
                self._seen ^= {aim.id}
        return came, went

    def _forget(self, aim: Aim) -> None:
        self._since.pop(aim.id, None)
        self._shown.pop(aim.id, None)


def _span(aim: Aim, frames: Samples, course: AttemptSeries, top: Sequence[Interval]) -> Interval | None:
    """Return when a fault was seen; ``None`` if it was not."""
    if aim.shape == "swing":
        return swing(frames, aim.most)
    if aim.shape == "jerks":
        return _jerks(aim, course, top)
    if aim.shape == "missed":
        return _missed(aim, frames, course)
    span = _longest(frames, _limits(aim, course.rest), aim.lasts_s)
    if span is None:
        return None
    shown = [value for t, value in frames if span[0] <= t <= span[1] and not math.isnan(value)]
    return span if _holds_still(aim, shown) else None


def _frames(aim: Aim, course: AttemptSeries, at_top: Sequence[bool]) -> Samples:
    """Return the times and values of the aim's measure while it applies."""
    if aim.during == "rep":
        during = course.frames
    else:
        wanted = aim.during == "top"
        during = [frame for frame, top in zip(course.frames, at_top, strict=True) if top == wanted]
    where, rest, measure = aim.where, course.rest, aim.measure
    if where:
        during = [each for each in during if all(band.inside(each[1], rest) is not False for band in where)]
    return [(t, values[measure]) for t, values in during]


def _seen_enough(frames: Samples) -> bool:
    seen = sum(not math.isnan(value) for _, value in frames)
    return bool(frames) and seen >= SEEN * len(frames)


def _holds_still(aim: Aim, shown: Sequence[float]) -> bool:
    """Whether readings scatter little enough to be trusted."""
    ranked = sorted(shown)
    return not aim.steady or ranked[len(ranked) * 3 // 4] - ranked[len(ranked) // 4] <= aim.steady


def _limits(aim: Aim, rest: Values) -> tuple[float, float]:
    """Return the smallest and largest good value; NaN, which limits nothing, if they depend on an unseen rest."""
    own = rest[aim.measure] if aim.from_rest else 0.0
    return aim.least + own, aim.most + own


def _top(move: Move, course: AttemptSeries) -> Sequence[Interval]:
    """Return the stays in the counting zone; without any, the span near the largest excursion."""
    if course.stays:
        return course.stays
    main = move.main_departure
    counting = [main] if course.far[main.measure] >= abs(main.by) else list(move.attempt)
    near = []
    for t, values in course.frames:
        for each in counting:
            excursion = (values[each.measure] - course.rest[each.measure]) * math.copysign(1, each.by)
            if course.far[each.measure] >= abs(each.by) and excursion >= PLATEAU * course.far[each.measure]:
                near.append(t)
                break
    return [(near[0], near[-1])] if near else []


def _longest(frames: Samples, limits: tuple[float, float], lasts_s: float) -> Interval | None:
    """Return the longest faulty span of at least ``lasts_s``; short lapses and unseen values do not interrupt it.

    Time without frames does: between the way there and the way back, or where another measure rules the fault out.
    """
    least, most = limits
    best: Interval | None = None
    start = last = lapse = before = math.nan
    for t, value in frames:
        if t - before > BRIDGE_S:
            start = last = lapse = math.nan
        before = t
        if math.isnan(value):
            continue
        if not (value < least or value > most):
            lapse = t if math.isnan(lapse) else lapse
            continue
        if math.isnan(start) or t - lapse > BRIDGE_S:
            start = t
        last, lapse = t, math.nan
        if last - start >= lasts_s and (best is None or last - start > best[1] - best[0]):
            best = (start, last)
    return best


def _missed(aim: Aim, frames: Samples, course: AttemptSeries) -> Interval | None:
    """Return the span in which a measure was seen, if its total time within the limits was too short."""
    seen = [(t, value) for t, value in frames if not math.isnan(value)]
    steps = [(after[0] - before[0], after[1]) for before, after in pairwise(seen)]
    least, most = _limits(aim, course.rest)
    within_s = sum(step for step, value in steps if step <= BRIDGE_S and not (value < least or value > most))
    seen_s = sum(step for step, _ in steps if step <= BRIDGE_S)
    return (seen[0][0], seen[-1][0]) if seen_s >= ENOUGH * aim.lasts_s and within_s < aim.lasts_s else None


def _jerks(aim: Aim, course: AttemptSeries, top: Sequence[Interval]) -> Interval | None:
    """Return the way there or back, whichever has more spurts, if both together have too many."""
    if not top:
        return None
    seen = [(t, values[aim.measure]) for t, values in course.frames if not math.isnan(values[aim.measure])]
    at_top = [value for t, value in seen if top[0][0] <= t <= top[-1][1]]
    whole = median(at_top) - course.rest[aim.measure] if at_top else math.nan
    arrived = [t for t, value in seen if (value - course.rest[aim.measure]) / whole >= ARRIVED] if whole else []
    if not arrived:
        return None
    there, back = ([each for each in seen if each[0] <= arrived[0]], [each for each in seen if each[0] >= arrived[-1]])
    counts = [spurts(way) if len(way) > 2 else 0 for way in (there, back)]
    way = back if counts[1] > counts[0] else there
    return (way[0][0], way[-1][0]) if sum(counts) > aim.most else None


def spurts(way: Samples) -> int:
    """Return the number of spurts in a motion; 1 if it is smooth.

    Args:
        way: Times and values, in time order, none unseen.
    """
    speeds = []
    first = 0
    for t, value in way:
        while way[first + 1][0] <= t - SPEED_S:
            first += 1
        before, was = way[first]
        if t - before >= SPEED_S / 2:
            speeds.append(abs(value - was) / (t - before))
    fastest = max(speeds, default=0.0)
    count, stopped = 0, True
    for speed in speeds:
        if stopped and speed > MOVING * fastest:
            count, stopped = count + 1, False
        elif speed < STOPPED * fastest:
            stopped = True
    return count


def swing(frames: Samples, size: float) -> Interval | None:
    """Return the interval in which a measure swings by more than ``size``, with half periods of at most ``SWING_S``."""
    turns: list[float] = []
    best: Interval | None = None
    low = high = math.nan
    low_at = high_at = math.nan
    rising: bool | None = None
    last = math.nan
    for t, value in frames:
        if math.isnan(value):
            continue
        if t - last > BRIDGE_S:
            turns, rising, low, high = [], None, math.nan, math.nan
        last = t
        if not low <= value:
            low, low_at = value, t
        if not high >= value:
            high, high_at = value, t
        if rising is not True and value - low > size:
            turns, rising, high, high_at = [] if rising is None else _turn(turns, low_at), True, value, t
        elif rising is not False and high - value > size:
            turns, rising, low, low_at = [] if rising is None else _turn(turns, high_at), False, value, t
        if len(turns) >= TURNS:
            best = (turns[0], turns[-1])
    return best


def _turn(turns: list[float], t: float) -> list[float]:
    """Return the turning points of the current swings with the new one, the last that are regular."""
    if turns and not TREMOR_S <= t - turns[-1] <= SWING_S:
        return [t]
    turns = [*turns, t]
    halves = [after - before for before, after in pairwise(turns)]
    while halves and max(halves) > REGULAR * min(halves):
        turns, halves = turns[1:], halves[1:]
    return turns
