"""Why a whole stream could not be judged, if it could not: where its time went."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from coach.events import Posture, Refused, View
from coach.moves.move import Move

ENOUGH_S: Final = 1.0
"""Time in posture, view and sight that makes a stream one that could be judged."""

LONGEST_STEP_S: Final = 1.0
"""Longest time between two moments that is taken for watched."""

POSTURES: Final[dict[Posture, str]] = {
    "supine": "lying on your back",
    "prone": "lying on your front",
    "side-lying-left": "lying on your side",
    "side-lying-right": "lying on your side",
    "all-fours": "on all fours",
    "long-sitting": "sitting on the floor",
    "kneeling": "kneeling",
    "standing": "standing",
    "unknown": "in a posture I cannot tell",
}

VIEWS: Final[dict[View, str]] = {
    "front": "in front of you",
    "back": "behind you",
    "side": "at your side",
    "head-end": "at your head",
    "foot-end": "at your feet",
    "oblique": "at a slant",
    "unknown": "somewhere I cannot tell",
}


class Judge:
    """Adds up how long what was seen, and says at the end what was missing."""

    def __init__(self, move: Move) -> None:
        self._move = move
        self._last: float | None = None
        self._watched = self._seen = self._resting = self._ready = self._measured = 0.0
        self._postures: defaultdict[Posture, float] = defaultdict(float)
        self._views: defaultdict[View, float] = defaultdict(float)

    def update(
        self, t: float, seen: bool, posture: Posture, view: View, ready: bool, measured: bool, busy: bool
    ) -> None:
        """Take one moment.

        Args:
            t: Its instant.
            seen: Whether there was a body.
            posture: How it was held.
            view: From where it was seen.
            ready: Whether the move could start, or go on.
            measured: Whether what is measured was seen.
            busy: Whether an attempt was under way.
        """
        step = 0.0 if self._last is None else min(t - self._last, LONGEST_STEP_S)
        self._last = t
        self._watched += step
        if not seen:
            return
        self._seen += step
        self._postures[posture] += step
        if posture in self._move.postures:
            self._views[view] += step
            if not busy:
                self._resting += step
                self._ready += step if ready else 0.0
                self._measured += step if measured else 0.0

    def verdict(self, t: float) -> Refused | None:
        """The refusal, or ``None`` where there was enough to judge."""
        enough = min(ENOUGH_S, self._watched / 5)
        if self._ready >= max(enough, self._resting / 2):
            if self._measured >= self._ready / 2:
                return None
            return Refused(
                t,
                "too-little-seen",
                "the limbs that are measured were hidden or not in the picture; move the camera back",
            )
        if self._seen < enough:
            return Refused(t, "nobody", "nobody was seen with shoulders and hips in the picture; step back into it")
        wanted = " or ".join(dict.fromkeys(POSTURES[each] for each in self._move.postures))
        if sum(self._views.values()) < enough:
            found = POSTURES[max(self._postures, key=lambda each: self._postures[each])]
            return Refused(t, "wrong-posture", f"{self._move.title} starts {wanted}; you were {found}")
        found = VIEWS[max(self._views, key=lambda each: self._views[each])]
        place = self._move.words.camera.partition(",")[0]
        return Refused(t, "wrong-view", f"{self._move.title} needs the camera {place}; it is {found}")
