"""Cuts a demonstration into rests and tops without knowing the move.

The common course of all measures is the first principal component of their changes. It is cut with hysteresis: a body
that is far enough out has left its rest, and has to return most of the way before it can leave again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from coach.learn.demonstration import CandidateSeries, Mask, Series

LIMITS: Final = ((0.6, 0.35), (0.45, 0.25), (0.6, 0.15))
"""Shares of the range of motion at which the body is out, and back again. A person's reps reach at least 70 % of each
other. The later pairs are tried if the number of reps is known and was not found: one rep went half as far (a prone
leg lift), or the estimator lost a leg at its top for a while (a donkey kick)."""

NEAR: Final = 0.15
"""Share of the range of motion within which a body is still at rest or at a top."""

STILL: Final = 0.05
"""The same for a top that is held still."""

SHORTEST_S: Final = 0.3
"""Shortest rep, from leaving the rest to returning; anything shorter is a twitch."""

SEEN: Final = 0.5
"""Share of the time for which a measure has to be seen to be used."""

ENDS_S: Final = 0.6
"""Time at each end of a span in which the body is at rest, before it begins and after it ends."""

LOW, HIGH = 0.04, 0.96
"""Quantiles between which the range of motion lies; values beyond them are errors of the estimator."""

LEAST_RANGE: Final = 2.5
"""Least range of motion, in multiples of the noise."""


@dataclass(frozen=True, slots=True, eq=False)
class Segments:
    """A demonstration cut into rests and tops.

    Attributes:
        course: The course by which it was cut, 0 at rest and 1 at the top, shape (n,).
        rest: Whether the body was at rest, shape (n,).
        tops: For each rep, whether the body was at its top, shape (n,) each.
        reps: First and last index of each rep.
    """

    course: Series
    rest: Mask
    tops: tuple[Mask, ...]
    reps: tuple[tuple[int, int], ...]

    def lengths(self, t: Series) -> list[float]:
        """Return how long each top was held still, seconds: a limb is near the top before it stops."""
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
    """Return the common course of all measures, in multiples of their noise; ``None`` if too little was seen."""
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
    """Cut a demonstration by one course; ``None`` if it never leaves its rest and returns.

    Args:
        t: The instants, seconds.
        along: The course, in multiples of its noise; either end may be the rest.
        limits: Shares of the range of motion at which the body is out, and back.
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
    """Return a course with its gaps interpolated; ``None`` if too little of it was seen."""
    seen = ~np.isnan(values)
    if seen.mean() < SEEN:
        return None
    where = np.arange(len(values))
    bridged: Series = np.interp(where, where[seen], values[seen])
    return bridged


def _out(level: Series, least: float, back: float) -> list[tuple[int, int]]:
    """Return first and last index of each time out."""
    found: list[tuple[int, int]] = []
    since: int | None = None
    for i, value in enumerate(level):
        if since is None and value >= least:
            since = i
        elif since is not None and value <= back:
            found.append((since, i - 1))
            since = None
    return found if since is None else [*found, (since, len(level) - 1)]
