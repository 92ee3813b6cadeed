"""The last seconds of a move's measures, and what can be said of them: whether they rest, and how far they left."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping
from typing import Final

from coach.moves.move import Departure
from coach.signal import Median

SMOOTH_S: Final = 0.2
"""Span of the median each measure passes through: swaps of left and right last a frame or two."""

STILL_S: Final = 0.5
"""How long the measures must stay to be at rest."""

STILL: Final = 0.12
"""Greatest change within that time, in parts of what makes an attempt."""

KEPT_S: Final = 8.0


class Trace:
    """Measures smoothed over time, with the instants at which they were so."""

    def __init__(self, measures: Mapping[str, object], departures: tuple[Departure, ...]) -> None:
        self._filters = {name: Median(SMOOTH_S) for name in measures}
        self._departures = departures
        self._kept: deque[tuple[float, dict[str, float]]] = deque()
        self.values: dict[str, float] = dict.fromkeys(measures, math.nan)

    def update(self, t: float, values: Mapping[str, float]) -> float:
        """Take one reading; gives the instant for which the smoothed values hold."""
        self.values = {name: each.update(t, values[name]) for name, each in self._filters.items()}
        at = t - SMOOTH_S / 2
        self._kept.append((at, self.values))
        while self._kept[0][0] < at - KEPT_S:
            self._kept.popleft()
        return at

    @property
    def instant(self) -> float:
        """The instant of the latest values."""
        return self._kept[-1][0] if self._kept else 0.0

    def still(self) -> bool:
        """Whether all that makes an attempt has stayed where it is."""
        at = self._kept[-1][0]
        if at - self._kept[0][0] < STILL_S:
            return False
        recent = [values for t, values in reversed(self._kept) if t >= at - STILL_S]
        return all(_spread(d, recent) <= STILL for d in self._departures)

    def departed(self, rest: Mapping[str, float]) -> float:
        """How far the measures are from the rest, 1 where it makes an attempt; 0 where all is unseen."""
        return _departed(self._departures, self.values, rest)

    def left(self, rest: Mapping[str, float], near: float) -> float:
        """The last instant at which the measures were still near the rest."""
        for t, values in reversed(self._kept):
            if _departed(self._departures, values, rest) <= near:
                return t
        return self._kept[0][0]


def _departed(departures: tuple[Departure, ...], values: Mapping[str, float], rest: Mapping[str, float]) -> float:
    parts = ((values[d.measure] - rest[d.measure]) / d.by for d in departures)
    return max((part for part in parts if not math.isnan(part)), default=0.0)


def _spread(departure: Departure, recent: list[dict[str, float]]) -> float:
    seen = [v for values in recent if not math.isnan(v := values[departure.measure])]
    return (max(seen) - min(seen)) / abs(departure.by) if seen else math.inf
