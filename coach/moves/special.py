"""Measures that correct for occlusion, foreshortening and known errors of the estimator.

Each takes the figure, a side if it is about a limb, and the figure at the person's rest. Values shared by several
measures of a figure are cached.
"""

from __future__ import annotations

import cmath
import math
from functools import lru_cache
from typing import Final

from coach.body import INDEX, SIDES, Side, joint
from coach.geometry import UNSEEN, Point, angle_in_space, between, elevation, ratio, seen
from coach.moves.figure import Figure

NOSE: Final = INDEX["nose"]
SHOULDERS, HIPS, KNEES, ANKLES = (
    (joint("left", part), joint("right", part)) for part in ("shoulder", "hip", "knee", "ankle")
)

BLENDED: Final = 0.85
"""Smallest ratio of the longer thigh's length to that at rest while one leg lies flat. When the estimator confuses the
legs, it places both half way between the two (0.4 to 0.6)."""

TOGETHER: Final = 0.42
"""Distance between the ankles of crossed legs below which the estimator has merged the legs, trunk lengths."""

CLASPED: Final = 0.4
"""Largest distance between the wrists of hands that clasp a leg, trunk lengths."""

HIDDEN: Final = 0.35
"""Visibility below which a wrist's position is a guess, if the arm does not fit in the frame."""

SHORTENED: Final = 0.75
"""Ratio to its length at rest below which an arm may be misplaced (far arms of 3 in 11 rendered people)."""

SURE: Final = 0.8
"""Visibility from which a wrist's position is reliable: misplaced far wrists have up to 0.7, a rowing one 0.99."""

FACE_PART: Final = 0.4
"""Weight of the face's angle in the extension of the neck (benchmarks/population: it best separates 5 extended necks
from 42 others in the prone press-up)."""

CROSSED: Final = 0.33
"""Distance of an ankle from the other knee up to which the legs are crossed, trunk lengths."""

CROSSED_DEG: Final = 17.0
"""Angle between the shanks from which the legs are crossed (benchmarks/population: 7 to 16 if the ankle stays off the
other knee, at least 19 for merged crossed legs)."""

HANGING_DEG: Final = 6.0
"""How far below the line of the trunk a resting top leg usually is at most: -6 to 14 degrees in 18 people, -14 if its
foot rests on the floor."""

BELOW_DEG: Final = 10.0
"""How far below its rest a leg on the other leg or the floor may seem to be: a body that gets up with its leg in the
air reads at least 17 degrees below within a frame or two."""

BESIDE: Final = 0.4
"""Distance of an ankle from the other knee up to which its position is about right, trunk lengths."""

ASTRAY: Final = 0.62
"""The same for merged crossed legs (benchmarks/population: medians of up to 0.56 in 14 people; 0.60 to 0.79 where both
knees are hugged, and at least 0.75 in dead bugs with bent knees)."""

BENT_DEG: Final = 40.0
"""Flexion of the straighter knee of merged crossed legs: 48 to 127 degrees in 14 people; the long leg of a dead bug has
11 to 17."""

HIP_DRAWN: Final = 0.08
"""Distance of the hip landmarks in front of the joints in supine, trunk lengths (benchmarks/population: 0.04 to
0.15)."""

ARM: Final = 1.1
"""Length of a straight arm from the shoulder to half way along the fingers, trunk lengths."""


@lru_cache(maxsize=4)
def _thigh(figure: Figure, side: Side) -> float:
    """Return ``supine_hip_flexion``, cached."""
    return _flexed(figure, figure.limb(side, "hip", "knee"))


def supine_hip_flexion(figure: Figure, side: Side, rest: Figure | None) -> float:
    """Angle of hip to knee against the trunk's line in the body's own upright plane, degrees; 0 straight.

    For a supine body. In an oblique view the trunk is foreshortened and slopes in the image, while the rise of the
    thigh does not change; decomposing the thigh along the trunk and the vertical corrects that. From the side it equals
    the angle between thigh and trunk.
    """
    return _thigh(figure, side)


def hugged_thigh(figure: Figure, side: Side, rest: Figure | None) -> float:
    """Like ``supine_hip_flexion``, for a body with one leg flat on the floor.

    If the estimator places both legs half way between the flat and the hugged one, the clasped hands are used in place
    of the knee, and the side is unknown; without clasped hands it is unseen.
    """
    if _blended(figure, rest):
        return _flexed(figure, _clasped(figure) - figure.hips)
    return _thigh(figure, side)


