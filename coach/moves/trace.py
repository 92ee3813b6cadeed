"""The recent, smoothed measures of a move: whether they are at rest, and how far they have left it."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from statistics import median
from typing import Final, TypeAlias

from coach.moves.move import Departure, Measure
from coach.signal import TOLERANCE_S, JumpFilter, Median

SMOOTH_S: Final = 0.2
"""Span of the median filter on each measure: swaps of left and right last one or two frames."""

KEPT_S: Final = 8.0

THRICE: Final = 3.0

DRIFT: Final = 0.5
"""Largest difference of the medians of both halves of a rest, as a multiple of the noise."""

EASE_MOST_S: Final = 0.4
"""Longest time for which a motion may have started within the noise."""


class Trace:
    """A buffer of smoothed measures with their timestamps."""

    def __init__(self, measures: Mapping[str, Measure], departures: tuple[Departure, ...]) -> None:
        self._filters = [
            (name, JumpFilter(measure.fastest) if measure.fastest < math.inf else None, Median(SMOOTH_S))
            for name, measure in measures.items()
        ]
        self._departures = departures
        self._kept: deque[tuple[float, dict[str, float]]] = deque()
        self.values: dict[str, float] = dict.fromkeys(measures, math.nan)

    def update(self, t: float, values: Mapping[str, float]) -> float:
        """Process one reading; return the timestamp of the smoothed values, which lag behind."""
        self.values = {
            name: smooth.update(t, values[name] if jumps is None else jumps.update(t, values[name]))
            for name, jumps, smooth in self._filters
        }
        at = t - SMOOTH_S / 2
        self._kept.append((at, self.values))
        while self._kept[0][0] < at - KEPT_S - TOLERANCE_S:
            self._kept.popleft()
        return at

    def shift(self, by: Mapping[str, float]) -> None:
        """Add to each measure so far the difference of its readings against a new rest."""
        for name, slew, smooth in self._filters:
            smooth.shift(by[name])
            if slew is not None:
                slew.shift(by[name])
        self._kept = deque((t, {name: value + by[name] for name, value in kept.items()}) for t, kept in self._kept)
        self.values = self._kept[-1][1]

    @property
    def instant(self) -> float:
        """The time of the latest values; NaN before the first."""
        return self._kept[-1][0] if self._kept else math.nan

    def still(self, span_s: float, jitter: float = 1.0) -> bool:
        """Whether everything that makes an attempt has stayed in place for ``span_s`` seconds.

        Args:
            span_s: How long.
            jitter: How far each measure may spread, as a multiple of its noise, as long as it does not drift.
        """
        if self.instant - self._kept[0][0] < span_s - TOLERANCE_S:
            return False
        recent = self._recent(span_s)
        return all(_rests(d, [values[d.measure] for values in recent], jitter) for d in self._departures)

    def typical(self, span_s: float, until: float = math.inf) -> dict[str, float]:
        """Return each measure's median over the ``span_s`` seconds before ``until``; NaN if it was unseen."""
        recent = self._recent(span_s, until)
        return {name: _middle([values[name] for values in recent]) for name in self.values}

    def returned(self, departure: Departure, since: float) -> float | None:
        """Return when a measure was back farthest after a departure after ``since``; ``None`` if it did not return."""
        sign, by = math.copysign(1, departure.by), abs(departure.by)
        lowest, at = math.inf, math.nan
        for t, values in reversed(self._kept):
            value = values[departure.measure] * sign
            if t < since:
                return None
            if value < lowest:
                lowest, at = value, t
            elif value >= lowest + by:
                return at
        return None

    def between(self, start: float, end: float) -> Iterator[dict[str, float]]:
        """Yield the stored values from ``start`` to ``end``, the latest first."""
        return (values for t, values in reversed(self._kept) if start <= t <= end)

    def _recent(self, span_s: float, until: float = math.inf) -> list[dict[str, float]]:
        since, recent = min(self.instant, until) - span_s - TOLERANCE_S, list[dict[str, float]]()
        for at, values in reversed(self._kept):
            if at < since:
                break
            if at <= until + TOLERANCE_S:
                recent.append(values)
        return recent

    def since(self, start: float, until: list[tuple[float, dict[str, float]]]) -> list[tuple[float, dict[str, float]]]:
        """Return the stored values from ``start`` on, up to the first of ``until``."""
        stop = until[0][0] if until else math.inf
        return [kept for kept in self._kept if start <= kept[0] < stop]

    def onset(self, rest: Mapping[str, float]) -> float:
        """Return when the measures began to leave the rest."""
        first = self._kept[0][0]
        away = self._away(rest, lambda far: far <= 1)
        near, past = _crossed(away, 1)
        far, _ = _crossed(away[: past + 1], THRICE)
        return max(near - _ease(far - near), first)

    def offset(self) -> float:
        """Return when the measures arrived where they are now."""
        now, end = self.values, self._kept[-1][0]
        away = self._away(now, lambda far: far > THRICE)
        near, far = _reached(away, 1), _reached(away, THRICE)
        return min(near + _ease(near - far), end)

    def _away(self, place: Mapping[str, float], enough: Callable[[float], bool]) -> Away:
        """Return the distances from a place, the latest first, up to the first that is ``enough``."""
        away = list[tuple[float, float]]()
        for t, values in reversed(self._kept):
            away.append((t, self._noises(values, place)))
            if enough(away[-1][1]):
                break
        return away

    def _noises(self, values: Mapping[str, float], place: Mapping[str, float]) -> float:
        """Return the greatest distance of a measure from a place, as a multiple of its noise; 0 if all are unseen."""
        return max((n for n in (moved(d, values, place) / d.noise for d in self._departures) if n > 0), default=0.0)


