"""Detect bumps of the camera: the whole body turns in the frame as one piece, which no body does."""

from __future__ import annotations

import cmath
import math
from collections import deque
from collections.abc import Sequence
from typing import Final

from coach.body import SIDES, joint
from coach.geometry import Point, seen
from coach.moves.figure import Figure
from coach.signal import TOLERANCE_S

WINDOW_S: Final = 0.5
"""Longest time that a bump takes."""

STILL_S: Final = 0.1
"""Time for which the camera stands still again before the bump is taken out."""

STILL_DEG: Final = 1.0
"""Greatest turn of the trunk in that time."""

TURN_DEG: Final = 5.0
"""Least turn that is a bump: one piece turns by up to 4 degrees in 100 clips of rendered and real people, and by 9 in a
video whose camera was bumped by 8. Less is within what the moves tolerate."""

RIGID: Final = 0.02
"""Greatest distance of the joints from where one piece would have them, root mean square in trunks: moving bodies that
turn by more than 5 degrees are farther off."""

LEAST: Final = 6
"""Least number of joints that are seen before and after."""

JOINTS: Final = tuple(joint(side, part) for side in SIDES for part in ("shoulder", "elbow", "hip", "knee", "ankle"))


class Bumps:
    """The roll that bumps have given to the camera since the start of a stream. It holds all state."""

    def __init__(self) -> None:
        self.roll_deg = 0.0
        """Roll in all, degrees, counterclockwise positive."""
        self._kept: deque[tuple[float, Figure]] = deque()

    def update(self, t: float, body: Figure | None) -> bool:
        """Take the figure as it is in the frame; return whether it is now certain that the camera was bumped."""
        kept = self._kept
        while kept and kept[0][0] < t - WINDOW_S - TOLERANCE_S:
            kept.popleft()
        if body is None:
            return False
        kept.append((t, body))
        before = kept[0][1]
        if abs(_turned(before.trunk, body.trunk)) < TURN_DEG - STILL_DEG:
            return False
        latest = [each for at, each in kept if at <= t - STILL_S + TOLERANCE_S]
        if not latest or abs(_turned(latest[-1].trunk, body.trunk)) > STILL_DEG:
            return False
        turn = _rigid_turn(before, body)
        if not abs(turn) >= TURN_DEG:  # NaN is not
            return False
        self.roll_deg += turn
        kept.clear()
        kept.append((t, body))
        return True


def _turned(before: Point, after: Point) -> float:
    return math.degrees(cmath.phase(after / before))


def _rigid_turn(before: Figure, after: Figure) -> float:
    """Turn of a body that moved as one piece, degrees; NaN if it did not, or too little of it is seen."""
    pairs = [(before.points[i], after.points[i]) for i in JOINTS]
    pairs = [(one, two) for one, two in pairs if seen(one) and seen(two)]
    if len(pairs) < LEAST:
        return math.nan
    middle, now = _mean([one for one, _ in pairs]), _mean([two for _, two in pairs])
    arms = [(one - middle, two - now) for one, two in pairs]
    turn = sum(one.conjugate() * two for one, two in arms) / sum(abs(one) ** 2 for one, _ in arms)
    off = math.sqrt(sum(abs(two - turn * one) ** 2 for one, two in arms) / len(arms))
    return _turned(1, turn) if off <= RIGID * after.scale else math.nan


def _mean(points: Sequence[Point]) -> Point:
    return sum(points) / len(points)