def unblended_thigh(figure: Figure, side: Side, rest: Figure | None) -> float:
    """Like ``supine_hip_flexion``; unseen if both legs are placed half way between a flat and a hugged one."""
    return math.nan if _blended(figure, rest) else _thigh(figure, side)


def supine_leg_flexion(figure: Figure, side: Side, rest: Figure | None) -> float:
    """Like ``supine_hip_flexion``, of hip to ankle: a leg with its foot down has a raised thigh and a low ankle."""
    return _flexed(figure, figure.limb(side, "hip", "ankle"))


def _blended(figure: Figure, rest: Figure | None) -> bool:
    """Whether the estimator places both legs half way between a flat and a hugged one."""
    if rest is None:
        return False
    return _longest_thigh(figure) < BLENDED * _longest_thigh(rest)


@lru_cache(maxsize=4)
def _longest_thigh(figure: Figure) -> float:
    return max(abs(figure.limb(side, "hip", "knee")) / figure.scale for side in SIDES)


def _flexed(figure: Figure, thigh: Point) -> float:
    """Return the angle between a thigh, decomposed along the trunk and the vertical, and the line of the trunk."""
    feet = -figure.trunk
    if not feet.real or not thigh:
        return math.nan
    along = thigh.real / feet.real
    upward = thigh.imag - along * feet.imag
    return math.degrees(math.atan2(upward, along * abs(feet.real) / across(figure)))


@lru_cache(maxsize=2)
def across(figure: Figure) -> float:
    """Return the fraction of the trunk's length across the line of sight, 0.5 to 1, from the world landmarks."""
    (x, y, z), (u, v, w) = map(figure.span_m, HIPS, SHOULDERS)
    depth = ratio(z + w, math.hypot(x + u, y + v, z + w))
    return math.nan if math.isnan(depth) else max(0.5, math.sqrt(1 - depth * depth))


def _clasped(figure: Figure) -> Point:
    """Return the midpoint of clasped hands; unseen if they are apart."""
    left, right = figure.pair("wrist")
    return (left + right) / 2 if abs(left - right) < CLASPED * figure.scale else UNSEEN


def drawn_thigh(figure: Figure, side: Side, rest: Figure | None) -> float:
    """Angle of hip to knee against the line from shoulders to hips, degrees; unseen if the ankles coincide.

    The estimator has then merged the crossed legs.
    """
    left, right = figure.pair("ankle")
    if abs(left - right) < TOGETHER * figure.scale:
        return math.nan
    return between(-figure.trunk, figure.limb(side, "hip", "knee"))


def abduction(figure: Figure, side: Side, rest: Figure | None) -> float:
    """Angle of hip to knee above the line from shoulders to hips, degrees; 0 in line with the trunk, negative below it.

    For a body in side-lying. A leg with its foot on the floor hangs below the line of the trunk; the zero is then
    lowered by at most ``HANGING_DEG`` from its rest. Unseen far below its rest, where the other leg or the floor is: a
    body that gets up would be read as passing through it.
    """
    angle = _raised(figure, side)
    if rest is None:
        return angle
    lowest = _raised(rest, side)
    return math.nan if angle < lowest - BELOW_DEG else angle - min(lowest + HANGING_DEG, 0.0)


def _raised(figure: Figure, side: Side) -> float:
    feet, thigh = -figure.trunk, figure.limb(side, "hip", "knee")
    if not thigh or not seen(thigh):
        return math.nan
    return math.degrees(cmath.phase(thigh / feet)) * math.copysign(1, feet.real)


def arm_to_horizontal(figure: Figure, side: Side, rest: Figure | None) -> float:
    """Elevation of shoulder to wrist above the horizontal, degrees; of the upper arm if the hand is unseen.

    Unseen if the position of the hand is a guess: the arm is shorter than at rest and its wrist is not clearly visible,
    or the arm would leave the frame if extended past the head and is short or hidden.
    """
    arm = figure.limb(side, "shoulder", "wrist")
    if not seen(arm):
        return elevation(figure.limb(side, "shoulder", "elbow"))
    if rest is None:
        return elevation(arm)
    short = abs(arm) / figure.scale < SHORTENED * abs(rest.limb(side, "shoulder", "wrist")) / rest.scale
    hidden = float(figure.visibility[joint(side, "wrist")]) < (SURE if short else HIDDEN)
    # Where the two disagree, the frame decides.
    guessed = short if short == hidden else not figure.inside(figure.at(side, "shoulder") + ARM * figure.trunk)
    return math.nan if guessed else elevation(arm)


