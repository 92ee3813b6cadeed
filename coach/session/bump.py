"""Detects bumps of the camera: the whole body rotates rigidly in the frame, which no movement does."""

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
"""Longest duration of a bump."""

STILL_S: Final = 0.1
"""Time for which the camera must be still again before the bump is corrected."""

STILL_DEG: Final = 1.0
"""Largest rotation of the trunk in that time."""

TURN_DEG: Final = 5.0
"""Smallest rotation that is a bump: rigid rotations reach 4 degrees in 100 clips of rendered and real people, and 9 in
a video whose camera was bumped by 8. The moves tolerate smaller ones."""

RIGID: Final = 0.02
"""Largest root-mean-square deviation of the joints from a rigid rotation, in trunk lengths: bodies that move and rotate
by more than 5 degrees deviate more."""

LEAST: Final = 6
"""Smallest number of joints seen both before and after."""

JOINTS: Final = tuple(joint(side, part) for side in SIDES for part in ("shoulder", "elbow", "hip", "knee", "ankle"))


class Bumps:
    """Accumulates the camera's roll from bumps since the start of a stream."""

    def __init__(self) -> None:
        self.roll_deg = 0.0
        """Total roll, degrees, counterclockwise positive."""
        self._kept: deque[tuple[float, Figure]] = deque()

    def update(self, t: float, body: Figure | None) -> bool:
        """Process the figure at ``t``, seconds; return whether a bump was detected."""
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
        if not abs(turn) >= TURN_DEG:  # also for NaN
            return False
        self.roll_deg += turn
        kept.clear()
        kept.append((t, body))
        return True


def _turned(before: Point, after: Point) -> float:
    return math.degrees(cmath.phase(after / before))


def _rigid_turn(before: Figure, after: Figure) -> float:
    """Return the rotation of a rigidly moved body, degrees; NaN if it is not rigid or too few joints are seen."""
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
