"""Follows a live demonstration: when to begin, how many reps were seen, and when it is over, without any keys."""

from __future__ import annotations

import math
from collections import deque
from typing import Final, Literal, TypeAlias

from coach.body import SIDES
from coach.geometry import seen as visible
from coach.learn.learning import NotLearnedError, show
from coach.moves.figure import Figure
from coach.session.observer import Observation
from coach.signal import TOLERANCE_S

Remark: TypeAlias = Literal["nobody", "ready", "seen", "over", "late"]
"""A remark to the user: no body is seen, begin, another rep was seen, it is over, or it took too long."""

PARTS: Final = ("shoulder", "hip", "knee", "ankle", "wrist")

STILL: Final = 0.08
"""Largest movement of a joint of a still body, trunk lengths: it breathes, and landmarks jitter."""

STILL_S: Final = 1.5
"""Time for which the body has to be still before its reps are counted."""

REST_S: Final = 4.0
"""Time of stillness that ends a demonstration without a given number of reps: a rest between two is shorter."""

ENOUGH: Final = 2
"""Number of reps after which such a demonstration may end."""

NOBODY_S: Final = 6.0
"""Time without a body after which that is reported, repeatedly."""

GONE_S: Final = 3.0
"""Time without a body that ends a demonstration in which a rep was seen."""

LONGEST_S: Final = 180.0
"""Longest demonstration."""


class LiveDemonstration:
    """Follows one demonstration.

    Args:
        reps: Number of reps that will be shown; ``None`` if unknown.

    Attributes:
        count: Number of reps so far.
        done: Whether it is over.
    """

    def __init__(self, reps: int | None = None) -> None:
        self.seen: list[Observation] = []
        self.count = 0
        self.done = False
        self._wanted = reps
        self._ready = False
        self._there = math.nan
        self._warned = -math.inf
        self._still_since = math.nan
        self._looked = False
        self._recent: deque[tuple[float, list[complex]]] = deque()

    def update(self, now: Observation) -> list[Remark]:
        """Process the next observation; return the remarks to the user."""
        self.seen.append(now)
        t, first = now.t, self.seen[0].t
        if self.done:
            return []
        if t - first > LONGEST_S:
            return self._end("late")
        if now.body is None:
            return self._unseen(t, first)
        self._there = t
        if not self._still(t, now.body):
            self._still_since, self._looked = math.nan, False
            return []
        self._still_since = t if math.isnan(self._still_since) else self._still_since
        lasted = t - self._still_since
        if not self._ready and now.posture != "unknown":
            self._ready = True
            return ["ready"]
        remarks: list[Remark] = []
        if lasted >= STILL_S and not self._looked:
            self._looked = True
            remarks += self._look()
        enough = self.count >= self._wanted if self._wanted else self.count >= ENOUGH and lasted >= REST_S
        return remarks + self._end("over") if self.count and enough else remarks

    def _unseen(self, t: float, first: float) -> list[Remark]:
        """Process an instant without a body."""
        since = first if math.isnan(self._there) else self._there
        if self.count and t - since >= GONE_S:
            return [*self._look(), *self._end("over")]
        if not self._ready and t - max(since, self._warned) >= NOBODY_S:
            self._warned = t
            return ["nobody"]
        return []

    def _look(self) -> list[Remark]:
        """Count the reps so far."""
        try:
            found = len(show(self.seen).cut.reps)
        except NotLearnedError:
            return []
        remarks: list[Remark] = ["seen"] if found > self.count else []
        self.count = max(self.count, found)
        return remarks

    def _end(self, why: Remark) -> list[Remark]:
        self.done = True
        return [why]

    def _still(self, t: float, body: Figure) -> bool:
        """Whether no visible joint has moved for half a second."""
        points = [body.at(side, part) / body.scale for part in PARTS for side in SIDES]
        self._recent.append((t, points))
        while t - self._recent[0][0] > 0.5 + TOLERANCE_S:
            self._recent.popleft()
        before = self._recent[0][1]
        ways = [abs(now - then) for now, then in zip(points, before, strict=True) if visible(now) and visible(then)]
        return bool(ways) and sorted(ways)[-2:][0] <= STILL
