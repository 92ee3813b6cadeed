"""Measures that need to know more than landmarks: what hides, what bends towards the camera, what is drawn wrong.

Each takes the body, its side where it is about a limb, and the same body at the person's own rest. What several
measures of one body share is remembered for the last few bodies.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from coach.body import INDEX, SIDES, Side, joint, other
from coach.geometry import UNSEEN, Point, angle_in_space, between, elevation, ratio, seen
from coach.moves.figure import Figure

NOSE: Final = INDEX["nose"]

BLENDED: Final = 0.85
"""Shortest that the longer of two thighs may look against the person's own rest while one of them lies flat. Where
the estimator loses track of which leg is which, it draws both half way between the two (0.4 to 0.6)."""

FACE_PULL: Final = 0.2
"""Part of the face's lead over the shoulders by which these seem to turn with it."""

TOGETHER: Final = 0.42
"""Distance between the ankles of crossed legs below which the estimator has blended the legs, in trunks."""

CLASPED: Final = 0.4
"""Greatest distance between the wrists of hands that clasp a leg, in trunks."""

HIDDEN: Final = 0.35
"""Visibility below which a wrist's place is a guess, where its arm does not fit into the frame."""

SHORTENED: Final = 0.75
"""Part of its own length at rest below which an arm may be misplaced (far arms of three in eleven rendered people)."""

SURE: Final = 0.8
"""Visibility from which a wrist is where it is drawn: misplaced far ones have up to 0.7, one that rows 0.99."""

FACE_PART: Final = 0.4
"""Part of the face's angle in the bend of the neck (benchmarks/population: 5 craned necks and 42 others in the prone
press-up are farthest apart with it)."""

CROSSED: Final = 0.33
"""Distance of an ankle from the other knee up to which the legs are crossed, in trunks."""

CROSSED_DEG: Final = 17.0
"""Angle between the shanks from which legs are crossed (benchmarks/population: 7 to 16 where the ankle stays off the
other knee, 19 and more in crossed legs that are drawn as one)."""

HANGING_DEG: Final = 6.0
"""How far below the trunk's line a resting top leg usually lies at most: -6 to 14 degrees in 18 people, -14 where its
foot rests on the floor."""

BELOW_DEG: Final = 10.0
"""How far below its rest a leg may seem to be that lies on the other one or on the floor: a body that gets up with its
leg in the air reads 17 and more below within a frame or two."""

BESIDE: Final = 0.4
"""Distance of an ankle from the other knee up to which it is drawn about where it is, in trunks."""

ASTRAY: Final = 0.8
"""The same for crossed legs that are drawn as one: 0.4 to 0.9 in 14 people; in dead bugs with bent knees 0.75 and
more."""

BENT_DEG: Final = 40.0
"""Bend of the straighter knee of crossed legs that are drawn as one: 48 to 127 degrees in 14 people; the long leg of
a dead bug has 11 to 17."""

HIP_DRAWN: Final = 0.08
"""How far in front of the joint the hips of a body on its back are drawn, in trunks (benchmarks/population: 0.04 to
0.15)."""

ARM: Final = 1.1
"""Length of a stretched arm from the shoulder to half way along the fingers, in trunks."""


@lru_cache(maxsize=4)
def _thigh(figure: Figure, side: Side) -> float:
    """``supine_hip_flexion``, which several measures of one body share."""
    return _flexed(figure, figure.limb(side, "hip", "knee"))


def supine_hip_flexion(figure: Figure, side: Side, rest: Figure | None) -> float:
    """Angle of hip to knee against the trunk's line in the body's own upright plane, degrees; 0 straight.

    For a body on its back. Seen at a slant, the trunk is shortened and slopes in the image while the thigh's rise does
    not; taking the thigh apart along the trunk and along the vertical undoes that. Seen from the side it is the plain
    angle between thigh and trunk.
    """
    return _thigh(figure, side)


def hugged_thigh(figure: Figure, side: Side, rest: Figure | None) -> float:
    """As ``supine_hip_flexion`` for a body of which one leg lies flat.

    Where the estimator draws both legs half way between the flat and the hugged one, the hands that clasp the leg
    stand for the knee, and the side is unknown; without clasped hands it is unseen.
    """
    if _blended(figure, rest):
        return _flexed(figure, _clasped(figure) - figure.hips)
    return _thigh(figure, side)


def unblended_thigh(figure: Figure, side: Side, rest: Figure | None) -> float:
    """As ``supine_hip_flexion``; unseen where both legs are drawn half way between a flat and a hugged one."""
    return math.nan if _blended(figure, rest) else _thigh(figure, side)


def supine_leg_flexion(figure: Figure, side: Side, rest: Figure | None) -> float:
    """As ``supine_hip_flexion``, of hip to ankle: a leg that stands on its foot has a raised thigh and a low ankle."""
    return _flexed(figure, figure.limb(side, "hip", "ankle"))


def _blended(figure: Figure, rest: Figure | None) -> bool:
    """Whether both legs are drawn half way between a flat and a hugged one; not known where they are unseen."""
    if rest is None:
        return False
    return _longest_thigh(figure) < BLENDED * _longest_thigh(rest)


