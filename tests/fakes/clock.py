"""A clock that only the test advances."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class ManualClock:
    """Returns ``t``, seconds; no user of it may rely on a start at 0."""

    t: float = 100.0

    def __call__(self) -> float:
        return self.t
