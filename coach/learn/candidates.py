"""The measures that a demonstration is searched for, by posture and by the side of the body that the camera sees.

Few are listed: without such a list, a measure that happens to move along outranks the one that a person would name.
Each rises from the rest to the top, so a knee that is straightened is measured as 180 degrees less its bend.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from coach.events import Posture, View
from coach.moves.measures import KINDS
from coach.moves.move import Limb, Measure

Plane: TypeAlias = Literal["side", "front"]
"""From where a measure is in the image plane: from the side of the body, or from its front or back."""

Group: TypeAlias = Literal["thigh", "knee", "trunk", "arm"]
"""What moves. Two candidates of one group move together and do not confirm one another."""

PLANES: Final[dict[Plane, tuple[View, ...]]] = {"side": ("side", "oblique"), "front": ("front", "back", "oblique")}

LYING: Final[tuple[Posture, ...]] = ("supine", "prone", "side-lying-left", "side-lying-right")
ON_SIDE: Final[tuple[Posture, ...]] = ("side-lying-left", "side-lying-right")
UPRIGHT: Final[tuple[Posture, ...]] = ("kneeling", "standing")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A measure that a move may turn on.

    Attributes:
        name: What it is called in the move file and in the catalogues.
        measure: The measure.
        group: What moves.
        postures: The postures in which it is looked for.
        plane: From where it is in the image plane.
        noise: Scatter of its readings in a body that does not move, in its unit: measured on the simulated people.
        weight: By how much its score counts, below 1 for what follows from another measure.
        blind: Change near the rest that its readings do not show.
        confirms: Whether it may confirm another measure: how the hands are held is left to the person in most postures.
        varies: By how much it differs between two people who do the same well, in its unit.
        hides: Whether it may be hidden at the top, and is asked for on the way there.
        twin: The candidate that takes the greater of two limbs, where this one takes the lesser.
    """

    name: str
    measure: Measure
    group: Group
    postures: tuple[Posture, ...]
    plane: Plane
    noise: float
    weight: float = 1.0
    blind: float = 0.0
    confirms: bool = True
    varies: float = 12.0
    hides: bool = False
    twin: str = ""

    @property
    def degrees(self) -> bool:
        """Whether it is an angle; otherwise it is a length in trunks."""
        return KINDS[self.measure.kind].unit == "degrees"


_TRUNK: Final = ("mid_shoulder", "mid_hip")


def _angle(of: tuple[str, str], against: tuple[str, str], limb: Limb = "body") -> Measure:
    return Measure("angle", of, against, limb=limb)


_KNEE_BEND: Final = _angle(("knee", "ankle"), ("hip", "knee"), "most")
_KNEE_STRAIGHT: Final = _angle(("knee", "ankle"), ("knee", "hip"), "most")
_KNEES_BEND: Final = _angle(("mid_knee", "mid_ankle"), ("mid_hip", "mid_knee"))
_FOLD: Final = _angle(("mid_hip", "mid_knee"), _TRUNK)
_ARM: Final = _angle(("shoulder", "wrist"), _TRUNK, "most")
_LEG: Final = Measure("elevation", ("hip", "ankle"), fallback=("hip", "knee"), limb="most")
_THIGH_UP: Final = Measure("elevation", ("hip", "knee"), limb="most")