Away: TypeAlias = Sequence[tuple[float, float]]
"""Times, the latest first, with the body's distance from a place as a multiple of the noise."""


def _crossed(away: Away, times: float) -> tuple[float, int]:
    """Return when the body went beyond ``times`` the noise for good, and the index of the instant before."""
    later = away[0]
    for number, before in enumerate(away):
        if before[1] <= times:
            return _between(before, later, times), number
        later = before
    return away[-1][0], len(away) - 1


def _reached(away: Away, times: float) -> float:
    """Return when the body came within ``times`` the noise, to stay; the first instant if it always was within."""
    later = away[0]
    for before in away:
        if before[1] > times:
            return _between(before, later, times)
        later = before
    return away[-1][0]


def _between(before: tuple[float, float], later: tuple[float, float], times: float) -> float:
    """Return when a value that changes evenly between two instants reached ``times``."""
    (t, value), (until, last) = before, later
    return until if last == value else t + (until - t) * (times - value) / (last - value)


def _ease(between_s: float) -> float:
    """Return how long before leaving the noise a smooth motion began, from the time to three times the noise.

    Limb movements minimise jerk (Flash and Hogan 1985), so that their excursion initially grows with the cube of time.
    """
    return min(between_s / (math.cbrt(THRICE) - 1), EASE_MOST_S)


def departed(departures: tuple[Departure, ...], values: Mapping[str, float], rest: Mapping[str, float]) -> bool:
    """Whether any measure is far enough from the rest to make an attempt."""
    return any(moved(d, values, rest) >= abs(d.by) for d in departures)


def moved(departure: Departure, values: Mapping[str, float], rest: Mapping[str, float]) -> float:
    """Distance of a measure from the rest in the direction of an attempt; NaN if unseen."""
    return (values[departure.measure] - rest[departure.measure]) * math.copysign(1, departure.by)


def _middle(values: list[float]) -> float:
    seen = [value for value in values if not math.isnan(value)]
    return median(seen) if seen else math.nan


def _rests(departure: Departure, recent: list[float], jitter: float) -> bool:
    """Whether a measure stays in place; it must be seen for most of the time."""
    seen = [value for value in recent if not math.isnan(value)]
    if 2 * len(seen) <= len(recent):
        return False
    still = departure.noise if departure.still is None else departure.still
    spread, half = max(seen) - min(seen), len(seen) // 2
    if spread <= still:
        return True
    return spread <= jitter * still and abs(median(seen[:half]) - median(seen[half:])) <= DRIFT * still
