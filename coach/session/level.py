"""Estimates the camera's roll from the body on the floor.

Parts of a body on the floor are horizontal or vertical: resting legs, or the arms and thighs that support it. With a
level camera they deviate by up to 6 degrees (60 rendered and 24 real people), mostly by less than 4.
"""

from __future__ import annotations

import cmath
import math
from typing import Final

from coach.body import SIDES
from coach.geometry import Point, between, seen
from coach.moves.figure import Figure
from coach.posture import Stance
from coach.signal import Median

USUAL_DEG: Final = 4.0
"""Slopes up to this are attributed to the body and not corrected. The moves tolerate a remaining roll this large."""

SQUARE: Final = 0.25
"""Largest depth of the trunk: beyond it, perspective makes horizontal lines slope. In supine no line is horizontal
enough, and measures there are relative to the trunk."""

FLAT_DEG: Final = 12.0
"""Largest angle between trunk and legs of a body lying flat in prone; in an upward-facing dog the legs slope."""

LIFTED_DEG: Final = 6.0
"""Angle between the legs in prone from which one is lifted; resting legs are measured up to 4 degrees apart."""

PRONE_RISE_DEG: Final = 12.0
"""Rise of the trunk from hips to shoulders on all fours: arms are longer than thighs (3 to 24 degrees in 17 people)."""

ASKEW_DEG: Final = 20.0
"""Largest difference between the slopes of trunk and thighs on all fours: camera roll changes both equally, hips moving
back to the heels only the thighs."""

LEVEL_S: Final = 10.0
"""Span over which the slope is averaged: a rep moves the body, but not the camera."""


class Level:
    """Tracks the roll of the camera."""

    def __init__(self) -> None:
        self._slope = Median(LEVEL_S)

    def update(self, t: float, body: Figure | None, now: Stance) -> float:
        """Return the roll to correct, degrees, counterclockwise positive.

        Args:
            t: The instant, seconds.
            body: The figure in the frame.
            now: The posture.
        """
        slope = self._slope.update(t, math.nan if body is None or abs(now.depth) > SQUARE else _slope(body, now))
        return 0.0 if math.isnan(slope) else math.copysign(max(0.0, abs(slope) - USUAL_DEG), slope)


def _slope(body: Figure, now: Stance) -> float:
    """Return the slope of horizontal or vertical body lines in one frame, degrees; NaN in a posture without any."""
    if now.posture == "prone":
        left, right = (body.limb(side, "ankle", "hip") for side in SIDES)
        apart = between(left, right) > LIFTED_DEG
        legs = max(left, right, key=lambda leg: leg.imag) if apart else body.hips - body.mid("ankle")
        return _from_level(legs) if between(legs, body.trunk) < FLAT_DEG else math.nan
    if now.posture != "all-fours":
        return math.nan
    rise = math.copysign(PRONE_RISE_DEG, body.trunk.real)
    slopes = [_from_level(body.trunk) - rise, _upright(body, "shoulder", "wrist"), _upright(body, "hip", "knee")]
    trunk, _, thighs = slopes
    # False for NaN.
    return sum(slopes) / len(slopes) if abs(trunk - thighs) <= ASKEW_DEG else math.nan


def _from_level(line: Point) -> float:
    """Return the slope of a line that should be horizontal, -90 to 90."""
    if not line or not seen(line):
        return math.nan
    return math.degrees(cmath.phase(line if line.real >= 0 else -line))


def _upright(body: Figure, start: str, end: str) -> float:
    """Return the deviation from vertical of the supporting limb, on the side closer to perpendicular to the trunk."""
    # A limb that points up supports no weight. False for NaN.
    limbs = [limb for side in SIDES if (limb := body.limb(side, start, end)).imag < 0]
    if not limbs:
        return math.nan
    square = min(limbs, key=lambda limb: abs((limb / body.trunk).real) / abs(limb))
    return math.degrees(cmath.phase(square / -1j))
