"""Which limbs a move is about, and how each of them is."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from coach.body import SIDES, Side
from coach.display.shown import Limb, Verdict
from coach.moves.move import Move

PARTS: Final[Mapping[str, tuple[str, ...]]] = {
    "head": (
        "ears_above_shoulders",
        "mouth_above_shoulders",
        "ears_to_shoulders",
        "face_to_trunk",
        "face_to_horizontal",
        "face_vs_shoulder_rotation",
    ),
    "trunk": (
        "torso_inclination",
        "hip_extension",
        "head_risen",
        "thighs_to_horizontal",  # what slopes them is the pelvis
        "shoulder_vs_hip_rotation",
        "shoulder_yaw",
        "shoulder_tilt",
    ),
    "arm": ("elbow_flexion", "arm_to_horizontal", "hand_above_hips", "hand_to_ear"),
    "leg": (
        "thigh_vs_trunk_line",
        "unblended_thigh",
        "supine_hip_flexion",
        "hugged_thigh",
        "drawn_thigh",
        "knee_flexion",
        "leg_to_horizontal",
        "shanks_to_horizontal",
        "shanks_apart",
        "knee_moved_out",
        "leg_length",
        "knee_bend_seen_from_front",
        "ankle_to_other_knee",
        "knee_above_hips",
    ),
}
"""Measure kinds by the part of the body that they are shown on."""

_PART: Final = {kind: part for part, kinds in PARTS.items() for kind in kinds}


def limbs_of(kind: str, side: Side | None) -> tuple[Limb, ...]:
    """The limbs that a measure kind is shown on: of one side, or of both where it has none."""
    part = _PART.get(kind)
    if part == "head":
        return ("head",)
    if part == "trunk":
        return ("trunk",)
    sides = SIDES if side is None else (side,)
    if part == "arm":
        return tuple(_arm(each) for each in sides)
    return tuple(_leg(each) for each in sides) if part else ()


def _arm(side: Side) -> Limb:
    return "left arm" if side == "left" else "right arm"


def _leg(side: Side) -> Limb:
    return "left leg" if side == "left" else "right leg"


def verdicts(
    move: Move, sides: Mapping[str, Side | None], faults: Collection[str] = (), judged: bool = False
) -> dict[Limb, Verdict]:
    """The limbs that a move is about, and how they are.

    Args:
        move: The move.
        sides: Whose limb each measure is of (``Reading.sides``); what is missing has no side.
        faults: Ids of the faults seen now.
        judged: Whether form matters now, as it does at the top: what is not out of tolerance is in it.
    """
    about = [move.main, *(aim.measure for aim in move.aim if aim.confidence is None)]
    shown: dict[Limb, Verdict] = {}
    for measure in about:
        # The other side of a move is not shown for want of knowing which side it is.
        if measure == move.main or sides.get(measure) is not None or move.measures[measure].limb == "body":
            for limb in limbs_of(move.measures[measure].kind, sides.get(measure)):
                shown[limb] = "in" if judged else "neutral"
    for aim in move.aim:
        if aim.id in faults:
            for limb in limbs_of(move.measures[aim.measure].kind, sides.get(aim.measure)):
                shown[limb] = "out"
    return shown
