"""Ranks the candidates by how clearly each separates the rests from the tops."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from coach.learn.candidates import Candidate
from coach.learn.demonstration import CandidateSeries, Series
from coach.learn.segmentation import Segments

SCATTER: Final = 1.4826
"""Standard deviation of a normal distribution, in median absolute deviations."""

CLEAR: Final = 2.0
"""Least score of a measure that clearly separates rest and top."""

CLOSE: Final = 0.6
"""Share of the best score from which another candidate is offered too."""

LEAST_SEEN: Final = 0.6
"""Share of the rests and tops in which a measure has to be seen."""


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """A candidate with its values at rest and at the tops.

    Attributes:
        score: Difference of top and rest, divided by the scatter of both plus the noise, times the share of the rests
            and tops in which it was seen.
        rest: Its median at rest; ``tops``, at each top.
        scatter: Scatter of its values at rest.
        sides: Side of the measured limb at each top: above 0 left, below 0 right, 0 unclear.
        agree: Share of the readings at the tops that agree on the side.
    """

    candidate: Candidate
    score: float
    rest: float
    tops: tuple[float, ...]
    scatter: float
    sides: tuple[float, ...]
    agree: float

    @property
    def top(self) -> float:
        """Its median over the tops."""
        return float(np.median(self.tops))

    @property
    def range(self) -> float:
        """Its range of motion: from the rest to the top."""
        return self.top - self.rest

    @property
    def clear(self) -> bool:
        """Whether it clearly separates rest and top."""
        return self.score >= CLEAR


def ranked(listed: Sequence[Ranked]) -> list[Ranked]:
    """Return the candidates that rise from rest to every top, the clearest first.

    Of two limbs that both rise, the lesser decides, and the candidate for the greater is left out. If only the lesser
    rises, the other limb rests bent, and the candidate for the lesser is left out.
    """
    rising = [each for each in listed if each.score > 0 and min(each.tops) - each.rest >= each.range / 2]
    clear = {each.candidate.name for each in rising if each.clear}
    twins = {name for each in rising if each.clear for name in each.candidate.twins}
    kept = [
        each
        for each in rising
        if each.candidate.name not in twins and (not each.candidate.twins or clear & {*each.candidate.twins})
    ]
    return sorted(kept, key=lambda each: each.score * each.candidate.weight, reverse=True)


def judged(courses: Sequence[CandidateSeries], cut: Segments) -> list[Ranked]:
    """Return every candidate that was seen with its values at rest and at the tops."""
    return [each for each in (_judged(course, cut) for course in courses) if each is not None]


def pooled(demonstrations: Sequence[Sequence[Ranked]]) -> list[Ranked]:
    """Combine several demonstrations: all tops, the lowest score and the widest scatter."""
    first, *more = demonstrations
    if not more:
        return list(first)
    found = []
    for each in first:
        same = [each, *(other for one in more for other in one if other.candidate == each.candidate)]
        if len(same) == len(demonstrations):
            found.append(
                Ranked(
                    each.candidate,
                    min(one.score for one in same),
                    float(np.median([one.rest for one in same])),
                    tuple(top for one in same for top in one.tops),
                    max(one.scatter for one in same),
                    tuple(side for one in same for side in one.sides),
                    min(one.agree for one in same),
                )
            )
    return found


def _judged(course: CandidateSeries, cut: Segments) -> Ranked | None:
    values = course.values
    if course.candidate.hides:
        tops = [gone_through(values[a : b + 1]) for a, b in cut.reps]
    else:
        tops = [_seen(values[top]) for top in cut.tops]
    rest = _seen(values[cut.rest])
    seen = float((~np.isnan(values[cut.rest | cut.top])).mean())
    if seen < LEAST_SEEN or not len(rest) or not all(len(top) for top in tops):
        return None
    levels = [float(np.median(top)) for top in tops]
    base, height = float(np.median(rest)), float(np.median(levels))
    scatter = _scatter(rest)
    within = np.concatenate([top - level for top, level in zip(tops, levels, strict=True)])
    high = _scatter(within) + float(np.median(np.abs(np.array(levels) - height)))
    score = (height - base) / (scatter + high + course.candidate.noise) * seen
    sides = tuple(float(course.sides[top].mean()) for top in cut.tops)
    agree = float(np.mean(np.abs(sides)))
    return Ranked(course.candidate, score, base, tuple(levels), scatter, sides, agree)


def gone_through(values: Series) -> Series:
    """Return the lowest tenth of the values in a rep, for a measure that is seen on the way and may hide at the top."""
    seen = _seen(values)
    return seen[seen <= np.quantile(seen, 0.1)] if len(seen) else seen


def _seen(values: Series) -> Series:
    return values[~np.isnan(values)]


def _scatter(values: Series) -> float:
    return SCATTER * float(np.median(np.abs(values - np.median(values)))) if len(values) else 0.0
