"""The kinds of measure that moves are written with.

Each kind turns a figure, one side of it where it is about a limb, and the person's own rest (``None`` until they were
seen at rest) into one number: degrees, or a length in trunks. Unseen is NaN. All but those that say so are taken in
the picture's plane, where the estimator was measured to be right within a few degrees.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from coach.body import INDEX, SIDES, Side, joint, other
from coach.geometry import UNSEEN, Point, between, elevation, ratio, seen
from coach.moves.figure import Figure

Unit = Literal["degrees", "trunks"]
SidedMeasure = Callable[[Figure, Side, Figure | None], float]
WholeMeasure = Callable[[Figure, Figure | None], float]

BLENDED: Final = 0.85
"""Shortest that the longer of two thighs may look against the person's own rest while one of them lies flat. Where
the estimator loses track of which leg is which, it draws both half way between the two (0.4 to 0.6)."""


NOSE: Final = INDEX["nose"]

FACE_PULL: Final = 0.2
"""Part of the face's lead over the shoulders by which these seem to turn with it."""

TOGETHER: Final = 0.42
"""Distance between the ankles of crossed legs below which the estimator has blended the legs, in trunks."""

CLASPED: Final = 0.4
"""Greatest distance between the wrists of hands that clasp a leg, in trunks."""

HIDDEN: Final = 0.35
"""Visibility below which a wrist's place is a guess, where its arm does not fit into the picture."""

SHORTENED: Final = 0.75
"""Part of its own length at rest below which an arm that does not fit into the picture is misplaced."""

ARM: Final = 1.1
"""Length of a stretched arm, shoulder to fingertips' half, in trunks."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of measure: what it gives, of a limb or of the whole body."""

    unit: Unit
    of_limb: SidedMeasure | None = None
    of_body: WholeMeasure | None = None

    @property
    def summary(self) -> str:
        """What it gives, in a sentence: the first of its function's docstring."""
        measured = self.of_limb or self.of_body
        return (measured.__doc__ or "").partition("\n")[0]


def thigh_vs_trunk_line(figure: Figure, side: Side, rest: Figure | None) -> float:
    """Angle of hip to knee against the line from shoulders to hips, degrees; 0 straight."""
    return between(-figure.trunk, figure.limb(side, "hip", "knee"))


def supine_hip_flexion(figure: Figure, side: Side, rest: Figure | None) -> float:
    """Angle of hip to knee against the trunk's line in the body's own upright plane, degrees; 0 straight.

    For a body on its back. Seen at a slant, the trunk is shortened and slopes in the picture while the thigh's rise
    does not; taking the thigh apart along the trunk and along the vertical undoes that. Seen from the side it is
    ``thigh_vs_trunk_line``.
    """
    return _flexed(figure, figure.limb(side, "hip", "knee"))


def hugged_thigh(figure: Figure, side: Side, rest: Figure | None) -> float:
    """As ``supine_hip_flexion`` for a body of which one leg lies flat.

    Where the estimator draws both legs half way between the flat and the hugged one, the hands that clasp the leg
    stand for the knee, and the side is unknown; without clasped hands it is unseen.
    """
    if _blended(figure, rest):
        return _flexed(figure, _clasped(figure) - figure.mid("hip"))
    return supine_hip_flexion(figure, side, rest)


def unblended_thigh(figure: Figure, side: Side, rest: Figure | None) -> float:
    """As ``supine_hip_flexion``; unseen where both legs are drawn half way between a flat and a hugged one."""
    return math.nan if _blended(figure, rest) else supine_hip_flexion(figure, side, rest)


def _blended(figure: Figure, rest: Figure | None) -> bool:
    """Whether both legs are drawn half way between a flat and a hugged one; not known where they are unseen."""
    if rest is None:
        return False
    longest = max(abs(figure.limb(s, "hip", "knee")) / figure.scale for s in SIDES)
    own = max(abs(rest.limb(s, "hip", "knee")) / rest.scale for s in SIDES)
    return longest < BLENDED * own


def _flexed(figure: Figure, thigh: Point) -> float:
    """Angle of a thigh with the trunk's line, both taken apart along the trunk and along the vertical."""
    feet = -figure.trunk
    if not feet.real or not thigh:
        return math.nan
    along = thigh.real / feet.real
    rise = thigh.imag - along * feet.imag
    return math.degrees(math.atan2(rise, along * abs(feet.real) / _across(figure)))


