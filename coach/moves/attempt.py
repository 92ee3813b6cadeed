"""Records the current attempt, and turns it into a rep."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Final, NamedTuple

from coach.body import Side
from coach.events import Reason, Rep
from coach.moves.form import AttemptSeries, form, swing
from coach.moves.move import Departure, Move
from coach.moves.reading import Reading
from coach.moves.trace import moved

AttemptFrame = tuple[float, dict[str, float]]
"""An instant, seconds, and the smoothed measures."""

FORGIVEN: Final = 0.1
"""Fraction of the hold that may be missing (a guess)."""

CERTAIN: Final = 0.97
"""Fraction of the readings at the top that must agree that two limbs are of the same side (measured: 1 if they were, up
to 0.78 if they were not, as the label of the far leg is unreliable)."""

AGREE: Final = 0.75
"""Fraction of an attempt's readings that must agree on its side."""

REACHED_S: Final = 0.5
"""Shortest total time at an angle for it to count as reached: less is a swing, or noise."""

REACHED_PART: Final = 0.1
"""The same as a fraction of the attempt, if that is longer: in a long hold, noise adds up to more than 0.5 s."""

SEEN: Final = 0.8
"""Fraction of an attempt in which the main measure must be seen for its reach to be known."""

SEEN_STEP_S: Final = 0.5
"""Longest time between two readings that counts as seen."""


IN_TURN_DEG: Final = 15.0
"""Smallest variation of the main angle at the top if limbs are lifted alternately: 18 to 30 degrees in real flutter
kicks. A side that changes at a steady angle is an estimator error, as with blended legs."""

BACK: Final = 0.15
"""Fraction of its excursion within which a measure is back at rest."""


class Stay(NamedTuple):
    """One uninterrupted stay in the counting zone.

    Attributes:
        start: When the zone was entered.
        end: The last instant inside.
    """

    start: float
    end: float

    @property
    def length(self) -> float:
        """Duration, seconds."""
        return self.end - self.start


class Vote(NamedTuple):
    """The working side according to one reading.

    Attributes:
        side: The side.
        at_top: Whether the body was at the top.
        gone: Excursion of the limb, if the top may hide it.
        sound: Whether limbs that must be of opposite sides were; otherwise the label of one of them is wrong, as often
            of a far arm that passes behind the head.
    """

    side: Side
    at_top: bool
    gone: float
    sound: bool = True


@dataclass(slots=True)
class Attempt:
    """The record of one attempt, from reading to reading.

    Attributes:
        number: Its number, from 1.
        move: The attempted move.
        start: When the body left its rest.
        rest: The person's rest before it, by measure.
        stays: Completed stays in the counting zone.
        levels: Instant and reported angle of every reading inside the counting zone, without lapses.
        reached: Whether the required hold was reached.
        gone_through_s: Total time for which the move's ``through`` bands held.
        frames: Instants and smoothed measures of all readings.
        far: The largest excursion of each measure that makes an attempt.
        pairs: For readings at the top: whether limbs that must be of opposite sides were of the same side.
        votes: The working side according to each reading.
        main: The departure of the main measure.
        hides: The departure of the limb that determines the side, if the top may hide that limb.
    """

    number: int
    move: Move
    start: float
    rest: Mapping[str, float]
    stays: list[Stay] = field(default_factory=list)
    levels: list[tuple[float, float]] = field(default_factory=list)
    reached: bool = False
    gone_through_s: float = 0.0
    frames: list[AttemptFrame] = field(default_factory=list)
    far: dict[str, float] = field(default_factory=dict)
    pairs: Counter[bool] = field(default_factory=Counter)
    votes: list[Vote] = field(default_factory=list)
    main: Departure = field(init=False)
    hides: Departure | None = field(init=False)

    def __post_init__(self) -> None:
        self.main = self.move.main_departure
        departures = {each.measure: each for each in self.move.attempt}
        self.hides = departures.get(self.move.side_from or "") if self.move.through else None

    @property
    def through(self) -> bool:
        """Whether the ``through`` bands held long enough; otherwise no stay counts."""
        return not self.move.through or self.gone_through_s >= self.move.through_s

    @property
    def latest(self) -> float:
        """The last recorded instant."""
        return self.frames[-1][0]

    def record(self, at: float, values: dict[str, float]) -> None:
        """Record the measures at one instant."""
        self.frames.append((at, values))
        for departure in self.move.attempt:
            name = departure.measure
            # max() keeps its first argument if the second is NaN.
            self.far[name] = max(self.far.get(name, 0.0), moved(departure, values, self.rest))

    def left(self, departure: Departure, values: Mapping[str, float]) -> float:
        """Return the remaining fraction of a measure's excursion; 0 if there was none or it is within the noise."""
        far, left = self.far[departure.measure], moved(departure, values, self.rest)
        if far < abs(departure.by) or left <= departure.noise:
            return 0.0
        return math.inf if math.isnan(left) else left / far

    def back(self, values: Mapping[str, float]) -> bool:
        """Whether all measures are back at rest."""
        return all(self.left(each, values) <= BACK for each in self.move.attempt)

    def vote(self, reading: Reading, *, at_top: bool) -> None:
        """Record the working side according to one reading.

        A limb that the top may hide must have left its rest, because which of two resting limbs is measured is chance.
        """
        move = self.move
        side = reading.sides.get(move.side_from) if move.side_from else None
        gone = 0.0 if self.hides is None else moved(self.hides, self.frames[-1][1], self.rest)
        same = False
        if move.opposite is not None:
            one, another = (reading.sides[name] for name in move.opposite)
            same = one == another
            if at_top and one is not None and another is not None:
                self.pairs[same] += 1
        if side is not None and (self.hides is None or gone >= abs(self.hides.by)):
            self.votes.append(Vote(side, at_top, gone, sound=not same))


