"""Candidates for the main measure of a demonstrated move, by posture and camera position.

The list is short: without it, a measure that happens to move along outranks the obvious one. Each
rises from the rest to the top, so straightening a knee is measured as 180 degrees minus its bend.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from coach.events import Posture, View
from coach.moves.measures import KINDS
from coach.moves.move import Limb, Measure

Plane: TypeAlias = Literal["side", "front"]
"""Camera position in which a measure lies in the image plane: at the side of the body, or at its front or back."""

Group: TypeAlias = Literal["thigh", "knee", "trunk", "arm"]
"""What moves. Candidates of one group move together, so they do not confirm each other."""

PLANES: Final[dict[Plane, tuple[View, ...]]] = {"side": ("side", "oblique"), "front": ("front", "back", "oblique")}

ON_SIDE: Final[tuple[Posture, ...]] = ("side-lying-left", "side-lying-right")
UPRIGHT: Final[tuple[Posture, ...]] = ("kneeling", "standing")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A measure that may be the main one of a move.

    Attributes:
        name: Its name in the move file and in the catalogues.
        postures: The postures in which it is used.
        plane: Camera position in which it lies in the image plane.
        noise: Scatter of its readings on a body that does not move, in its unit: measured on the simulated people.
        varies: Difference between the tops of people who do the same move well, in its unit (benchmarks/population: 6
            to 10 people of each move, least to most).
        weight: Weight of its score, below 1 for measures that follow from another one.
        blind: Change near the rest that its readings do not show.
        confirms: Whether it may confirm another measure: in most postures the hands may be anywhere.
        hides: Whether it may be hidden at the top, and is required on the way there instead.
        twins: The candidates that use the greater of two limbs, if this one uses the lesser.
        joint: The candidate for the angle of the moving joint, if this one measures the whole limb: bending the limb's
            other joint lowers this one but not that.
        knee: Position of the working knee at the top in which the measure is valid.
    """

    name: str
    measure: Measure
    group: Group
    postures: tuple[Posture, ...]
    plane: Plane
    noise: float
    varies: float = 18.0
    weight: float = 1.0
    blind: float = 0.0
    confirms: bool = True
    hides: bool = False
    twins: tuple[str, ...] = ()
    joint: str = ""
    knee: Literal["straight", "bent"] | None = None

    @property
    def degrees(self) -> bool:
        """Whether it is an angle; otherwise it is in trunk lengths."""
        return KINDS[self.measure.kind].unit == "degrees"

    @property
    def changes(self) -> bool:
        """Whether it is a change from the rest, so that it needs one."""
        return self.measure.from_rest or self.measure.kind in ("risen", "hips_back", "shoulder_vs_hip_rotation")


_TRUNK: Final = ("mid_shoulder", "mid_hip")


def _angle(of: tuple[str, str], against: tuple[str, str], limb: Limb = "body") -> Measure:
    return Measure("angle", of, against, limb=limb)


_KNEE_BEND: Final = _angle(("knee", "ankle"), ("hip", "knee"), "most")
_KNEE_STRAIGHT: Final = _angle(("knee", "ankle"), ("knee", "hip"), "most")
_KNEES_BEND: Final = _angle(("mid_knee", "mid_ankle"), ("mid_hip", "mid_knee"))
_FOLD: Final = _angle(("mid_hip", "mid_knee"), _TRUNK)
_ARM: Final = _angle(("shoulder", "wrist"), _TRUNK, "most")
_LEG: Final = Measure("elevation", ("hip", "ankle"), fallback=("hip", "knee"), limb="most")
_THIGH: Final = Measure("angle", ("hip", "knee"), _TRUNK, limb="most", fastest=400)
_TURN: Final = Measure("shoulder_vs_hip_rotation", limb="turned")
_BACK: Final[tuple[Posture, ...]] = ("supine",)
_FOURS: Final[tuple[Posture, ...]] = ("all-fours",)
_FRONT: Final[tuple[Posture, ...]] = ("prone",)
_SITTING: Final[tuple[Posture, ...]] = ("long-sitting",)

