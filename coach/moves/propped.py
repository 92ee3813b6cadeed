"""Measures of bodies that are propped up: on all fours, on their side, or on their arms.

Like those of ``coach.moves.special``, each takes the figure, a side if it is about a limb, and the figure at rest.
"""

from __future__ import annotations

import math
from typing import Final

from coach.body import SIDES, Side, other
from coach.geometry import Point, elevation, ratio
from coach.moves.figure import Figure
from coach.moves.special import across

MERGED: Final = 0.78
"""Shortest length, as a fraction of that at rest, of a thigh lifted backwards on all fours, corrected for the view
(benchmarks/population: at least 0.82 if the far leg is found, 0.6 to 0.8 if it is placed half way to the other)."""

AT_HEELS: Final = 45.0
"""Hips do not come nearer to the ankles, in hundredths of the shank: thigh and calf meet (rendered: 47 to 68)."""

UPRIGHT_DEG: Final = 90.0
"""Angle between thighs and shanks on hands and knees."""

LOST: Final = 0.6
"""Part of the thighs' own length below which the legs of a prone body are not where they are drawn: at the top of a
rendered press-up they were drawn in front of the hips, 0.05 to 0.2 long instead of 0.8."""

LAIN: Final = 0.5
"""How far hips that stay on the floor may seem to move, in trunks (0.3 in that press-up)."""

STANDS_DEG: Final = -70.0
"""Elevation up to which a thigh supports the body, however short it appears: hidden ones are up to 25 % shorter."""


def lifted_thigh(figure: Figure, side: Side, rest: Figure | None) -> float:
    """Elevation of hip to knee above the horizontal, degrees; of a body on all fours.

    Unseen if the thigh appears shorter than at rest: the estimator has then lost the far leg and places it half way to
    the other one.
    """
    thigh = figure.limb(side, "hip", "knee")
    lifted = elevation(thigh)
    if rest is None or lifted <= STANDS_DEG:
        return lifted
    own = max(_squarely(rest, rest.limb(each, "hip", "knee")) for each in SIDES)
    return math.nan if _squarely(figure, thigh) < MERGED * own else lifted


def _squarely(figure: Figure, limb: Point) -> float:
    """Return the length of a limb in the trunk's vertical plane, trunk lengths, corrected for the angle of the view."""
    seen = across(figure)
    return math.hypot(limb.real / seen, limb.imag) / math.hypot(figure.trunk.real / seen, figure.trunk.imag)


def thigh_opening(figure: Figure, side: Side, rest: Figure | None) -> float:
    """Angle between the thighs of a body on its side with bent knees, degrees; below 0 while knee rests on knee.

    The knees point at the camera or away from it: the image shows how far the top knee is above the other, beyond
    that of the hips, and how far it is above the feet, which stay where they are. The weights are those of a linear
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

    For a body in side plank on either side: only its posture gives the angle a sign.
    """
    return 180 - elevation(figure.trunk) - elevation(figure.mid("knee") - figure.hips)


def hips_back(figure: Figure, rest: Figure | None) -> float:
    """Turn of the thighs about the knees since the rest, degrees, backwards positive; of a body on all fours.

    Computed from the position of the hips: when they are at the heels, the estimator places the folded legs anywhere.
    """
    if rest is None:
        # From upright: a body on its way is not still.
        thigh = figure.hips - figure.mid("knee")
        forward = (thigh * figure.trunk.conjugate()).real / figure.scale
        return math.degrees(math.atan2(-forward, thigh.imag))
    way = figure.hips - rest.hips
    half = ratio(abs(way), 2 * abs(rest.mid("knee") - rest.hips))
    if math.isnan(half):
        return math.nan
    return math.copysign(2 * math.degrees(math.asin(min(half, 1.0))), -(way * rest.trunk.conjugate()).real)


def hip_to_heel(figure: Figure, rest: Figure | None) -> float:
    """Distance of the hips from where the ankles rested, in hundredths of the shank's length; of a body on all fours.

    The feet stay where they are, and at the heels the estimator draws them anywhere. From the turn of the thighs, which
    stood upright on the knees at rest: off by 6 on the mean of 9 people; the distance as it is drawn is off by 8.
    """
    own = figure if rest is None else rest
    knees = own.mid("knee")
    thigh, shank = abs(own.hips - knees), abs(own.mid("ankle") - knees)
    if rest is None:
        # Not known to be upright: a video may begin at the heels.
        return 100 * ratio(abs(figure.hips - figure.mid("ankle")), shank)
    bent = math.radians(UPRIGHT_DEG - hips_back(figure, rest))
    distance = 100 * ratio(math.hypot(thigh - shank * math.cos(bent), shank * math.sin(bent)), shank)
    return max(distance, AT_HEELS)  # NaN is kept


def _lost_legs(figure: Figure, rest: Figure) -> bool:
    """Whether the thighs of a prone body are drawn far too short while its hips are about where they lay."""
    short = abs(figure.mid("knee") - figure.hips) < LOST * abs(rest.mid("knee") - rest.hips)
    return short and abs(figure.hips - rest.hips) < LAIN * rest.scale


def hip_extension(figure: Figure, rest: Figure | None) -> float:
    """Angle of the thighs against the line from shoulders to hips, degrees; 0 straight, above it arched, below bent.

    Of a body that lies on its front or props itself up from there: only its posture gives the angle a sign. Where the
    estimator has lost the legs, they lie where they lay at rest.
    """
    legs = rest if rest is not None and _lost_legs(figure, rest) else figure
    return elevation(figure.trunk) + elevation(legs.mid("knee") - figure.hips)


def lying_thighs(figure: Figure, rest: Figure | None) -> float:
    """Elevation of the knees as seen from the hips, degrees; unseen where a prone body's legs are lost."""
    lost = rest is not None and _lost_legs(figure, rest)
    return math.nan if lost else elevation(figure.mid("knee") - figure.hips)


def lying_shanks(figure: Figure, rest: Figure | None) -> float:
    """Elevation of the ankles as seen from the knees, degrees; unseen where a prone body's legs are lost."""
    lost = rest is not None and _lost_legs(figure, rest)
    return math.nan if lost else elevation(figure.mid("ankle") - figure.mid("knee"))
