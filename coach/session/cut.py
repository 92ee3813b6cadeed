"""Detect cuts in a video: the body jumps from one frame to the next, and stays there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from coach.geometry import Point
from coach.moves.figure import Figure

JUMP: Final = 0.42
"""Least jump of shoulders or hips between two frames, in trunks, that counts as a cut (0.46 to 9 in twelve cuts of
edited videos and a bumped camera; 0.3 at most for moving bodies and landmark errors)."""

FASTEST: Final = 6.0
"""Greatest speed of a body dropping to the floor, trunks per second: a longer gap between frames allows a longer
jump."""

STAYS_S: Final = 0.2
"""Time for which the body must stay elsewhere: the estimator turns the body upside down in single frames."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Position of a body, and when."""

    t: float
    shoulders: Point
    hips: Point
    scale: float

    def apart(self, other: _Place) -> float:
        """Distance between two positions in trunks: that of the shoulders or the hips, whichever is greater."""
        farther = max(abs(self.shoulders - other.shoulders), abs(self.hips - other.hips))
        return farther / max(self.scale, other.scale)


class Cuts:
    """Detects cuts in a stream of figures. It holds all state."""

    def __init__(self) -> None:
        self._last: _Place | None = None
        self._jumped: tuple[float, _Place] | None = None

    def update(self, t: float, body: Figure | None) -> bool:
        """Return whether it is now certain that the video was cut a moment ago."""
        if body is None:
            return False
        last, now = self._last, _Place(t, body.shoulders, body.hips, body.scale)
        self._last = now
        if self._jumped is not None:
            since, before = self._jumped
            back = now.apart(before) <= JUMP
            if back or t - since >= STAYS_S:
                self._jumped = None
                return not back
        elif last is not None and now.apart(last) > max(JUMP, FASTEST * (t - last.t)):
            self._jumped = t, last
        return False
