"""Every kind of measure, on figures whose angles and lengths are known."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from pytest import approx

from coach.body import INDEX, SIDES, other
from coach.geometry import UNSEEN
from coach.moves.measures import KINDS
from tests.moves.figures import HIPS, mirrored, stick

REST = stick()


def facing(shoulders_deg, face_deg):
    """Places in space of shoulders and of a head, each turned to the person's left about an upright trunk."""
    x, z = 0.15 * math.cos(math.radians(shoulders_deg)), 0.15 * math.sin(math.radians(shoulders_deg))
    ahead, aside = 0.1 * math.cos(math.radians(face_deg)), 0.1 * math.sin(math.radians(face_deg))
    return {
        "hip": (0.0, 0.0, 0.0),
        "left_shoulder": (x, -0.5, z),
        "right_shoulder": (-x, -0.5, -z),
        "ear": (0.0, -0.7, 0.0),
        "nose": (aside, -0.7, -ahead),
    }


def front(shoulders_px=40.0, turned_deg=0.0, face_deg=None, **joints):
    """A body sitting upright before the camera, 100 pixels from hips to shoulders; the face goes with the shoulders."""
    places = {
        "left_hip": HIPS + 15,
        "right_hip": HIPS - 15,
        "left_shoulder": HIPS + 100j + shoulders_px / 2,
        "right_shoulder": HIPS + 100j - shoulders_px / 2,
    }
    world = facing(turned_deg, turned_deg if face_deg is None else face_deg)
    return stick((100, 90), joints=places | joints, world=world)


def shanks(left, right):
    """Two shanks that point the given ways in space from the same place."""
    return stick(world={"knee": (0.0, 0.0, 0.0), "left_ankle": left, "right_ankle": right})


SIDED = [
    # Lying on the side or the back, the head to the left: the trunk's line goes on to the right.
    ("thigh_vs_trunk_line", stick(left_thigh=(80, 0)), 0),
    ("thigh_vs_trunk_line", stick(left_thigh=(80, 45)), 45),
    ("thigh_vs_trunk_line", stick(left_thigh=(80, -45)), 45),
    ("thigh_vs_trunk_line", stick((100, 160), left_thigh=(80, 25)), 45),  # the trunk slopes, the angle is the same
    ("thigh_vs_trunk_line", stick((100, 0), left_thigh=(80, 120)), 60),  # the head to the right
    ("drawn_thigh", stick(left_thigh=(80, 100), left_shank=(80, 0)), 100),
    ("knee_flexion", stick(left_thigh=(80, 45), left_shank=(70, 45)), 0),
    ("knee_flexion", stick(left_thigh=(80, 45), left_shank=(70, -45)), 90),
    ("knee_flexion", stick(left_thigh=(80, 120), left_shank=(70, -20)), 140),
    ("elbow_flexion", stick(left_upper_arm=(50, 80), left_forearm=(50, 80)), 0),
    ("elbow_flexion", stick(left_upper_arm=(50, -90), left_forearm=(50, 180)), 90),
    ("leg_to_horizontal", stick(left_thigh=(80, 180), left_shank=(80, 180)), 0),
    ("leg_to_horizontal", stick(left_thigh=(80, 20), left_shank=(80, 20)), 20),
    ("leg_to_horizontal", stick(left_thigh=(80, -90), left_shank=(80, -90)), -90),
    ("leg_to_horizontal", stick(left_thigh=(80, -90), left_shank=(80, 0)), -45),  # hip to ankle, whatever the knee
    ("leg_to_horizontal", stick(left_thigh=(80, 30), unseen=("left_ankle",)), 30),
    ("arm_to_horizontal", stick(left_upper_arm=(50, -90), left_forearm=(50, -90)), -90),
    ("arm_to_horizontal", stick(left_upper_arm=(50, 170), left_forearm=(50, 170)), 10),
    ("arm_to_horizontal", stick(left_upper_arm=(50, 170), unseen=("left_wrist",)), 10),
    ("supine_hip_flexion", stick(left_thigh=(80, 0)), 0),
    ("supine_hip_flexion", stick(left_thigh=(80, 60)), 60),
    ("supine_hip_flexion", stick(left_thigh=(80, 120)), 120),
    ("supine_hip_flexion", stick((100, 0), left_thigh=(80, 60)), 120),  # the head to the right
    ("unblended_thigh", stick(left_thigh=(80, 60)), 60),
    ("hugged_thigh", stick(left_thigh=(80, 120)), 120),
    ("hand_above_hips", stick(joints={"left_wrist": HIPS - 50 + 30j}), 0.3),
    ("hand_above_hips", stick(joints={"left_wrist": HIPS - 50 - 20j}), -0.2),
    ("knee_above_hips", stick(left_thigh=(80, 90)), 0.8),
    ("knee_above_hips", stick(left_thigh=(80, -90)), -0.8),
    ("hand_to_ear", stick(joints={"ear": HIPS - 130, "left_wrist": HIPS - 130 + 40j}), 0.4),
    ("hand_to_ear", stick((50, 180), joints={"ear": HIPS - 130, "left_wrist": HIPS - 130 + 40j}), 0.8),
    ("ankle_to_other_knee", stick(joints={"left_ankle": HIPS + 80 + 40j, "right_knee": HIPS + 80}), 0.4),
    ("leg_length", stick(left_thigh=(80, 20), left_shank=(80, 20)), 1.6),
    ("leg_length", stick(left_thigh=(80, 90), left_shank=(60, 0)), 1.0),
    ("knee_bend_seen_from_front", stick(), 0),
    ("knee_bend_seen_from_front", stick(left_shank=(60, 0)), 70 * 0.25 + 20 * 0.125),  # shorter shank, shorter leg
    ("knee_bend_seen_from_front", stick(left_thigh=(60, 0)), -22 * 0.25 + 20 * 0.125),  # the leg drifts forward
    ("knee_bend_seen_from_front", stick((50, 180), left_thigh=(40, 0), left_shank=(40, 0)), 0),  # only farther away
    ("knee_moved_out", front(left_knee=HIPS + 75 + 10j, right_knee=HIPS - 30), 0.45),
]
"""Kind, figure and what is measured of its left side."""

