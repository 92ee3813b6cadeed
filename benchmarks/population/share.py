"""Shares of a number, with confidence intervals."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

Z95: Final = 1.959964
"""Standard normal quantile of a 95 % interval."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    of: int

    @classmethod
    def true(cls, claims: Iterable[bool]) -> Share:
        """How many of the claims are true."""
        listed = list(claims)
        return cls(sum(listed), len(listed))

    @property
    def value(self) -> float:
        """0 to 1, NaN of nothing."""
        return self.part / self.of if self.of else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % score interval (Wilson 1927); everything is possible of nothing."""
        if not self.of:
            return 0.0, 1.0
        n, p, z = self.of, self.value, Z95
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, middle - half), min(1.0, middle + half)

    def __str__(self) -> str:
        """As in a table: ``9 of 10, 90 % (60 to 98)``."""
        if not self.of:
            return "-"
        low, high = self.interval
        return f"{self.part} of {self.of}, {100 * self.value:.0f} % ({100 * low:.0f} to {100 * high:.0f})"
