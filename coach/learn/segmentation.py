"""Cut a demonstration into rests and tops without knowing the move.

What most measures do together is the first principal component of their excursions. It is cut by hysteresis: a body
that is far enough out has left its rest, and has to come most of the way back before it can leave again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from coach.learn.demonstration import CandidateSeries, Mask, Series

LIMITS: Final = ((0.6, 0.35), (0.45, 0.25), (0.6, 0.15))
"""Parts of the range of motion at which the body is out, and back again. People raise a limb to 70 % of another
repetition and more. The others are tried where the number of repetitions is known and not found: one went half as far
(a prone leg lift), or the estimator lost a leg at its top for a while (a donkey kick)."""

NEAR: Final = 0.15
"""Part of the range of motion within which a body is still where it was, at rest or at a top."""

STILL: Final = 0.05
"""The same for a top that is kept still."""

SHORTEST_S: Final = 0.3
"""Time that a top lasts at least, out and back: less is a twitch."""

SEEN: Final = 0.5
"""Part of the time that a course has to be seen to take part."""

ENDS_S: Final = 0.6
"""Time at each end of a span in which a body that waits to begin, or has ended, is at rest."""

LOW, HIGH = 0.04, 0.96
"""Quantiles between which the range of motion lies: what is beyond is an error of the estimator."""

LEAST_RANGE: Final = 2.5
"""Least range of motion, in multiples of the noise."""


@dataclass(frozen=True, slots=True, eq=False)
class Segments:
    """A demonstration cut into rests and tops.

    Attributes:
        course: What it was cut by, 0 at rest and 1 at the top, shape (n,).
        rest: Whether the body was at rest, shape (n,).
        tops: For each repetition, whether the body was at its top, shape (n,) each.
        reps: First and last index of each repetition while it was out.
    """

    course: Series
    rest: Mask
    tops: tuple[Mask, ...]
    reps: tuple[tuple[int, int], ...]

    def lengths(self, t: Series) -> list[float]:
        """How long each top was kept still, seconds: a limb that slows down is near the top before it stops."""
        found = []
        for top in self.tops:
            kept = t[top][np.abs(self.course[top] - np.median(self.course[top])) <= STILL]
            found.append(float(kept[-1] - kept[0]))
        return found

    @property
    def top(self) -> Mask:
        """Whether the body was at any top."""
        anywhere: Mask = np.logical_or.reduce(self.tops)
        return anywhere


def together(courses: Sequence[CandidateSeries]) -> Series | None:
    """Weighted mean of the courses as they move together, in multiples of their noise; ``None`` if little is seen."""
    columns = []
    for each in courses:
        values = filled(each.values)
        if values is None:
            continue
        low, high = np.quantile(values, [0.02, 0.98])
        columns.append((np.clip(values, low, high) - np.median(values)) / each.candidate.noise)
    if not columns:
        return None
    matrix = np.stack(columns, 1)
    matrix -= matrix.mean(0)
    _, _, axes = np.linalg.svd(matrix, full_matrices=False)
    along: Series = matrix @ axes[0] / np.abs(axes[0]).sum()
    return along


def segments(t: Series, along: Series, limits: tuple[float, float] = LIMITS[0]) -> Segments | None:
    """Cut a demonstration by one course; ``None`` where nothing leaves its rest and comes back.

    Args:
        t: The instants.
        along: The course, in multiples of its noise; which end is the rest is found here.
        limits: Parts of the range of motion at which the body is out, and back.
    """
    low, high = np.quantile(along, [LOW, HIGH])
    if high - low < LEAST_RANGE:
        return None
    level = (along - low) / (high - low)
    ends = np.concatenate([level[t <= t[0] + ENDS_S], level[t >= t[-1] - ENDS_S]])
    if np.median(ends) > 0.5:
        level = 1 - level
    out = _out(level, *limits)
    reps = [(a, b) for a, b in out if t[b] - t[a] >= SHORTEST_S and a > 0 and b < len(t) - 1]
    if not reps:
        return None
    tops = []
    for a, b in reps:
        height = float(np.quantile(level[a : b + 1], 0.8))
        top = np.zeros(len(t), bool)
        top[a : b + 1] = np.abs(level[a : b + 1] - height) <= NEAR * max(height, limits[0])
        tops.append(top)
    base = float(np.median(level[level < limits[1]])) if (level < limits[1]).any() else 0.0
    rest = np.abs(level - base) <= NEAR
    for a, b in out:
        rest[a : b + 1] = False
    if not rest.any():
        return None
    return Segments(level, rest, tuple(tops), tuple(reps))


def filled(values: Series) -> Series | None:
    """A course with its gaps bridged by straight lines; ``None`` where too little of it is seen."""
    seen = ~np.isnan(values)
    if seen.mean() < SEEN:
        return None
    where = np.arange(len(values))
    bridged: Series = np.interp(where, where[seen], values[seen])
    return bridged


def _out(level: Series, least: float, back: float) -> list[tuple[int, int]]:
    """First and last index of each time out."""
    found: list[tuple[int, int]] = []
    since: int | None = None
    for i, value in enumerate(level):
        if since is None and value >= least:
            since = i
        elif since is not None and value <= back:
            found.append((since, i - 1))
            since = None
    return found if since is None else [*found, (since, len(level) - 1)]