def rep(attempt: Attempt, frames: Sequence[AttemptFrame], end: float, reason: Reason | None) -> Rep:
    """Return the rep that results from an attempt.

    Args:
        attempt: The attempt, including all stays.
        frames: The smoothed measures from its start to its end.
        end: When it ended.
        reason: Why its ending does not count, if so.
    """
    move = attempt.move
    stays = attempt.stays if attempt.through else []
    best = max(stays, key=lambda stay: stay.length, default=None)
    hold = best.length if best else 0.0
    reasons: tuple[Reason, ...] = () if reason is None else (reason,)
    if best is None:
        reasons = ("low", *reasons)
    elif hold < (1 - FORGIVEN) * move.hold_s:
        reasons = ("short-hold", *reasons)
    side = side_of(attempt)
    if _wrong_limb(attempt, side):
        reasons = (*reasons, "wrong-limb")
    course = AttemptSeries(frames, attempt.rest, [(stay.start, stay.end) for stay in stays], attempt.far)
    found = form(move, course)
    rest = attempt.rest[move.main]
    return Rep(
        side=side,
        start=attempt.start,
        top=stays[0].start if stays else None,
        end=max(end, attempt.start),
        peak=_peak(attempt, best),
        hold=hold,
        counted=not reasons,
        reasons=reasons,
        faults=found.faults,
        advisory=found.advisory,
        unjudged=found.unjudged,
        rest=None if math.isnan(rest) else rest,
        reach=_reach(attempt, frames),
    )


def _reach(attempt: Attempt, frames: Sequence[AttemptFrame]) -> float | None:
    """Return the main measure reached or exceeded for ``REACHED_S`` in total; ``None`` if too little was seen.

    Only instants at which the other bands of the top hold are used, because another movement may go further.
    """
    move = attempt.move
    if not attempt.through:
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
        if all(band.inside(values, attempt.rest, lenient=True) for band in others):
            levels.append((values[move.main], step))
    if seen_s < SEEN * whole_s:
        return None
    lasted, enough_s = 0.0, max(REACHED_S, REACHED_PART * whole_s)
    for level, step in sorted(levels, reverse=True):
        lasted += step
        if lasted >= enough_s:
            return level
    return None


def side_of(attempt: Attempt) -> Side | None:
    """Return the side on which the readings at the top agree, or else those on the way there.

    If the top may hide the limb, the half of all readings with the largest excursion is used: crossed legs that the
    estimator merges read as either side until the ankle reaches the knee.
    """
    votes = attempt.votes
    if attempt.hides is not None:
        return _agreed(sorted(votes, key=lambda vote: vote.gone, reverse=True)[: (len(votes) + 1) // 2])
    if attempt.move.through:
        return _agreed(votes)
    at_top = [vote for vote in votes if vote.at_top]
    return (
        _agreed(vote for vote in at_top if vote.sound)
        or _agreed(at_top)
        or _agreed(vote for vote in votes if not vote.at_top)
    )


def _wrong_limb(attempt: Attempt, side: Side | None) -> bool:
    """Whether another side was required, the limbs alternated, or both were of the same side throughout the top."""
    if attempt.move.side not in (None, side) and side is not None:
        return True
    at_top = [vote for vote in attempt.votes if vote.at_top]
    undecided = attempt.move.side_from == attempt.move.main and at_top and _agreed(at_top) is None
    if undecided and swing(attempt.levels, IN_TURN_DEG):
        return True
    return attempt.pairs[True] > CERTAIN * attempt.pairs.total()


def _agreed(votes: Iterable[Vote]) -> Side | None:
    counts = Counter(vote.side for vote in votes)
    if not counts:
        return None
    ((side, most),) = counts.most_common(1)
    return side if most >= AGREE * counts.total() else None


def _peak(attempt: Attempt, best: Stay | None) -> float | None:
    """Return the main angle at the top: the median over the best stay, or its value at the largest main measure."""
    if best is not None:
        levels = [level for t, level in attempt.levels if best.start <= t <= best.end and not math.isnan(level)]
        return median(levels) if levels else None
    main = attempt.move.main
    name = attempt.move.peak_from or main
    seen = (values for _, values in attempt.frames if not math.isnan(values[name] + values[main]))
    farthest = max(seen, key=lambda values: values[main], default=None)
    return None if farthest is None else farthest[name]
