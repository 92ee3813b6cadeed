"""Finds the span of a demonstration in which the move was done, and measures every candidate over it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from coach.body import SIDES, Side
from coach.events import Posture, View
from coach.learn.candidates import ON_SIDE, Candidate
from coach.moves.figure import Figure
from coach.moves.move import Departure, Measure, Move, Range
from coach.moves.reading import Reader
from coach.session.observer import Observation, Observer
from coach.signal import JumpFilter, Median
from coach.stream import Moment

Series: TypeAlias = npt.NDArray[np.float64]
Mask: TypeAlias = npt.NDArray[np.bool_]

AWAY_S: Final = 40.0
"""Longest time in another posture that may belong to a rep: a stretch is held for half a minute."""

STEP_S: Final = 0.06
"""Least time between two samples: more of them only cost time."""

SMOOTH_S: Final = 0.3
"""Span of the median filter."""

UP: Final[tuple[Posture, ...]] = ("standing", "kneeling")
"""Postures that end a span in any other posture: the person got up."""


@dataclass(frozen=True, slots=True, eq=False)
class Span:
    """The part of a demonstration in which the move was done.

    Attributes:
        posture: The posture of its rests.
        postures: The postures from which the move may start: of a body lying on its side, the sides it lay on.
        view: The most frequent view in that posture.
    """

    posture: Posture
    postures: tuple[Posture, ...]
    view: View
    seen: Sequence[Observation]

    @property
    def t(self) -> Series:
        """The instants, seconds, shape (n,)."""
        return np.array([each.t for each in self.seen])


@dataclass(frozen=True, slots=True, eq=False)
class CandidateSeries:
    """A candidate measured over a span.

    Attributes:
        values: Its smoothed values, NaN where unseen, shape (n,).
        sides: Side of the measured limb: 1 left, -1 right, 0 neither; shape (n,).
    """

    candidate: Candidate
    values: Series
    sides: Series


def observed(moments: Iterable[Moment]) -> list[Observation]:
    """Return the observations of a demonstration."""
    observer = Observer()
    return [observer.update(moment) for moment in moments]


def spans(seen: Sequence[Observation]) -> list[Span]:
    """Return the spans in which the move may have been done, one for each posture, the longest posture first."""
    held: Counter[Posture] = Counter()
    for before, after in pairwise(seen):
        held[_group(before.posture)[0]] += after.t - before.t  # type: ignore[assignment]  # seconds are counted
    found = []
    for posture, _ in held.most_common():
        if posture == "unknown":
            continue
        group = _group(posture)
        longest = max(_runs(seen, group), key=lambda run: seen[run[1]].t - seen[run[0]].t)
        own = _thinned(seen[longest[0] : longest[1] + 1])
        views = Counter(each.view for each in own if each.posture in group and each.view != "unknown")
        if views:
            there = Counter(each.posture for each in own if each.posture in group)
            postures = tuple(each for each in group if there[each])
            found.append(Span(there.most_common(1)[0][0], postures, views.most_common(1)[0][0], own))
    return found


def courses(span: Span, listed: Sequence[Candidate], rest: Figure | None = None) -> list[CandidateSeries]:
    """Measure candidates over a span; ``rest`` is the body at rest, if it is known already."""
    reader = Reader(probe({each.name: each.measure for each in listed}))
    values: dict[str, list[float]] = {each.name: [] for each in listed}
    sides: dict[str, list[int]] = {each.name: [] for each in listed}
    for each in span.seen:
        reading = None if each.body is None else reader.read(each.body, rest)
        for name in values:
            values[name].append(np.nan if reading is None else reading.values[name])
            sides[name].append(0 if reading is None else _sign(reading.sides[name]))
    t = span.t
    return [
        CandidateSeries(each, smoothed(t, values[each.name], each.measure.fastest), np.array(sides[each.name], float))
        for each in listed
    ]


def probe(measures: Mapping[str, Measure]) -> Move:
    """Return a move for a ``Reader``: it has measures, but counts nothing."""
    first = next(iter(measures))
    return Move(
        id="demonstration",
        source="",
        text={},
        postures=(),
        views=(),
        depth=Range(-1, 1),
        hold_s=0,
        reps=1,
        sides="none",
        measures=dict(measures),
        main=first,
        attempt=(Departure(first, 1, 0),),
        top=(),
    )


def smoothed(t: Series, values: Sequence[float], fastest: float) -> Series:
    """Return a course without estimation errors: jumps faster than a body moves are removed, the rest is smoothed."""
    slew, median = JumpFilter(fastest), Median(SMOOTH_S)
    taken = values if fastest == np.inf else [slew.update(at, value) for at, value in zip(t, values, strict=True)]
    found = np.array([median.update(at, value) for at, value in zip(t, taken, strict=True)])
    # The median lags by half its span.
    later = np.minimum(np.searchsorted(t, t + SMOOTH_S / 2), len(t) - 1)
    shifted: Series = found[later]
    return shifted


def _group(posture: Posture) -> tuple[Posture, ...]:
    return ON_SIDE if posture in ON_SIDE else (posture,)


def _runs(seen: Sequence[Observation], group: Sequence[Posture]) -> list[tuple[int, int]]:
    """Return first and last index of each run in a posture; only getting up or a long absence ends a run."""
    runs: list[tuple[int, int]] = []
    up = False
    for i, each in enumerate(seen):
        if each.cut:
            up = True
        if each.posture not in group:
            up = up or each.posture == "standing"
            continue
        if runs and not up and each.t - seen[runs[-1][1]].t <= AWAY_S:
            runs[-1] = runs[-1][0], i
        else:
            runs.append((i, i))
        up = False
    return runs


def _thinned(seen: Sequence[Observation]) -> list[Observation]:
    kept = [seen[0]]
    for each in seen[1:]:
        if each.t - kept[-1].t >= STEP_S:
            kept.append(each)
    return kept


def _sign(side: Side | None) -> int:
    return 0 if side is None else 1 if side == SIDES[0] else -1
