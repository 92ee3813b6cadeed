"""Decides whether a stream could be judged and, if not, why, from the time spent in each state."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from coach.events import Posture, Refused, View
from coach.moves.move import Move

ENOUGH_S: Final = 1.0
"""Shortest time in the right posture and view, fully visible, for a stream to be judged."""

LONGEST_STEP_S: Final = 1.0
"""Longest gap between two moments that still counts as observed."""


class Judge:
    """Accumulates the time a stream spent in each state, and reports the missing condition at the end."""

    def __init__(self, move: Move) -> None:
        self._move = move
        self._last: float | None = None
        self._watched = self._seen = self._placed = self._resting = self._ready = self._measured = 0.0
        self._attempted = False
        self._others: defaultdict[Posture, float] = defaultdict(float)
        self._askew: defaultdict[View, float] = defaultdict(float)

    def update(
        self, t: float, seen: bool, posture: Posture, view: View, ready: bool, measured: bool, busy: bool
    ) -> None:
        """Process one moment.

        Args:
            t: The instant, seconds.
            seen: Whether a body was found.
            posture: The posture.
            view: The view.
            ready: Whether the move could start, or continue.
            measured: Whether the measured landmarks were seen; ignored during an attempt.
            busy: Whether an attempt was under way.
        """
        step = 0.0 if self._last is None else min(t - self._last, LONGEST_STEP_S)
        self._last = t
        self._watched += step
        if not seen:
            return
        self._seen += step
        if posture not in self._move.postures:
            self._others[posture] += step
            return
        self._placed += step
        if busy:
            return
        self._resting += step
        self._measured += step if measured else 0.0
        if ready:
            self._ready += step
        else:
            self._askew[view] += step

    def attempted(self) -> None:
        """Record that an attempt was judged: view and posture fit the move."""
        self._attempted = True

    def verdict(self, t: float) -> Refused | None:
        """Return the refusal, or ``None`` if there was enough to judge.

        A refusal names the problem that lasted longest: the most frequent posture among those that
        the move does not start from, or the most frequent view among those in which it cannot be judged.
        """
        enough = min(ENOUGH_S, self._watched / 5)
        if self._seen < enough:
            return Refused(t, "nobody")
        if self._measured < self._ready / 2 and self._ready >= max(enough, self._resting / 2):
            return Refused(t, "too-little-seen")
        if self._attempted or self._ready >= max(enough, self._resting / 2):
            return None
        if self._placed < enough:
            posture = max(self._others, key=self._others.__getitem__)
            return Refused(t, "wrong-posture", posture)
        if not self._askew:
            return None
        view = max(self._askew, key=self._askew.__getitem__)
        return Refused(t, "wrong-view", view)
