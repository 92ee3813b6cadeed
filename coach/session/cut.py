"""Where a video was cut: the body is elsewhere from one frame to the next, and stays there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from coach.geometry import Point
from coach.moves.figure import Figure

JUMP: Final = 0.42
"""Least jump of shoulders or hips between two frames, in trunks, that is a cut (0.46 to 9 in twelve cuts of edited
videos and a bumped camera; bodies that move, and landmarks that err, 0.3 at most)."""

FASTEST: Final = 6.0
"""Greatest speed of a body that throws itself down, trunks a second: over a longer step it gets farther."""

STAYS_S: Final = 0.2
"""How long the body has to stay elsewhere: the estimator draws single frames upside down."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a body was, and when."""

    t: float
    shoulders: Point
    hips: Point
    scale: float

    def apart(self, other: _Place) -> float:
        """Distance between two places in trunks, that of shoulders or hips, the greater one."""
        farther = max(abs(self.shoulders - other.shoulders), abs(self.hips - other.hips))
        return farther / max(self.scale, other.scale)


class Cuts:
    """Notices cuts in a stream of figures. It holds all state."""

    def __init__(self) -> None:
        self._last: _Place | None = None
        self._jumped: tuple[float, _Place] | None = None

    def update(self, t: float, body: Figure | None) -> bool:
        """Whether it is sure at this instant that the video was cut just before."""
        if body is None:
            return False
        last, now = self._last, _Place(t, body.mid("shoulder"), body.mid("hip"), body.scale)
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