CANDIDATES: Final[tuple[Candidate, ...]] = (
    # On the back.
    Candidate(
        "thigh",
        Measure("hugged_thigh", limb="most", fastest=200),
        "thigh",
        ("supine",),
        "side",
        4,
    ),
    Candidate(
        "both-thighs",
        Measure("supine_hip_flexion", limb="least", fastest=400),
        "thigh",
        ("supine",),
        "side",
        4,
        twin="thigh",
    ),
    Candidate("leg", Measure("elevation", ("hip", "ankle"), limb="most"), "thigh", ("supine",), "side", 4, 0.5),
    Candidate("hips-open", _angle(("mid_knee", "mid_hip"), _TRUNK), "trunk", ("supine",), "side", 4),
    Candidate("knee-bend", _KNEE_BEND, "knee", ("supine",), "side", 6, 0.6),
    Candidate("knee-straight", _KNEE_STRAIGHT, "knee", ("supine",), "side", 6, 0.6),
    Candidate("arm", _ARM, "arm", ("supine",), "side", 10, 0.6, confirms=False),
    # On the side.
    Candidate("top-thigh", _angle(("hip", "knee"), _TRUNK, "top"), "thigh", ON_SIDE, "front", 3),
    Candidate("bottom-thigh", _angle(("hip", "knee"), _TRUNK, "bottom"), "thigh", ON_SIDE, "front", 5, 0.6),
    Candidate(
        "knees-apart",
        Measure("height", ("other_knee", "knee"), from_rest=True, limb="top"),
        "thigh",
        ON_SIDE,
        "front",
        0.05,
        0.8,
        varies=0.25,
    ),
    Candidate("side-line", _angle(("mid_ankle", "mid_hip"), _TRUNK), "trunk", ON_SIDE, "front", 4),
    Candidate("arm", _angle(("shoulder", "wrist"), _TRUNK, "top"), "arm", ON_SIDE, "front", 10, 0.6, confirms=False),
    # On hands and knees.
    Candidate("thigh", _THIGH_UP, "thigh", ("all-fours",), "side", 4),
    Candidate("leg", _LEG, "thigh", ("all-fours",), "side", 4, 0.4),
    Candidate(
        "both-thighs",
        Measure("elevation", ("hip", "knee"), limb="least"),
        "thigh",
        ("all-fours",),
        "side",
        4,
        0.5,
        twin="thigh",
    ),
    Candidate("arm", Measure("arm_to_horizontal", limb="most"), "arm", ("all-fours",), "side", 6, 0.6),
    Candidate("hips-back", _FOLD, "trunk", ("all-fours",), "side", 5),
    Candidate("knees-bend", _KNEES_BEND, "knee", ("all-fours",), "side", 6, 0.6),
    # On the front.
    Candidate("trunk", Measure("elevation", ("mid_hip", "mid_shoulder")), "trunk", ("prone",), "side", 2),
    Candidate("leg", _LEG, "thigh", ("prone",), "side", 2),
    Candidate("knee-bend", _KNEE_BEND, "knee", ("prone",), "side", 5),
    Candidate(
        "arm",
        Measure("elevation", ("shoulder", "wrist"), limb="most"),
        "arm",
        ("prone",),
        "side",
        10,
        0.6,
        confirms=False,
    ),
    # Sitting on the floor.
    Candidate(
        "turn",
        Measure("shoulder_vs_hip_rotation", limb="turned"),
        "trunk",
        ("long-sitting",),
        "front",
        8,
        blind=12,
        varies=20,
    ),
    Candidate("tilt", Measure("shoulder_tilt"), "trunk", ("long-sitting",), "front", 5),
    Candidate("arm", _ARM, "arm", ("long-sitting", *UPRIGHT), "front", 6, confirms=False),
    Candidate("fold", _FOLD, "trunk", ("long-sitting", *UPRIGHT), "side", 4),
    Candidate("knee-bend", _KNEE_BEND, "knee", ("long-sitting",), "side", 5),
    Candidate("knee-straight", _KNEE_STRAIGHT, "knee", ("long-sitting",), "side", 5),
    # Kneeling and standing.
    Candidate("knees-bend", _KNEES_BEND, "knee", UPRIGHT, "side", 5),
    Candidate("thigh", _angle(("hip", "knee"), _TRUNK, "most"), "thigh", UPRIGHT, "side", 4),
    Candidate("arm", _ARM, "arm", ("long-sitting", *UPRIGHT), "side", 6, confirms=False),
    Candidate("thigh", _angle(("hip", "knee"), _TRUNK, "most"), "thigh", UPRIGHT, "front", 3),
    Candidate(
        "turn", Measure("shoulder_vs_hip_rotation", limb="turned"), "trunk", UPRIGHT, "front", 8, blind=12, varies=20
    ),
    Candidate("tilt", Measure("shoulder_tilt"), "trunk", UPRIGHT, "front", 5),
)
"""Every candidate; of one posture and plane, two to six."""


STILL: Final[tuple[Candidate, ...]] = (
    Candidate("crossing", Measure("crossing"), "knee", ("supine",), "side", 0.05, varies=0.1, hides=True),
    Candidate("shanks-apart", Measure("spread", ("knee", "ankle"), frame="world"), "knee", ("supine",), "side", 8),
    Candidate(
        "shanks",
        Measure("elevation", ("mid_knee", "mid_ankle"), from_rest=True),
        "knee",
        ("prone",),
        "side",
        2,
        varies=4,
    ),
    Candidate(
        "thighs",
        Measure("elevation", ("mid_hip", "mid_knee"), from_rest=True),
        "thigh",
        ("prone",),
        "side",
        2,
        varies=4,
    ),
    Candidate("arch", Measure("hip_extension", from_rest=True), "trunk", ("prone",), "side", 3, varies=8),
    Candidate("trunk-slope", Measure("elevation", ("mid_hip", "mid_shoulder")), "trunk", ON_SIDE, "front", 4, varies=8),
    Candidate("trunk-line", Measure("elevation", ("mid_hip", "mid_shoulder"), from_rest=True), "trunk", (), "side", 4),
    Candidate("working-knee", _angle(("knee", "ankle"), ("hip", "knee"), "working"), "knee", (), "side", 6),
    Candidate("other-knee", _angle(("knee", "ankle"), ("hip", "knee"), "other"), "knee", (), "side", 6),
    Candidate("other-thigh", _angle(("hip", "knee"), _TRUNK, "other"), "thigh", (), "side", 6),
)
"""What may stay still while a limb works, or tell the move from its neighbours, besides the candidates themselves."""


def candidates(posture: Posture, view: View) -> tuple[Candidate, ...]:
    """The candidates that are in plane for a body in this posture, seen so; none where nothing can be measured."""
    return tuple(each for each in CANDIDATES if posture in each.postures and view in PLANES[each.plane])