WHOLE = [
    ("torso_inclination", stick((100, 180)), 0),
    ("torso_inclination", stick((100, 150)), 30),
    ("torso_inclination", stick((100, 30)), 30),
    ("torso_inclination", stick((100, 190)), -10),
    ("hip_extension", stick(thigh=(80, 0)), 0),
    ("hip_extension", stick((100, 150)), 30),
    ("hip_extension", stick((100, 150), left_thigh=(80, -10), right_thigh=(80, 10)), 30),  # of the middle of the knees
    ("thighs_to_horizontal", stick(thigh=(80, -20)), -20),
    ("shanks_to_horizontal", stick(shank=(80, -14)), -14),
    ("head_risen", stick(joints={"ear": HIPS - 130 + 30j}), 0.3),
    ("ears_above_shoulders", stick(joints={"ear": HIPS - 130 + 20j}), 0.2),
    ("mouth_above_shoulders", stick(joints={"mouth": HIPS - 130 + 10j}), 0.1),
    ("ears_to_shoulders", stick(joints={"ear": HIPS - 130 + 40j}), 0.5),
    ("face_to_trunk", stick(joints={"ear": HIPS - 130, "nose": HIPS - 130 - 10j}), 90),
    ("face_to_trunk", stick(joints={"ear": HIPS - 130, "nose": HIPS - 140}), 0),
    ("face_to_horizontal", stick(joints={"ear": HIPS - 130, "nose": HIPS - 130 - 10j}), -90),
    ("face_to_horizontal", stick(joints={"ear": HIPS - 130, "nose": HIPS - 140 + 10j}), 45),
    ("face_vs_shoulder_rotation", front(40, 0, 40), 40),
    ("face_vs_shoulder_rotation", front(40, 0, -40), 40),
    ("face_vs_shoulder_rotation", front(40, 30, 70), 40),
    ("shanks_apart", shanks((0.0, 0.4, 0.0), (0.0, 0.4, 0.0)), 0),
    ("shanks_apart", shanks((0.4, 0.0, 0.0), (0.0, 0.4, 0.0)), 90),
    ("shanks_apart", shanks((0.0, 0.0, 0.3), (0.0, 0.0, -0.5)), 180),
    ("shoulder_yaw", front(40, 30), 30),
    ("shoulder_yaw", front(40, -30), -30),
    ("shoulder_tilt", front(left_shoulder=HIPS + 90j + 20, right_shoulder=HIPS + 110j - 20), 30),
    ("shoulder_tilt", front(left_shoulder=HIPS + 110j + 20, right_shoulder=HIPS + 90j - 20), 30),
    ("shoulder_tilt", front(left_shoulder=HIPS + 110j + 2, right_shoulder=HIPS + 90j - 2), 30),  # turned as well
    ("shoulder_vs_hip_rotation", front(40 * math.cos(math.radians(46)), 46), 46),
    ("shoulder_vs_hip_rotation", front(40 * math.cos(math.radians(46)), -46), -46),
]
"""Kind, figure and what is measured of the whole body."""

