"""Which fault of a rep is corrected, and when: at most one per rep, the most important, not too often."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from coach.events import Rep
from coach.moves.move import ORDER, Move

GATHER_S: Final = 0.25
"""Faults with one cause appear within this of each other; waiting lets the most important one be chosen."""

REST_S: Final = 8.0
"""Shortest time between two uses of the same cue."""


class CueChooser:
    """Chooses the cue for each rep of one move.

    Attributes:
        said: The fault or reason spoken about in the current rep.
        owed: The fault that earns praise once it is gone.
    """

    def __init__(self, move: Move) -> None:
        self._rank = {aim.id: ORDER.index(aim.order) for aim in move.aim if aim.confidence is None}
        self._said_at: dict[str, float] = {}
        self._seen: dict[str, float] = {}
        self._mended: set[str] = set()
        self.said: str | None = None
        self.owed: str | None = None

    def see(self, t: float, fault: str) -> None:
        """Take a fault that has lasted long enough to count."""
        if fault in self._rank:
            self._seen.setdefault(fault, t)
            self._mended.discard(fault)

    def mend(self, fault: str) -> bool:
        """Take the end of a fault; returns whether to praise, because it was corrected before."""
        self._seen.pop(fault, None)
        self._mended.add(fault)
        praised = fault in (self.said, self.owed)
        if praised:
            self.owed = None
        return praised

    def due(self, t: float) -> str | None:
        """Return the fault to correct now."""
        if self.said is not None or not self._seen or t - min(self._seen.values()) < GATHER_S:
            return None
        return self._say(t, self._seen)

    def end(self, t: float, rep: Rep) -> tuple[str | None, bool]:
        """Take a finished rep; returns the fault still to correct, and whether the previous one is gone."""
        left = {
            fault.id: fault.start for fault in rep.faults if fault.id in self._rank and fault.id not in self._mended
        }
        said, spoken = None, self.said
        if spoken is None:
            said = self._say(t, left)
        present = {fault.id for fault in rep.faults}
        mended = rep.counted and spoken is None and said is None and self.owed is not None and self.owed not in present
        if spoken is not None or said is not None:
            self.owed = spoken if spoken in left else said
        elif mended:
            self.owed = None
        self._seen.clear()
        self._mended.clear()
        self.said = None
        return said, mended

    def say_reason(self, t: float, reason: str) -> bool:
        """Return whether to give the reason why an attempt did not count: not if it was given recently."""
        if self.said is not None or t - self._said_at.get(reason, -math.inf) < REST_S:
            return False
        self._said_at[reason] = t
        self.said = reason
        return True

    def _say(self, t: float, faults: Mapping[str, float]) -> str | None:
        """Return the most important fault, the earliest among equals; none if it was said recently."""
        worst = min(faults, key=lambda fault: (self._rank[fault], faults[fault]), default=None)
        if worst is None or t - self._said_at.get(worst, -math.inf) < REST_S:
            return None
        self._said_at[worst] = t
        self.said = worst
        return worst
