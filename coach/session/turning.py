"""Keeps the posture of a lying body until its trunk moves: nobody turns over in place."""

from __future__ import annotations

import math
from typing import Final

from coach.events import Posture
from coach.moves.figure import Figure
from coach.posture import UNKNOWN, Stance

LYING: Final[frozenset[Posture]] = frozenset({"prone", "supine", "side-lying-left", "side-lying-right"})

MOVED: Final = 0.2
"""Distance, trunk lengths, by which hips or shoulders move when a body turns over: 0.46 and more in real people, and at
most 0.11 where the estimator takes the front of a rendered person with a lifted leg for the back."""

MOST_S: Final = 5.0
"""Longest time for which the posture of a place outweighs another, and after which another one replaces it (a guess:
longer than a lifted leg is held)."""

UNSEEN_S: Final = 1.0
"""A body that is unseen for longer may have turned over (a guess: turning over takes longer than this)."""


class LyingPosture:
    """Decides between the postures seen of a lying body that stays in its place.

    Its first posture there is kept: another one is believed only while it has been seen for longer, and replaces the
    first after ``MOST_S`` more. So a posture that is wrong from the start does not last.
    """

    def __init__(self) -> None:
        self._kept = UNKNOWN
        self._place: Figure | None = None
        self._lead_s = 0.0
        self._t = -math.inf

    def update(self, t: float, now: Stance, body: Figure | None) -> Stance:
        """Return the stance to believe, ``now`` or the kept one, given the body as it was just seen."""
        if now.posture == "unknown" or body is None:
            return now
        step, self._t = t - self._t, t
        if now.posture == self._kept.posture and step <= UNSEEN_S:
            self._lead_s = min(self._lead_s + step, MOST_S)
        elif self._lead_s > -MOST_S and step <= UNSEEN_S and self._still_lies(now, body):
            self._lead_s -= step
            return now if self._lead_s <= 0.0 else self._kept._replace(depth=now.depth)
        else:
            self._lead_s = 0.0
        self._kept, self._place = now, body
        return now

    def _still_lies(self, now: Stance, body: Figure) -> bool:
        """Whether the body lies where it lay, in either posture."""
        lying = {now.posture, self._kept.posture} <= LYING
        return lying and self._place is not None and body.apart(self._place) <= MOVED