CANDIDATES: Final = (
    Candidate("thigh", Measure("hugged_thigh", limb="most", fastest=200), "thigh", _BACK, "side", 4, 24),
    Candidate("lifted-thigh", Measure("supine_hip_flexion", limb="most"), "thigh", _BACK, "side", 4, 24, weight=0.7),
    Candidate(
        "both-thighs", Measure("supine_hip_flexion", limb="least", fastest=400), "thigh", _BACK, "side", 4,
        twins=("thigh", "lifted-thigh"),
    ),
    Candidate(
        "leg", Measure("supine_leg_flexion", limb="most", fastest=400), "thigh", _BACK, "side", 4, weight=0.5,
        joint="raised-thigh", knee="straight",
    ),
    Candidate("hips-open", Measure("supine_hip_line"), "trunk", _BACK, "side", 4, 24),
    Candidate("knee-bend", _KNEE_BEND, "knee", _BACK, "side", 6, 30, weight=0.6),
    Candidate("knee-straight", _KNEE_STRAIGHT, "knee", _BACK, "side", 6, weight=0.6),
    Candidate("arm", _ARM, "arm", _BACK, "side", 10, weight=0.6, confirms=False),
    Candidate("top-thigh", Measure("abduction", limb="top"), "thigh", ON_SIDE, "front", 3),
    Candidate("bottom-thigh", _angle(("hip", "knee"), _TRUNK, "bottom"), "thigh", ON_SIDE, "front", 5, weight=0.6),
    Candidate(
        "opening", Measure("thigh_opening", limb="top"), "thigh", ON_SIDE, "front", 3, 10, weight=1.5, knee="bent"
    ),
    Candidate("side-line", Measure("side_line", limb="top"), "trunk", ON_SIDE, "front", 4),
    Candidate(
        "arm", _angle(("shoulder", "wrist"), _TRUNK, "top"), "arm", ON_SIDE, "front", 10, weight=0.6, confirms=False
    ),
    Candidate("thigh", Measure("elevation", ("hip", "knee"), limb="most"), "thigh", _FOURS, "side", 4, 26),
    Candidate("leg", _LEG, "thigh", _FOURS, "side", 4, weight=0.4),
    Candidate("arm", Measure("arm_to_horizontal", limb="most"), "arm", _FOURS, "side", 6, weight=0.6),
    Candidate("hips-back", Measure("hips_back"), "thigh", _FOURS, "side", 3),
    Candidate("knee-up", Measure("risen", ("knee",), limb="most"), "thigh", _FOURS, "side", 0.03, 0.15, weight=0.4),
    # The estimator places folded legs anywhere once the hips are at the heels.
    Candidate("knees-bend", _KNEES_BEND, "knee", _FOURS, "side", 6, weight=0.6, confirms=False),
    Candidate("trunk", Measure("elevation", ("mid_hip", "mid_shoulder")), "trunk", _FRONT, "side", 2),
    Candidate("leg", _LEG, "thigh", _FRONT, "side", 2),
    Candidate("arch", Measure("hip_extension"), "thigh", _FRONT, "side", 3, 10, weight=0.3),
    Candidate("knee-bend", _KNEE_BEND, "knee", _FRONT, "side", 5),
    Candidate(
        "arm", Measure("elevation", ("shoulder", "wrist"), limb="most"), "arm", _FRONT, "side", 10, weight=0.6,
        confirms=False,
    ),
    Candidate("turn", _TURN, "trunk", (*_SITTING, *UPRIGHT), "front", 5, 30, blind=12),
    Candidate("tilt", Measure("shoulder_tilt"), "trunk", (*_SITTING, *UPRIGHT), "front", 5),
    Candidate("arm", _ARM, "arm", (*_SITTING, *UPRIGHT), "front", 6, confirms=False),
    Candidate("arm", _ARM, "arm", (*_SITTING, *UPRIGHT), "side", 6, confirms=False),
    Candidate("fold", _FOLD, "trunk", (*_SITTING, *UPRIGHT), "side", 4),
    Candidate("knee-bend", _KNEE_BEND, "knee", _SITTING, "side", 5),
    Candidate("knee-straight", _KNEE_STRAIGHT, "knee", _SITTING, "side", 5),
    Candidate("knees-bend", _KNEES_BEND, "knee", UPRIGHT, "side", 5),
    Candidate("thigh", _THIGH, "thigh", UPRIGHT, "side", 4),
    Candidate("thigh", _THIGH, "thigh", UPRIGHT, "front", 3),
)  # fmt: skip
"""All candidates: two to eight for each posture and plane."""

KNEE: Final = "working-knee"

STILL: Final = (
    Candidate("crossing", Measure("crossing"), "knee", _BACK, "side", 0.05, 0.1, hides=True),
    Candidate(
        "ankle-apart", Measure("distance", ("ankle", "other_knee"), limb="working"), "knee", _BACK, "side", 0.05, 0.2
    ),
    Candidate("shanks", Measure("elevation", ("mid_knee", "mid_ankle"), from_rest=True), "knee", _FRONT, "side", 2, 4),
    Candidate("thighs", Measure("elevation", ("mid_hip", "mid_knee"), from_rest=True), "thigh", _FRONT, "side", 2, 4),
    Candidate("trunk-slope", Measure("elevation", ("mid_hip", "mid_shoulder")), "trunk", ON_SIDE, "front", 4, 8),
    Candidate(
        "trunk-line", Measure("elevation", ("mid_hip", "mid_shoulder"), from_rest=True), "trunk", (), "side", 4, 12
    ),
    Candidate(KNEE, _angle(("knee", "ankle"), ("hip", "knee"), "working"), "knee", (), "side", 6, 12),
    Candidate("other-knee", _angle(("knee", "ankle"), ("hip", "knee"), "other"), "knee", (), "side", 6, 12),
    Candidate("other-thigh", _angle(("hip", "knee"), _TRUNK, "other"), "thigh", (), "side", 6, 12),
    Candidate("face", Measure("face_vs_shoulder_rotation"), "trunk", (*_SITTING, *UPRIGHT), "front", 5, 12),
    Candidate("raised-thigh", Measure("supine_hip_flexion", limb="working"), "thigh", _BACK, "side", 4),
)
"""Measures that may stay still while a limb works, or distinguish the move from its neighbours."""


def candidates(posture: Posture, view: View) -> tuple[Candidate, ...]:
    """Return the candidates that lie in the image plane for a posture and view."""
    return tuple(each for each in CANDIDATES if posture in each.postures and view in PLANES[each.plane])