def _across(figure: Figure) -> float:
    """The part of the trunk that lies across the line of sight, 0.5 to 1; from the world landmarks."""
    shoulders, hips = (
        [sum(pair) / 2 for pair in zip(*(figure.world[joint(s, part)] for s in SIDES), strict=True)]
        for part in ("shoulder", "hip")
    )
    trunk = [a - b for a, b in zip(shoulders, hips, strict=True)]
    depth = ratio(trunk[2], math.hypot(*trunk))
    return math.nan if math.isnan(depth) else max(0.5, math.sqrt(1 - depth * depth))


def _clasped(figure: Figure) -> Point:
    """The middle of clasped hands; unseen if they are apart."""
    left, right = figure.at("left", "wrist"), figure.at("right", "wrist")
    return (left + right) / 2 if abs(left - right) < CLASPED * figure.scale else UNSEEN


def knee_flexion(figure: Figure, side: Side, rest: Figure | None) -> float:
    """Bend of a knee, degrees; 0 straight."""
    return between(figure.limb(side, "hip", "knee"), figure.limb(side, "knee", "ankle"))


def elbow_flexion(figure: Figure, side: Side, rest: Figure | None) -> float:
    """Bend of an elbow, degrees; 0 straight."""
    return between(figure.limb(side, "shoulder", "elbow"), figure.limb(side, "elbow", "wrist"))


def leg_to_horizontal(figure: Figure, side: Side, rest: Figure | None) -> float:
    """Rise of hip to ankle above the picture's horizontal, degrees; of the thigh where the foot is out of sight."""
    whole = figure.limb(side, "hip", "ankle")
    return elevation(whole if seen(whole) else figure.limb(side, "hip", "knee"))


def arm_to_horizontal(figure: Figure, side: Side, rest: Figure | None) -> float:
    """Rise of shoulder to wrist above the picture's horizontal, degrees.

    Unseen where an arm stretched past the head would leave the picture and this one is hidden or drawn shorter than
    at rest: the estimator then places the hand somewhere inside.
    """
    arm = figure.limb(side, "shoulder", "wrist")
    if not seen(arm):
        arm = figure.limb(side, "shoulder", "elbow")
    elif rest is not None and not _arm_fits(figure, side):
        own = abs(rest.limb(side, "shoulder", "wrist")) / rest.scale
        hidden = figure.visibility[joint(side, "wrist")] < HIDDEN
        if hidden or abs(arm) / figure.scale < SHORTENED * own:
            return math.nan
    return elevation(arm)


def _arm_fits(figure: Figure, side: Side) -> bool:
    """Whether an arm stretched along the trunk's line, past the head, would end in the picture."""
    return figure.inside(figure.at(side, "shoulder") + ARM * figure.trunk)


def torso_inclination(figure: Figure, rest: Figure | None) -> float:
    """Rise of hips to shoulders above the picture's horizontal, degrees."""
    return elevation(figure.trunk)


def hip_extension(figure: Figure, rest: Figure | None) -> float:
    """Angle of the thighs against the line from shoulders to hips, degrees; 0 straight, above it arched, below bent.

    Of a body that lies on its front or props itself up from there.
    """
    return torso_inclination(figure, rest) + thighs_to_horizontal(figure, rest)


def thighs_to_horizontal(figure: Figure, rest: Figure | None) -> float:
    """Rise of hips to knees above the picture's horizontal, degrees."""
    return elevation(figure.mid("knee") - figure.mid("hip"))


def shanks_to_horizontal(figure: Figure, rest: Figure | None) -> float:
    """Rise of knees to ankles above the picture's horizontal, degrees."""
    return elevation(figure.mid("ankle") - figure.mid("knee"))


def head_risen(figure: Figure, rest: Figure | None) -> float:
    """How far the ears have risen in the picture since the person's own rest, in trunks: a slump lowers them."""
    if rest is None:
        return 0.0
    return (figure.mid("ear") - rest.mid("ear")).imag / rest.scale


def ears_above_shoulders(figure: Figure, rest: Figure | None) -> float:
    """Height of the ears above the shoulders in the picture, in trunks."""
    return (figure.mid("ear") - figure.mid("shoulder")).imag / figure.scale


def mouth_above_shoulders(figure: Figure, rest: Figure | None) -> float:
    """Height of the mouth above the shoulders in the picture, in trunks."""
    return (figure.mid("mouth") - figure.mid("shoulder")).imag / figure.scale


def ears_to_shoulders(figure: Figure, rest: Figure | None) -> float:
    """Distance of the ears from the shoulders, in trunks."""
    return abs(figure.mid("ear") - figure.mid("shoulder")) / figure.scale


def face_to_trunk(figure: Figure, rest: Figure | None) -> float:
    """Angle of ears to nose against the line from hips to shoulders, degrees: a neck bent back makes it smaller."""
    return between(figure.trunk, _face(figure))


