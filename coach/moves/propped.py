"""Measures of bodies that are propped up: on all fours, or on their side.

As those of ``coach.moves.special``, each takes the body, its side where it is about a limb, and the same body at the
person's own rest.
"""

from __future__ import annotations

import math
from typing import Final

from coach.body import SIDES, Side, other
from coach.geometry import Point, elevation, ratio
from coach.moves.figure import Figure
from coach.moves.special import across

MERGED: Final = 0.78
"""The same for one thigh that is lifted backwards on all fours, seen squarely from the side (benchmarks/population:
0.82 and more where the far leg is found, 0.6 to 0.8 where it is drawn half way to the other)."""

STANDS_DEG: Final = -70.0
"""Elevation up to which a thigh stands on the floor, however short it is drawn: a hidden one is by up to a quarter."""


def lifted_thigh(figure: Figure, side: Side, rest: Figure | None) -> float:
    """Elevation of hip to knee above the horizontal, degrees; of a body on all fours.

    Unseen where the thigh is drawn shorter than at rest: the estimator then has lost the far leg and draws it half way
    to the other one.
    """
    thigh = figure.limb(side, "hip", "knee")
    lifted = elevation(thigh)
    if rest is None or lifted <= STANDS_DEG:
        return lifted
    own = max(_squarely(rest, rest.limb(each, "hip", "knee")) for each in SIDES)
    return math.nan if _squarely(figure, thigh) < MERGED * own else lifted


def _squarely(figure: Figure, limb: Point) -> float:
    """Length of a limb in the trunk's upright plane, in trunks, as if that were seen squarely."""
    seen = across(figure)
    return math.hypot(limb.real / seen, limb.imag) / math.hypot(figure.trunk.real / seen, figure.trunk.imag)


def thigh_opening(figure: Figure, side: Side, rest: Figure | None) -> float:
    """Angle between the thighs of a body on its side with bent knees, degrees; below 0 while knee rests on knee.

    The knees point at the camera or away from it: what is seen is how far the top knee is above the other, beyond what
    the hips are, and how far it is above the feet, which stay where they are. The weights are those of a linear
    regression over 10 rendered people and 3 simulated ones, from in front and from behind; each rendered person is off
    by 5 degrees on the mean with the weights of the others. In widths of the hips small bodies would read too low.
    """
    knee = figure.at(side, "knee")
    hips = (figure.at(side, "hip") - figure.at(other(side), "hip")).imag
    above_other = (knee - figure.at(other(side), "knee")).imag - hips
    above_feet = (knee - figure.mid("ankle")).imag
    return (36.0 * above_other + 55.0 * above_feet) / figure.scale - 15.9


def side_line(figure: Figure, side: Side, rest: Figure | None) -> float:
    """Angle from the shoulders over the hips to the knees, degrees; 180 straight, less where the hips sag.

    Of a body that is propped up on its side, whichever side is on top: only its posture gives the angle a sign.
    """
    return 180 - elevation(figure.trunk) - elevation(figure.mid("knee") - figure.hips)


def hips_back(figure: Figure, rest: Figure | None) -> float:
    """Turn of the thighs about the knees since the rest, degrees, backwards positive; of a body on all fours.

    From where the hips are: at the heels, the estimator draws the folded legs anywhere.
    """
    if rest is None:
        return 0.0
    way = figure.hips - rest.hips
    half = ratio(abs(way), 2 * abs(rest.mid("knee") - rest.hips))
    if math.isnan(half):
        return math.nan
    return math.copysign(2 * math.degrees(math.asin(min(half, 1.0))), -(way * rest.trunk.conjugate()).real)


def hip_to_heel(figure: Figure, rest: Figure | None) -> float:
    """Distance of the hips from where the ankles rested, in hundredths of the shank's length; of a body on all fours.

    The feet stay where they are, and at the heels the estimator draws them anywhere.
    """
    feet = figure if rest is None else rest
    ankles = feet.mid("ankle")
    return 100 * ratio(abs(figure.hips - ankles), abs(ankles - feet.mid("knee")))