@lru_cache(maxsize=4)
def _longest_thigh(figure: Figure) -> float:
    return max(abs(figure.limb(side, "hip", "knee")) / figure.scale for side in SIDES)


def _flexed(figure: Figure, thigh: Point) -> float:
    """Angle of a thigh with the trunk's line, both taken apart along the trunk and along the vertical."""
    feet = -figure.trunk
    if not feet.real or not thigh:
        return math.nan
    along = thigh.real / feet.real
    upward = thigh.imag - along * feet.imag
    return math.degrees(math.atan2(upward, along * abs(feet.real) / across(figure)))


@lru_cache(maxsize=2)
def across(figure: Figure) -> float:
    """The part of the trunk that lies across the line of sight, 0.5 to 1; from the world landmarks."""
    (left, right), (low_left, low_right) = (
        [figure.world[joint(side, part)] for side in SIDES] for part in ("shoulder", "hip")
    )
    trunk = [(a + b) / 2 - (c + d) / 2 for a, b, c, d in zip(left, right, low_left, low_right, strict=True)]
    depth = ratio(trunk[2], math.hypot(*trunk))
    return math.nan if math.isnan(depth) else max(0.5, math.sqrt(1 - depth * depth))


def _clasped(figure: Figure) -> Point:
    """The middle of clasped hands; unseen if they are apart."""
    left, right = figure.at("left", "wrist"), figure.at("right", "wrist")
    return (left + right) / 2 if abs(left - right) < CLASPED * figure.scale else UNSEEN


def drawn_thigh(figure: Figure, side: Side, rest: Figure | None) -> float:
    """Angle of hip to knee against the line from shoulders to hips, degrees; unseen where both ankles are in one place.

    There the estimator has drawn crossed legs as one.
    """
    if abs(figure.at("left", "ankle") - figure.at("right", "ankle")) < TOGETHER * figure.scale:
        return math.nan
    return between(-figure.trunk, figure.limb(side, "hip", "knee"))


def abduction(figure: Figure, side: Side, rest: Figure | None) -> float:
    """Angle of hip to knee above the line from shoulders to hips, degrees; 0 in line with the trunk, negative below it.

    For a body that lies on its side. A leg whose foot rests on the floor hangs below the trunk's line: there it is
    measured from as far below as resting legs usually are, and no farther. Unseen far below its rest, where it cannot
    be: the other leg or the floor is there, and a body that gets up is read as going through it.
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
    """Elevation of shoulder to wrist above the horizontal, degrees; of the upper arm where the hand is out of sight.

    Unseen where the hand is a guess: the arm is drawn shorter than at rest and its wrist is not surely seen, or the arm
    would leave the frame if it were stretched past the head and is short or hidden.
    """
    arm = figure.limb(side, "shoulder", "wrist")
    if not seen(arm):
        return elevation(figure.limb(side, "shoulder", "elbow"))
    if rest is None:
        return elevation(arm)
    leaves = not figure.inside(figure.at(side, "shoulder") + ARM * figure.trunk)
    short = abs(arm) / figure.scale < SHORTENED * abs(rest.limb(side, "shoulder", "wrist")) / rest.scale
    visibility = figure.visibility[joint(side, "wrist")]
    guessed = short or visibility < HIDDEN if leaves else short and visibility < SURE
    return math.nan if guessed else elevation(arm)


def hip_extension(figure: Figure, rest: Figure | None) -> float:
    """Angle of the thighs against the line from shoulders to hips, degrees; 0 straight, above it arched, below bent.

    Of a body that lies on its front or props itself up from there: only its posture gives the angle a sign.
    """
    return elevation(figure.trunk) + elevation(figure.mid("knee") - figure.hips)


def supine_hip_line(figure: Figure, rest: Figure | None) -> float:
    """Angle from the shoulders over the hips to the knees, degrees; 180 straight, more arched, less bent.

    Of a body on its back: only its posture gives the angle a sign. The hips are taken where the joints are and not
    where they are drawn; a camera's roll tilts trunk and thighs against one another and cancels.
    """
    up = figure.trunk * (1j if figure.trunk.real > 0 else -1j)
    hips = figure.hips - HIP_DRAWN * up
    return 180 - elevation(figure.shoulders - hips) - elevation(figure.mid("knee") - hips)


def knee_bend_seen_from_front(figure: Figure, side: Side, rest: Figure | None) -> float:
    """How much more a knee is bent than at rest, degrees, where it may bend towards the camera.

    A knee bent by 40 degrees towards the camera shows 2 to 18 degrees of it and a shank 5 to 24 percent shorter than
    the person's own. The weights are those of the linear discriminant between 10 bent and 67 straight knees of three
    rendered bodies before five cameras; a leg that drifts forward shortens its thigh as well.
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
    """Bend of a knee, degrees, and the lengths of thigh, shank and whole leg in the image, in trunks."""
    thigh, shank = figure.limb(side, "hip", "knee"), figure.limb(side, "knee", "ankle")
    whole = figure.limb(side, "hip", "ankle")
    return between(thigh, shank), abs(thigh) / figure.scale, abs(shank) / figure.scale, abs(whole) / figure.scale