def face_to_horizontal(figure: Figure, rest: Figure | None) -> float:
    """Rise of ears to nose above the picture's horizontal, degrees: -90 looks straight down."""
    return elevation(_face(figure))


def face_vs_shoulder_rotation(figure: Figure, rest: Figure | None) -> float:
    """Turn of the face beyond that of the shoulders, degrees, whichever way; from the world landmarks."""
    nose = figure.world[NOSE]
    left, right = (figure.world[joint(side, "ear")] for side in SIDES)
    forward = [n - (a + b) / 2 for n, a, b in zip(nose, left, right, strict=True)]
    face = math.degrees(math.atan2(forward[0], -forward[2]))
    return abs(face) - abs(shoulder_yaw(figure, rest))


def hand_above_hips(figure: Figure, side: Side, rest: Figure | None) -> float:
    """Height of a wrist above the middle of the hips in the picture, in trunks."""
    return (figure.at(side, "wrist") - figure.mid("hip")).imag / figure.scale


def knee_moved_out(figure: Figure, side: Side, rest: Figure | None) -> float:
    """How far a knee has moved to its own side of the hips since the person's own rest, in trunks; from the front."""
    return 0.0 if rest is None else _outwards(figure, side) - _outwards(rest, side)


def _outwards(figure: Figure, side: Side) -> float:
    way = math.copysign(1, (figure.at(side, "hip") - figure.at(other(side), "hip")).real)
    return (figure.at(side, "knee") - figure.mid("hip")).real * way / figure.scale


def leg_length(figure: Figure, side: Side, rest: Figure | None) -> float:
    """Distance from hip to ankle in the picture, in trunks: a bent or foreshortened leg is short."""
    return abs(figure.limb(side, "hip", "ankle")) / figure.scale


def knee_bend_seen_from_front(figure: Figure, side: Side, rest: Figure | None) -> float:
    """How much more a knee is bent than at rest, degrees, where it may bend towards the camera.

    A knee bent by 40 degrees towards the camera shows 2 to 18 degrees of it and a shank 5 to 24 percent shorter than
    the person's own. The weights are those of the linear discriminant between 10 bent and 67 straight knees of three
    rendered bodies before five cameras; a leg that drifts forward shortens its thigh as well.
    """
    if rest is None:
        return 0.0

    def of_rest(start: str, end: str) -> float:
        own = abs(rest.limb(side, start, end)) / rest.scale
        return ratio(abs(figure.limb(side, start, end)) / figure.scale, own)

    shortened = (
        70 * (1 - of_rest("knee", "ankle")) + 20 * (1 - of_rest("hip", "ankle")) - 22 * (1 - of_rest("hip", "knee"))
    )
    return knee_flexion(figure, side, None) - knee_flexion(rest, side, None) + shortened


def ankle_to_other_knee(figure: Figure, side: Side, rest: Figure | None) -> float:
    """Distance of an ankle from the other knee, in trunks."""
    return abs(figure.at(side, "ankle") - figure.at(other(side), "knee")) / figure.scale


def shanks_apart(figure: Figure, rest: Figure | None) -> float:
    """Angle between the two shanks in space, degrees; from the world landmarks."""
    left, right = (
        [a - b for a, b in zip(figure.world[joint(s, "ankle")], figure.world[joint(s, "knee")], strict=True)]
        for s in SIDES
    )
    cosine = ratio(sum(a * b for a, b in zip(left, right, strict=True)), math.hypot(*left) * math.hypot(*right))
    return math.nan if math.isnan(cosine) else math.degrees(math.acos(max(-1.0, min(1.0, cosine))))


def drawn_thigh(figure: Figure, side: Side, rest: Figure | None) -> float:
    """As ``thigh_vs_trunk_line``; unseen where both ankles are drawn in one place, for then the legs are blended."""
    if abs(figure.at("left", "ankle") - figure.at("right", "ankle")) < TOGETHER * figure.scale:
        return math.nan
    return thigh_vs_trunk_line(figure, side, rest)


def knee_above_hips(figure: Figure, side: Side, rest: Figure | None) -> float:
    """Height of a knee above the middle of the hips in the picture, in trunks."""
    return (figure.at(side, "knee") - figure.mid("hip")).imag / figure.scale


def hand_to_ear(figure: Figure, side: Side, rest: Figure | None) -> float:
    """Distance of a wrist from the middle of the ears, in trunks."""
    return abs(figure.at(side, "wrist") - figure.mid("ear")) / figure.scale


