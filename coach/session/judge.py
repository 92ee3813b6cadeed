"""Decide whether a stream could be judged and, if not, why: how its time was spent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from typing import Final, TypeVar

from coach.events import Posture, Refused, View
from coach.moves.move import Move

Label = TypeVar("Label", bound=Hashable)

ENOUGH_S: Final = 1.0
"""Least time in posture, in view and fully visible for a stream to be judged."""

LONGEST_STEP_S: Final = 1.0
"""Longest gap between two moments that still counts as observed."""

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

TOO_NEAR_AN_END: Final = "too near your head or your feet"
"""Camera position from which the right side of the body is seen, but too much along its length."""


class Judge:
    """Adds up how the time of a stream was spent, and reports at the end what was missing."""

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
        """Take one moment.

        Args:
            t: Its instant.
            seen: Whether a body was found.
            posture: The posture.
            view: The view.
            ready: Whether the move could start, or continue.
            measured: Whether the measured landmarks were seen.
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
            return Refused(t, "nobody", "nobody was seen with shoulders and hips in the frame; step back into it")
        if self._measured < self._ready / 2 and self._ready >= max(enough, self._resting / 2):
            return Refused(
                t,
                "too-little-seen",
                "the limbs that are measured were hidden or outside the frame; move the camera back",
            )
        title = self._move.title
        if self._attempted or self._ready >= max(enough, self._resting / 2):
            return None
        if self._placed < enough:
            wanted = " or ".join(dict.fromkeys(POSTURES[each] for each in self._move.postures))
            return Refused(t, "wrong-posture", f"{title} starts {wanted}; you were {POSTURES[_most(self._others)]}")
        if not self._askew:
            return None
        view, place = _most(self._askew), self._move.words.camera.partition(",")[0]
        found = TOO_NEAR_AN_END if view in self._move.views else VIEWS[view]
        return Refused(t, "wrong-view", f"{title} needs the camera {place}; it is {found}")


def _most(spans: Mapping[Label, float]) -> Label:
    """Return the label that lasted longest."""
    return max(spans, key=lambda each: spans[each])
