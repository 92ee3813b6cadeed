"""Filters over time. Each takes the instant with the value, so that the frame rate does not matter."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Hashable
from statistics import median
from typing import Generic, TypeVar

Label = TypeVar("Label", bound=Hashable)


class Median:
    """Median of what was seen in the last ``span_s`` seconds: outliers shorter than half of it leave no trace.

    The answer lags by half the span.
    """

    def __init__(self, span_s: float) -> None:
        self._span_s = span_s
        self._seen: deque[tuple[float, float]] = deque()

    def update(self, t: float, value: float) -> float:
        """The median now; NaN when nothing was seen within the span."""
        seen = self._seen
        while seen and seen[0][0] < t - self._span_s:
            seen.popleft()
        if not math.isnan(value):
            seen.append((t, value))
        return median(v for _, v in seen) if seen else math.nan


class Steady(Generic[Label]):
    """A label that changes only once another one has been given for ``after_s`` seconds on end."""

    def __init__(self, first: Label, after_s: float) -> None:
        self.label = first
        self._after_s = after_s
        self._next = first
        self._since = -math.inf

    def update(self, t: float, label: Label) -> Label:
        """The label that holds now."""
        if label != self._next:
            self._next, self._since = label, t
        if t - self._since >= self._after_s:
            self.label = self._next
        return self.label