RESTS = {
    "head_risen": stick(joints={"ear": HIPS - 130}),
    "knee_moved_out": front(left_knee=HIPS + 30, right_knee=HIPS - 30),
    "shoulder_tilt": front(40.0),
    "shoulder_vs_hip_rotation": front(40.0),
}
"""The person's own rest, where it is another than lying flat."""


@pytest.mark.parametrize(("kind", "figure", "value"), SIDED)
def test_what_is_measured_of_a_limb(kind, figure, value):
    measured = KINDS[kind].of_limb
    assert measured is not None
    assert measured(figure, "left", RESTS.get(kind, REST)) == approx(value, abs=1e-6)


@pytest.mark.parametrize(("kind", "figure", "value"), WHOLE)
def test_what_is_measured_of_the_whole_body(kind, figure, value):
    measured = KINDS[kind].of_body
    assert measured is not None
    assert measured(figure, RESTS.get(kind, REST)) == approx(value, abs=1e-6)


def test_every_kind_is_measured_here():
    assert {kind for kind, _, _ in (*SIDED, *WHOLE)} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_of_a_limb_or_of_the_whole_body(kind):
    assert (KINDS[kind].of_limb is None) != (KINDS[kind].of_body is None)


@pytest.mark.parametrize(("kind", "figure", "value"), SIDED)
def test_in_a_mirror_the_other_limb_measures_the_same(kind, figure, value):
    measured, rest = KINDS[kind].of_limb, RESTS.get(kind, REST)
    assert measured is not None
    for side in SIDES:
        same = measured(figure, side, rest)
        assert measured(mirrored(figure), other(side), mirrored(rest)) == approx(same, abs=1e-6, nan_ok=True)


@pytest.mark.parametrize(("kind", "figure", "value"), WHOLE)
def test_in_a_mirror_the_body_measures_the_same_and_turns_the_other_way(kind, figure, value):
    measured, rest = KINDS[kind].of_body, RESTS.get(kind, REST)
    assert measured is not None
    sign = -1 if kind in ("shoulder_yaw", "shoulder_vs_hip_rotation") else 1
    assert measured(mirrored(figure), mirrored(rest)) == approx(sign * value, abs=1e-6)


# What each kind cannot do without.
NEEDED = {
    "thigh_vs_trunk_line": ["left_knee"],
    "drawn_thigh": ["left_knee"],
    "knee_flexion": ["left_hip", "left_knee", "left_ankle"],
    "elbow_flexion": ["left_shoulder", "left_elbow", "left_wrist"],
    "supine_hip_flexion": ["left_knee"],
    "unblended_thigh": ["left_knee"],
    "hand_above_hips": ["left_wrist"],
    "knee_above_hips": ["left_knee"],
    "hand_to_ear": ["left_wrist"],
    "ankle_to_other_knee": ["left_ankle", "right_knee"],
    "leg_length": ["left_ankle"],
    "knee_bend_seen_from_front": ["left_knee", "left_ankle"],
    "knee_moved_out": ["left_knee"],
}


@pytest.mark.parametrize(("kind", "joint"), [(kind, joint) for kind, joints in NEEDED.items() for joint in joints])
def test_without_a_joint_it_needs_a_measure_is_unseen(kind, joint):
    figure = next(figure for name, figure, _ in SIDED if name == kind)
    points = list(figure.points)
    points[INDEX[joint]] = UNSEEN
    blind = replace(figure, points=tuple(points))
    measured = KINDS[kind].of_limb
    assert measured is not None
    assert math.isnan(measured(blind, "left", RESTS.get(kind, REST)))


@pytest.mark.parametrize("kind", KINDS)
def test_of_a_body_without_limbs_nothing_is_measured_but_its_trunk(kind):
    bare = stick(unseen=tuple(f"{s}_{p}" for s in SIDES for p in ("knee", "ankle", "elbow", "wrist")))
    in_space = {"shanks_apart", "shoulder_yaw", "shoulder_vs_hip_rotation", "face_vs_shoulder_rotation"}
    measured = KINDS[kind]
    if kind in in_space or kind in ("torso_inclination", "shoulder_tilt"):
        return
    if measured.of_limb is not None:
        assert math.isnan(measured.of_limb(bare, "left", RESTS.get(kind, REST)))
    elif measured.of_body is not None:
        assert math.isnan(measured.of_body(bare, RESTS.get(kind, REST)))


def test_a_thigh_along_the_trunk_line_is_straight_however_the_camera_is_tilted():
    for tilt in range(-40, 41, 10):
        figure = stick((100, 180 + tilt), left_thigh=(80, 45 + tilt))
        measured = KINDS["thigh_vs_trunk_line"].of_limb
        assert measured is not None
        assert measured(figure, "left", None) == approx(45)
