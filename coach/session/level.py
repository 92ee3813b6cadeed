"""Estimate the camera's roll from the body on the floor.

Parts of the body are level or upright whenever it is on the floor: resting legs, or the arms and thighs that bear it.
With a level camera they slope by up to 6 degrees (60 rendered and 24 real people), mostly by less than 4.
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
"""Slope of the body itself, not corrected: with a rolled camera as much remains, which the moves tolerate."""

SQUARE: Final = 0.25
"""Greatest depth of the trunk for the body to be seen square on: beyond it, perspective makes level lines slope. On the
back no line is level enough, and measures there are relative to the trunk."""

FLAT_DEG: Final = 12.0
"""Greatest angle between trunk and legs for a prone body to lie flat: in an up-dog the legs slope."""

LIFTED_DEG: Final = 6.0
"""Angle between the legs of a prone body from which one is lifted: lying, they read up to 4 degrees apart."""

PRONE_RISE_DEG: Final = 12.0
"""Rise of the trunk from hips to shoulders on all fours: arms are longer than thighs (3 to 24 degrees in 17 people)."""

ASKEW_DEG: Final = 20.0
"""Greatest difference between the slopes of trunk and thighs on all fours: a camera's roll slopes both alike, hips that
move back to the heels only the thighs."""

LEVEL_S: Final = 10.0
"""Span over which the slope is averaged: a rep moves the body, but not the camera."""


class Level:
    """The roll of a camera, over time. It holds all state."""

    def __init__(self) -> None:
        self._slope = Median(LEVEL_S)

    def update(self, t: float, body: Figure | None, now: Stance) -> float:
        """Return the roll to take out of the frame: degrees, counterclockwise positive.

        Args:
            t: The instant.
            body: The figure in the frame.
            now: The posture.
        """
        slope = self._slope.update(t, math.nan if body is None or abs(now.depth) > SQUARE else _slope(body, now))
        return 0.0 if math.isnan(slope) else math.copysign(max(0.0, abs(slope) - USUAL_DEG), slope)


def _slope(body: Figure, now: Stance) -> float:
    """Slope of the level or upright lines in one frame, degrees; NaN in a posture without such lines."""
    hips = body.mid("hip")
    if now.posture == "prone":
        left, right = (body.limb(side, "ankle", "hip") for side in SIDES)
        apart = between(left, right) > LIFTED_DEG
        legs = max(left, right, key=lambda leg: leg.imag) if apart else hips - body.mid("ankle")
        return _from_level(legs) if between(legs, body.trunk) < FLAT_DEG else math.nan
    if now.posture != "all-fours":
        return math.nan
    rise = math.copysign(PRONE_RISE_DEG, body.trunk.real)
    slopes = [_from_level(body.trunk) - rise, _upright(body, "shoulder", "wrist"), _upright(body, "hip", "knee")]
    trunk, _, thighs = slopes
    # NaN is not less.
    return sum(slopes) / len(slopes) if abs(trunk - thighs) <= ASKEW_DEG else math.nan


def _from_level(line: Point) -> float:
    """Slope of a line that should be level, -90 to 90."""
    if not line or not seen(line):
        return math.nan
    return math.degrees(cmath.phase(line if line.real >= 0 else -line))


def _upright(body: Figure, start: str, end: str) -> float:
    """Slope of the limb that bears the body: of both sides, the one closer to square with the trunk."""
    # A raised hand bears no weight.
    limbs = [limb for limb in (body.limb(side, start, end) for side in SIDES) if seen(limb) and limb.imag < 0]
    if not limbs:
        return math.nan
    square = min(limbs, key=lambda limb: abs((limb / body.trunk).real) / abs(limb))
    return math.degrees(cmath.phase(square / -1j))
