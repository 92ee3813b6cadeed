"""A gesture that replaces a key for a person on the floor: a raised hand, or a foot if the hands bear weight."""

from __future__ import annotations

from typing import Final

from coach.body import SIDES, Side
from coach.events import Posture, View
from coach.geometry import between, elevation, seen
from coach.moves.figure import Figure

STEEP: Final = 50
"""Smallest angle of the arm or shank above the image's horizontal, degrees."""

REACH: Final = 0.5
"""Smallest height of a hand above its shoulder, in trunk lengths; a straight arm reaches 0.9 to 1.1."""

FOOT: Final = 0.35
"""Smallest height of an ankle above its knee, in trunk lengths; a shank is 0.7 to 0.8 long."""

STRAIGHT: Final = 70
"""Largest elbow flexion of a raised arm, degrees."""

HELD_S: Final = 1.0
"""Time for which the hand or foot must stay up."""

FEET: Final[tuple[Posture, ...]] = ("prone", "all-fours")
"""Postures with the hands bearing weight or under the head: there, a foot lifted by bending the knee also counts."""

ENDS: Final[tuple[View, ...]] = ("head-end", "foot-end")


class Gesture:
    """Detects a gesture, once each time a hand or foot is raised."""

    def __init__(self) -> None:
        self._since: float | None = None
        self._reported = False

    def update(self, t: float, raised: bool | None) -> bool:
        """Return whether the gesture is completed at this moment.

        Args:
            t: The instant.
            raised: Whether a hand or foot is up; ``None`` if unseen, which neither starts nor ends a gesture.
        """
        if raised is None:
            return False
        if not raised:
            self._since, self._reported = None, False
            return False
        if self._since is None:
            self._since = t
        if self._reported or t - self._since < HELD_S:
            return False
        self._reported = True
        return True


def raised(body: Figure | None, posture: Posture, view: View) -> bool | None:
    """Whether a hand, or in some postures a foot, is up; ``None`` without a body."""
    if body is None:
        return None
    if any(_hand(body, side) for side in SIDES):
        return True
    # Seen from either end of the body, a leg lying on the floor is upright in the image.
    return posture in FEET and view not in ENDS and any(_foot(body, side) for side in SIDES)


def _hand(body: Figure, side: Side) -> bool:
    upper, lower = body.limb(side, "shoulder", "elbow"), body.limb(side, "elbow", "wrist")
    arm = upper + lower
    return (
        seen(arm) and arm.imag >= REACH * body.scale and elevation(arm) >= STEEP and between(upper, lower) <= STRAIGHT
    )


def _foot(body: Figure, side: Side) -> bool:
    shank = body.limb(side, "knee", "ankle")
    return seen(shank) and shank.imag >= FOOT * body.scale and elevation(shank) >= STEEP