def shoulder_vs_hip_rotation(figure: Figure, rest: Figure | None) -> float:
    """Turn of the shoulders away from the person's own rest, degrees, left positive; seen from the front.

    The mean of what the narrowing of the shoulders says and of what their depth in space says: either alone is off
    by up to 20 degrees, in opposite directions. A face that turns farther than the shoulders pulls both along by a
    fifth of its lead, which is taken off (measured: heads turned alone read 14 to 28 degrees without, trunks turned
    under a face that stays in front 28 to 34). Unsigned narrowing takes the depth's sign.
    """
    yaw = shoulder_yaw(figure, rest)
    if rest is None:
        return yaw
    turned = yaw - shoulder_yaw(rest, None)
    narrowing = ratio(_shoulder_width(figure), _shoulder_width(rest))
    if math.isnan(narrowing):
        return math.nan
    lead = face_vs_shoulder_rotation(figure, None) - face_vs_shoulder_rotation(rest, None)
    size = (math.degrees(math.acos(min(narrowing, 1.0))) + abs(turned)) / 2 - FACE_PULL * lead
    return math.copysign(max(size, 0.0), turned)


def shoulder_tilt(figure: Figure, rest: Figure | None) -> float:
    """Slope of the shoulder line, degrees from 0: a trunk that bends to the side tilts it; seen from the front.

    One shoulder's height above the other, against their width at rest: a turn narrows them in the picture.
    """
    height = abs((figure.at("left", "shoulder") - figure.at("right", "shoulder")).imag) / figure.scale
    part = ratio(height, _shoulder_width(figure if rest is None else rest))
    return math.nan if math.isnan(part) else math.degrees(math.asin(min(part, 1.0)))


def shoulder_yaw(figure: Figure, rest: Figure | None) -> float:
    """Turn of the shoulder line out of the picture's plane, degrees, left positive; from the world landmarks."""
    left, right = (figure.world[joint(side, "shoulder")] for side in SIDES)
    return math.degrees(math.atan2(left[2] - right[2], left[0] - right[0]))


def _face(figure: Figure) -> Point:
    return figure.points[NOSE] - figure.mid("ear")


def _shoulder_width(figure: Figure) -> float:
    return abs(figure.at("left", "shoulder") - figure.at("right", "shoulder")) / figure.scale


KINDS: Final[Mapping[str, Kind]] = {
    "thigh_vs_trunk_line": Kind("degrees", of_limb=thigh_vs_trunk_line),
    "unblended_thigh": Kind("degrees", of_limb=unblended_thigh),
    "supine_hip_flexion": Kind("degrees", of_limb=supine_hip_flexion),
    "hugged_thigh": Kind("degrees", of_limb=hugged_thigh),
    "knee_flexion": Kind("degrees", of_limb=knee_flexion),
    "elbow_flexion": Kind("degrees", of_limb=elbow_flexion),
    "leg_to_horizontal": Kind("degrees", of_limb=leg_to_horizontal),
    "arm_to_horizontal": Kind("degrees", of_limb=arm_to_horizontal),
    "torso_inclination": Kind("degrees", of_body=torso_inclination),
    "hip_extension": Kind("degrees", of_body=hip_extension),
    "thighs_to_horizontal": Kind("degrees", of_body=thighs_to_horizontal),
    "shanks_to_horizontal": Kind("degrees", of_body=shanks_to_horizontal),
    "head_risen": Kind("trunks", of_body=head_risen),
    "ears_above_shoulders": Kind("trunks", of_body=ears_above_shoulders),
    "mouth_above_shoulders": Kind("trunks", of_body=mouth_above_shoulders),
    "ears_to_shoulders": Kind("trunks", of_body=ears_to_shoulders),
    "face_to_trunk": Kind("degrees", of_body=face_to_trunk),
    "face_to_horizontal": Kind("degrees", of_body=face_to_horizontal),
    "face_vs_shoulder_rotation": Kind("degrees", of_body=face_vs_shoulder_rotation),
    "hand_above_hips": Kind("trunks", of_limb=hand_above_hips),
    "knee_moved_out": Kind("trunks", of_limb=knee_moved_out),
    "leg_length": Kind("trunks", of_limb=leg_length),
    "knee_bend_seen_from_front": Kind("degrees", of_limb=knee_bend_seen_from_front),
    "ankle_to_other_knee": Kind("trunks", of_limb=ankle_to_other_knee),
    "drawn_thigh": Kind("degrees", of_limb=drawn_thigh),
    "shanks_apart": Kind("degrees", of_body=shanks_apart),
    "hand_to_ear": Kind("trunks", of_limb=hand_to_ear),
    "knee_above_hips": Kind("trunks", of_limb=knee_above_hips),
    "shoulder_vs_hip_rotation": Kind("degrees", of_body=shoulder_vs_hip_rotation),
    "shoulder_tilt": Kind("degrees", of_body=shoulder_tilt),
    "shoulder_yaw": Kind("degrees", of_body=shoulder_yaw),
}
