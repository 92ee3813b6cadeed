"""The last seconds of a move's measures, and what can be said of them: whether they rest, and how far they left."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping
from itertools import takewhile
from typing import Final

from coach.moves.move import Departure, Measure
from coach.signal import Median, Slew

SMOOTH_S: Final = 0.2
"""Span of the median each measure passes through: swaps of left and right last a frame or two."""

KEPT_S: Final = 8.0


class Trace:
    """Measures smoothed over time, with the instants at which they were so."""

    def __init__(self, measures: Mapping[str, Measure], departures: tuple[Departure, ...]) -> None:
        self._slews = {name: Slew(measure.fastest) for name, measure in measures.items()}
        self._medians = {name: Median(SMOOTH_S) for name in measures}
        self._departures = departures
        self._kept: deque[tuple[float, dict[str, float]]] = deque()
        self.values: dict[str, float] = dict.fromkeys(measures, math.nan)

    def update(self, t: float, values: Mapping[str, float]) -> float:
        """Take one reading; gives the instant for which the smoothed values hold."""
        self.values = {
            name: each.update(t, self._slews[name].update(t, values[name])) for name, each in self._medians.items()
        }
        at = t - SMOOTH_S / 2
        self._kept.append((at, self.values))
        while self._kept[0][0] < at - KEPT_S:
            self._kept.popleft()
        return at

    @property
    def instant(self) -> float:
        """The instant of the latest values."""
        return self._kept[-1][0] if self._kept else 0.0

    def still(self, span_s: float) -> bool:
        """Whether all that makes an attempt has stayed where it is for so long."""
        at = self._kept[-1][0]
        if at - self._kept[0][0] < span_s:
            return False
        recent = list(takewhile(lambda kept: kept[0] >= at - span_s, reversed(self._kept)))
        return all(_rests(d, [values[d.measure] for _, values in recent]) for d in self._departures)

    def left(self, rest: Mapping[str, float]) -> float:
        """The last instant at which all that makes an attempt was still at rest."""
        for t, values in reversed(self._kept):
            if not any(moved(d, values, rest) > d.noise for d in self._departures):
                return t
        return self._kept[0][0]


def departed(departures: tuple[Departure, ...], values: Mapping[str, float], rest: Mapping[str, float]) -> bool:
    """Whether any measure is far enough from the rest to make an attempt."""
    return any(moved(d, values, rest) >= abs(d.by) for d in departures)


def moved(departure: Departure, values: Mapping[str, float], rest: Mapping[str, float]) -> float:
    """How far a measure is from the rest in the direction of an attempt; NaN where it is unseen."""
    return (values[departure.measure] - rest[departure.measure]) * math.copysign(1, departure.by)


def _rests(departure: Departure, recent: list[float]) -> bool:
    seen = [value for value in recent if not math.isnan(value)]
    return bool(seen) and max(seen) - min(seen) <= (departure.noise if departure.still is None else departure.still)
