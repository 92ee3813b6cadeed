"""Detects cuts in a video: the body jumps between two frames and stays there."""

from __future__ import annotations

from typing import Final

from coach.moves.figure import Figure

JUMP: Final = 0.42
"""Smallest jump of shoulders or hips between two frames that is a cut, in trunk lengths (0.46 to 9 in twelve cuts of
edited videos and with a bumped camera; at most 0.3 for moving bodies and landmark errors)."""

FASTEST: Final = 6.0
"""Highest speed of a body dropping to the floor, trunk lengths per second: a longer gap between frames allows a larger
jump."""

STAYS_S: Final = 0.2
"""Time for which the body must stay in its new place: in single frames the estimator flips the body."""


class Cuts:
    """Detects cuts in a stream of figures."""

    def __init__(self) -> None:
        self._last: tuple[float, Figure] | None = None
        self._jumped: tuple[float, Figure] | None = None

    def update(self, t: float, body: Figure | None) -> bool:
        """Process the figure at ``t``, seconds; return whether a cut was detected."""
        if body is None:
            return False
        last, self._last = self._last, (t, body)
        if self._jumped is not None:
            since, before = self._jumped
            back = body.apart(before) <= JUMP
            if back or t - since >= STAYS_S:
                self._jumped = None
                return not back
        elif last is not None and body.apart(last[1]) > max(JUMP, FASTEST * (t - last[0])):
            self._jumped = t, last[1]
        return False
