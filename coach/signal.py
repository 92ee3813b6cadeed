"""Filters over time. Each takes timestamped values, so that the frame rate does not matter."""

from __future__ import annotations

import math
from bisect import bisect_left, insort
from collections import deque
from collections.abc import Hashable
from typing import Final, Generic, TypeVar

Label = TypeVar("Label", bound=Hashable)

TOLERANCE_S: Final = 0.001
"""Durations closer than this are equal: those of whole frames differ by rounding."""


class Median:
    """Running median over the last ``span_s`` seconds. It removes outliers shorter than half the span.

    The output lags by half the span.
    """

    def __init__(self, span_s: float) -> None:
        self._span_s = span_s
        self._seen: deque[tuple[float, float]] = deque()
        self._ranked: list[float] = []

    def update(self, t: float, value: float) -> float:
        """Return the current median; NaN if no value was seen within the span."""
        seen, ranked, since = self._seen, self._ranked, t - self._span_s + TOLERANCE_S
        while seen and seen[0][0] <= since:
            del ranked[bisect_left(ranked, seen.popleft()[1])]
        if value == value:  # NaN differs from itself
            seen.append((t, value))
            insort(ranked, value)
        if not ranked:
            return math.nan
        half = len(ranked) // 2
        return (ranked[half] + ranked[~half]) / 2  # twice the same for an odd number

    def shift(self, by: float) -> None:
        """Add an offset to all values so far."""
        self._seen = deque((t, value + by) for t, value in self._seen)
        self._ranked = sorted(value for _, value in self._seen)


class JumpFilter:
    """Rejects values that change faster than ``fastest`` per second: bodies do not jump, estimators do.

    The allowed change grows with the time since the last accepted value, so a real change is not rejected for long.
    """

    def __init__(self, fastest: float) -> None:
        self._fastest = fastest
        self._t = -math.inf
        self._value = math.nan

    def update(self, t: float, value: float) -> float:
        """Return the value, or NaN if it jumped."""
        if abs(value - self._value) > self._fastest * (t - self._t):
            return math.nan
        if not math.isnan(value):
            self._t, self._value = t, value
        return value

    def shift(self, by: float) -> None:
        """Add an offset to the latest value."""
        self._value += by


class Debounce(Generic[Label]):
    """A label that changes only after the new one has lasted ``after_s`` seconds. The first one is accepted at once."""

    def __init__(self, before: Label, after_s: float) -> None:
        self.label = before
        self._after_s = after_s
        self._next = before
        self._since = math.nan

    def update(self, t: float, label: Label) -> Label:
        """Return the current label."""
        if math.isnan(self._since):
            self.label, self._next, self._since = label, label, -math.inf
        elif label != self._next:
            self._next, self._since = label, t
        if t - self._since >= self._after_s - TOLERANCE_S:
            self.label = self._next
        return self.label