def supine_hip_line(figure: Figure, rest: Figure | None) -> float:
    """Angle from the shoulders over the hips to the knees, degrees; 180 straight, more arched, less bent.

    For a supine body: only its posture gives the angle a sign. The hip landmarks are corrected by ``HIP_DRAWN``. The
    camera's roll cancels out.
    """
    up = figure.trunk * (1j if figure.trunk.real > 0 else -1j)
    hips = figure.hips - HIP_DRAWN * up
    return 180 - elevation(figure.shoulders - hips) - elevation(figure.mid("knee") - hips)


def knee_bend_seen_from_front(figure: Figure, side: Side, rest: Figure | None) -> float:
    """Knee flexion in addition to that at rest, degrees, for a knee that may bend towards the camera.

    A knee flexed by 40 degrees towards the camera appears flexed by 2 to 18 degrees, with a shank 5 to 24 percent
    shorter than at rest. The weights are those of a linear discriminant between 10 flexed and 67 straight knees of
    three rendered bodies in five views. A leg that drifts forward also shortens its thigh.
    """
    if rest is None:
        return 0.0

    knee, thigh, shank, leg = _leg(figure, side)
    knee_then, *then = _leg(rest, side)
    thigh, shank, leg = (ratio(now, own) for now, own in zip((thigh, shank, leg), then, strict=True))
    shortened = 70 * (1 - shank) + 20 * (1 - leg) - 22 * (1 - thigh)
    return knee - knee_then + shortened


@lru_cache(maxsize=4)
def _leg(figure: Figure, side: Side) -> tuple[float, float, float, float]:
    """Return the flexion of a knee, degrees, and the lengths of thigh, shank and leg in the image, trunk lengths."""
    thigh, shank = figure.limb(side, "hip", "knee"), figure.limb(side, "knee", "ankle")
    whole = figure.limb(side, "hip", "ankle")
    return between(thigh, shank), abs(thigh) / figure.scale, abs(shank) / figure.scale, abs(whole) / figure.scale


def neck_extension(figure: Figure, rest: Figure | None) -> float:
    """Extension of the neck, degrees: about -30 in line with the trunk, larger when extended.

    For a body that faces the floor, seen from the side: the angle of the ears above the line of the trunk, plus
    ``FACE_PART`` times that of the face. Neither is enough alone: some necks extend without the ears rising, and some
    faces are measured 35 degrees too high.
    """
    if not figure.trunk.real:
        return math.nan
    ears = figure.mid("ear")
    parts = (ears - figure.shoulders, figure.points[NOSE] - ears)
    raised, face = (math.degrees(cmath.phase(part / figure.trunk)) for part in parts)
    return math.copysign(1, figure.trunk.real) * (raised + FACE_PART * face)


def crossing(figure: Figure, rest: Figure | None) -> float:
    """Distance of the nearer ankle from the other knee, in trunks, or its estimate from the angle between the shanks.

    In most views the thighs hide the ankle and the estimator merges the legs, but the shanks still diverge in space.
    They also diverge if one leg is straight (a dead bug), so both knees must be flexed.
    """
    (left, right), (left_knee, right_knee) = figure.pair("ankle"), figure.pair("knee")
    near = min(abs(left - right_knee), abs(right - left_knee)) / figure.scale
    if near > ASTRAY or (near > BESIDE and not _straighter(figure) >= BENT_DEG):  # also for NaN
        return near
    return min(near, ratio(CROSSED * CROSSED_DEG, angle_in_space(*map(figure.span_m, KNEES, ANKLES))))


def _straighter(figure: Figure) -> float:
    """Return the flexion of the straighter knee, degrees."""
    return min(between(figure.limb(side, "hip", "knee"), figure.limb(side, "knee", "ankle")) for side in SIDES)