def neck_extension(figure: Figure, rest: Figure | None) -> float:
    """How far a neck is bent back, degrees: about -30 in line with the trunk, more the farther back.

    For a body that faces the floor, seen from the side: the angle of the ears above the trunk's line, and ``FACE_PART``
    of that of the face. Either alone misses: some necks bend without the ears rising, some faces are read 35 degrees
    too high.
    """
    if not figure.trunk.real:
        return math.nan
    ears = figure.mid("ear")
    parts = (ears - figure.shoulders, figure.points[NOSE] - ears)
    raised, face = (math.degrees(cmath.phase(part / figure.trunk)) for part in parts)
    return math.copysign(1, figure.trunk.real) * (raised + FACE_PART * face)


def crossing(figure: Figure, rest: Figure | None) -> float:
    """Distance of the nearer ankle from the other knee, in trunks, or what the angle of the shanks says of it.

    From most sides the thighs hide the ankle, and the estimator draws both legs as one: the shanks, in space, still
    point apart then. They also do where one leg is long (a dead bug), so both knees have to be bent.
    """
    near = min(abs(figure.at(side, "ankle") - figure.at(other(side), "knee")) for side in SIDES) / figure.scale
    straighter = min(between(figure.limb(side, "hip", "knee"), figure.limb(side, "knee", "ankle")) for side in SIDES)
    if near > BESIDE and not (straighter >= BENT_DEG and near <= ASTRAY):
        return near
    left, right = (
        [a - b for a, b in zip(figure.world[joint(side, "ankle")], figure.world[joint(side, "knee")], strict=True)]
        for side in SIDES
    )
    return min(near, ratio(CROSSED * CROSSED_DEG, angle_in_space(left, right)))


def sitting_height(figure: Figure, rest: Figure | None) -> float:
    """How far the ears have risen above the hips since the person's own rest, in trunks of then; 0 before it is known.

    Above the hips and not in the frame, for a camera that is pushed moves both; in trunks of then, for a slump shortens
    the trunk as well.
    """
    if rest is None:
        return 0.0
    return ((figure.mid("ear") - figure.hips) - (rest.mid("ear") - rest.hips)).imag / rest.scale


def face_vs_shoulder_rotation(figure: Figure, rest: Figure | None) -> float:
    """Turn of the face beyond that of the shoulders, degrees, whichever way; from the world landmarks."""
    return _lead(figure)


@lru_cache(maxsize=4)
def _lead(figure: Figure) -> float:
    nose = figure.world[NOSE]
    left, right = (figure.world[joint(side, "ear")] for side in SIDES)
    forward = [n - (a + b) / 2 for n, a, b in zip(nose, left, right, strict=True)]
    face = math.degrees(math.atan2(forward[0], -forward[2]))
    return abs(face) - abs(_shoulder_yaw(figure))


def shoulder_vs_hip_rotation(figure: Figure, rest: Figure | None) -> float:
    """Turn of the shoulders away from the person's own rest, degrees, left positive; seen from the front.

    The mean of what the narrowing of the shoulders says and of what their depth in space says: either alone is off
    by up to 20 degrees, in opposite directions. A face that turns farther than the shoulders pulls both along by a
    fifth of its lead, which is taken off (measured: heads turned alone read 14 to 28 degrees without, trunks turned
    under a face that stays in front 28 to 34). Unsigned narrowing takes the depth's sign.
    """
    turned = _shoulder_yaw(figure)
    if rest is None:
        return turned
    turned -= _shoulder_yaw(rest)
    narrowing = ratio(_shoulder_width(figure), _shoulder_width(rest))
    if math.isnan(narrowing):
        return math.nan
    lead = _lead(figure) - _lead(rest)
    size = (math.degrees(math.acos(min(narrowing, 1.0))) + abs(turned)) / 2 - FACE_PULL * lead
    return math.copysign(max(size, 0.0), turned)


def shoulder_tilt(figure: Figure, rest: Figure | None) -> float:
    """Slope of the shoulder line, degrees from 0: a trunk that bends to the side tilts it; seen from the front.

    One shoulder's height above the other, against their width at rest: a turn narrows them in the image.
    """
    height = abs((figure.at("left", "shoulder") - figure.at("right", "shoulder")).imag) / figure.scale
    part = ratio(height, _shoulder_width(figure if rest is None else rest))
    return math.nan if math.isnan(part) else math.degrees(math.asin(min(part, 1.0)))


def yaw(left: Sequence[float], right: Sequence[float]) -> float:
    """Turn of the line between two places in space out of the image plane, degrees, left positive."""
    return math.degrees(math.atan2(left[2] - right[2], left[0] - right[0]))


@lru_cache(maxsize=4)
def _shoulder_yaw(figure: Figure) -> float:
    return yaw(figure.world[joint("left", "shoulder")], figure.world[joint("right", "shoulder")])


@lru_cache(maxsize=4)
def _shoulder_width(figure: Figure) -> float:
    return abs(figure.at("left", "shoulder") - figure.at("right", "shoulder")) / figure.scale
