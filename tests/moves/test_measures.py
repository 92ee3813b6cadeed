"""Every kind of measure, on figures with known angles and lengths."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from pytest import approx

from coach.body import INDEX, SIDES, other
from coach.datafile import worded
from coach.geometry import UNSEEN
from coach.moves import propped
from coach.moves.measures import KINDS, compiled, misfits, needs_rest
from coach.moves.move import Measure
from tests.moves.figures import HIPS, measure, mirrored, stick

REST = stick()


def of_limb(kind, figure, side="left", rest=REST):
    return compiled(measure(kind), side)(figure, rest)


def of_body(kind, figure, rest=REST):
    return compiled(measure(kind), None)(figure, rest)


def facing(shoulders_deg, face_deg):
    """Return positions in space of shoulders and head, each turned to the person's left about an upright trunk."""
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
    """Return a body sitting upright facing the camera, trunk 100 pixels long; the face turns with the shoulders.

    The shoulders are turned by that much in space, and by their width and depths in the image.
    """
    places = {
        "left_hip": HIPS + 15,
        "right_hip": HIPS - 15,
        "left_shoulder": HIPS + 100j + shoulders_px / 2,
        "right_shoulder": HIPS + 100j - shoulders_px / 2,
    }
    world = facing(turned_deg, turned_deg if face_deg is None else face_deg)
    deep = math.tan(math.radians(turned_deg)) * shoulders_px / 2
    depths = {"left_shoulder": deep, "right_shoulder": -deep}
    return stick((100, 90), joints=places | joints, world=world, depths=depths)


def shanks(left, right):
    """Return two shanks from one point in the given directions in space."""
    return stick(world={"knee": (0.0, 0.0, 0.0), "left_ankle": left, "right_ankle": right})


def knees(thigh, shank, **limbs):
    """Return shanks at right angles in space, and legs at the given directions in the image."""
    world = {"knee": (0.0, 0.0, 0.0), "left_ankle": (0.4, 0.0, 0.0), "right_ankle": (0.0, 0.4, 0.0)}
    return stick(thigh=(80, thigh), shank=(60, shank), world=world, **limbs)


SIDED = [
    ("abduction", stick(left_thigh=(80, 30)), 30),
    ("abduction", stick(left_thigh=(80, -10)), -10),
    ("abduction", stick((100, 0), left_thigh=(80, 150)), 30),  # the head to the right
    ("abduction", stick((100, 170), left_thigh=(80, 20)), 30),  # a trunk that slopes
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
    ("supine_leg_flexion", stick(left_thigh=(80, 40), left_shank=(60, 40)), 40),
    ("supine_leg_flexion", stick(left_thigh=(80, 45), left_shank=(80, -45)), 0),  # it stands on its foot
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
"""Kind, figure and value of its left side."""

WHOLE = [
    ("torso_inclination", stick((100, 180)), 0),
    ("torso_inclination", stick((100, 150)), 30),
    ("torso_inclination", stick((100, 30)), 30),
    ("torso_inclination", stick((100, 190)), -10),
    ("thighs_to_horizontal", stick(thigh=(80, -20)), -20),
    ("shanks_to_horizontal", stick(shank=(80, -14)), -14),
    ("head_risen", stick(joints={"ear": HIPS - 130 + 30j}), 0.3),
    ("sitting_height", stick(joints={"ear": HIPS - 130 + 30j}), 0.3),
    ("sitting_height", stick(hips=HIPS + 20 - 40j, joints={"ear": HIPS - 110 - 10j}), 0.3),  # the camera was pushed
    ("ears_above_shoulders", stick(joints={"ear": HIPS - 130 + 20j}), 0.2),
    ("mouth_above_shoulders", stick(joints={"mouth": HIPS - 130 + 10j}), 0.1),
    ("ears_to_shoulders", stick(joints={"ear": HIPS - 130 + 40j}), 0.5),
    ("face_to_trunk", stick(joints={"ear": HIPS - 130, "nose": HIPS - 130 - 10j}), 90),
    ("face_to_trunk", stick(joints={"ear": HIPS - 130, "nose": HIPS - 140}), 0),
    ("face_to_horizontal", stick(joints={"ear": HIPS - 130, "nose": HIPS - 130 - 10j}), -90),
    ("face_to_horizontal", stick(joints={"ear": HIPS - 130, "nose": HIPS - 140 + 10j}), 45),
    ("neck_extension", stick(joints={"ear": HIPS - 130, "nose": HIPS - 130 - 10j}), 0 - 0.4 * 90),
    ("neck_extension", stick(joints={"ear": HIPS - 130 + 30j, "nose": HIPS - 140 + 30j}), 45),
    ("neck_extension", stick((100, 0), joints={"ear": HIPS + 130 + 30j, "nose": HIPS + 140 + 30j}), 45),  # to the right
    ("supine_hip_line", stick(hips=HIPS + 8j, joints={"shoulder": HIPS - 100, "knee": HIPS + 80}), 180),
    ("supine_hip_line", stick(hips=HIPS + 18j, joints={"shoulder": HIPS - 100, "knee": HIPS + 100}), 191.4235160945),
    ("crossing", stick(joints={"left_ankle": HIPS + 80 + 40j, "right_knee": HIPS + 80}), 0.4),
    ("crossing", stick(joints={"right_ankle": HIPS + 80 + 20j, "left_knee": HIPS + 80}), 0.2),
    ("crossing", knees(60, -40), 0.33 * 17 / 90),  # drawn as one, and yet apart in space
    (
        "crossing",
        knees(60, -20, left_thigh=(80, 0), left_shank=(60, 0)),
        0.5143902551621493,
    ),  # as a long leg and a bent one are
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
    ("shoulder_vs_hip_rotation", front(40 * math.cos(math.radians(50)), 50), 40),
    ("shoulder_vs_hip_rotation", front(40 * math.cos(math.radians(50)), -50), -40),
]
"""Kind, figure and value of the whole body."""

RESTS = {
    "head_risen": stick(joints={"ear": HIPS - 130}),
    "sitting_height": stick(joints={"ear": HIPS - 130}),
    "knee_moved_out": front(left_knee=HIPS + 30, right_knee=HIPS - 30),
    "shoulder_tilt": front(40.0),
    "shoulder_vs_hip_rotation": front(40.0),
}
"""The person's own rest by kind, if it is not lying flat."""


@pytest.mark.parametrize(("kind", "figure", "value"), SIDED)
def test_measures_of_a_limb(kind, figure, value):
    assert of_limb(kind, figure, rest=RESTS.get(kind, REST)) == approx(value, abs=1e-6)


@pytest.mark.parametrize(("kind", "figure", "value"), WHOLE)
def test_measures_of_the_whole_body(kind, figure, value):
    assert of_body(kind, figure, RESTS.get(kind, REST)) == approx(value, abs=1e-6)


def test_every_kind_is_tested():
    propped_up = {name for name in KINDS if getattr(vars(propped).get(name), "__module__", "") == propped.__name__}
    assert {measure(kind).kind for kind, _, _ in (*SIDED, *WHOLE)} == set(KINDS) - propped_up


@pytest.mark.parametrize(("kind", "figure", "value"), SIDED)
def test_mirroring_swaps_the_limbs(kind, figure, value):
    rest = RESTS.get(kind, REST)
    for side in SIDES:
        same = of_limb(kind, figure, side, rest)
        assert of_limb(kind, mirrored(figure), other(side), mirrored(rest)) == approx(same, abs=1e-6, nan_ok=True)


@pytest.mark.parametrize(("kind", "figure", "value"), WHOLE)
def test_mirroring_reverses_only_turns(kind, figure, value):
    rest = RESTS.get(kind, REST)
    sign = -1 if kind in ("shoulder_yaw", "shoulder_vs_hip_rotation") else 1
    assert of_body(kind, mirrored(figure), mirrored(rest)) == approx(sign * value, abs=1e-6)


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
def test_a_measure_is_unseen_without_a_joint_it_needs(kind, joint):
    figure = next(figure for name, figure, _ in SIDED if name == kind)
    points = list(figure.points)
    points[INDEX[joint]] = UNSEEN
    assert math.isnan(of_limb(kind, replace(figure, points=points), rest=RESTS.get(kind, REST)))


IN_SPACE = ("shanks_apart", "shoulder_yaw", "shoulder_vs_hip_rotation", "face_vs_shoulder_rotation")


@pytest.mark.parametrize("kind", sorted({kind for kind, _, _ in (*SIDED, *WHOLE)} - set(IN_SPACE)))
def test_without_limbs_only_the_trunk_is_measured(kind):
    bare = stick(unseen=tuple(f"{s}_{p}" for s in SIDES for p in ("knee", "ankle", "elbow", "wrist")))
    if kind not in ("torso_inclination", "shoulder_tilt"):
        read = of_limb if kind in {name for name, _, _ in SIDED} else of_body
        assert math.isnan(read(kind, bare, rest=RESTS.get(kind, REST)))


def test_a_thigh_in_line_with_the_trunk_is_straight_at_any_camera_roll():
    for tilt in range(-40, 41, 10):
        assert of_limb("thigh_vs_trunk_line", stick((100, 180 + tilt), left_thigh=(80, 45 + tilt))) == approx(45)


SPACE = {
    "hip": (0.0, 0.0, 0.0),
    "shoulder": (-0.5, 0.0, 0.0),
    "left_knee": (0.3, -0.3, 0.0),
    "left_ankle": (0.3, -0.3, 0.4),
    "right_knee": (0.4, 0.0, 0.0),
    "right_ankle": (0.8, 0.0, 0.0),
}
"""On the back, trunk 0.5 m long, the left thigh raised and its shank away from the camera."""


@pytest.mark.parametrize(
    ("kind", "of", "against", "value"),
    [
        ("angle", ("hip", "knee"), ("mid_shoulder", "mid_hip"), 45),
        ("angle", ("knee", "ankle"), ("hip", "knee"), 90),
        ("elevation", ("hip", "knee"), None, 45),
        ("elevation", ("knee", "ankle"), None, 0),
        ("distance", ("knee", "ankle"), None, 0.8),
        ("distance", ("other_knee", "knee"), None, math.hypot(0.1, 0.3) / 0.5),
        ("height", ("mid_hip", "knee"), None, 0.6),
    ],
)
def test_measures_in_space(kind, of, against, value):
    found = Measure(kind, of, against, frame="world", limb="most")
    assert not [*misfits(found)]
    assert compiled(found, "left")(stick(world=SPACE), None) == approx(value)


def test_an_unseen_landmark_in_space_leaves_the_measure_unseen():
    for kind in ("angle", "elevation", "distance", "height"):
        against = ("mid_shoulder", "mid_hip") if kind == "angle" else None
        found = Measure(kind, ("hip", "knee"), against, frame="world", limb="most")
        assert math.isnan(compiled(found, "left")(stick(), None))


def test_spread_in_the_image():
    spread = Measure("spread", ("hip", "knee"))
    assert compiled(spread, None)(stick(left_thigh=(80, 50), right_thigh=(80, -10)), None) == approx(60)


def test_a_measure_from_rest_is_zero_without_a_rest():
    bend = measure("knee_flexion", from_rest=True, limb="most")
    bent, rest = stick(left_shank=(80, 40)), stick(left_shank=(80, 15))
    assert compiled(bend, "left")(bent, None) == 0
    assert compiled(bend, "left")(bent, rest) == approx(25)
    assert needs_rest(bend)


def test_measures_that_need_a_rest_are_always_zero_without_one():
    always = {kind: True for kind, _, _ in (*SIDED, *WHOLE)}
    for rows, of in ((SIDED, of_limb), (WHOLE, of_body)):
        for kind, figure, _ in rows:
            always[kind] &= of(kind, figure, rest=None) == 0
    assert {kind for kind, zero in always.items() if zero} == {kind for kind in always if needs_rest(measure(kind))}


@pytest.mark.parametrize(
    ("wrong", "key", "says"),
    [
        (Measure("angle", ("hip", "knee"), limb="most"), "against", "is missing"),
        (Measure("height", ("hip", "knee"), ("hip", "knee"), limb="most"), "against", "is not for this kind"),
        (Measure("height", ("hip",), limb="most"), "of", "takes 2 landmarks"),
        (Measure("hip_extension", ("hip", "knee")), "of", "takes no landmarks"),
        (Measure("height", ("hip", "kneee"), limb="most"), "of[1]", "no landmark 'kneee'; did you mean knee?"),
        (Measure("height", ("mid_hip", "mid_nose"), limb="body"), "of[1]", "no landmark 'mid_nose'"),
        (Measure("height", ("mid_hip", "knee")), "of[1]", "limb names none"),
        (Measure("height", ("mid_hip", "mid_knee"), limb="most"), "limb", "no landmark is of a side"),
        (Measure("spread", ("hip", "mid_knee")), "of[1]", "no landmark 'mid_knee'"),
        (Measure("spread", ("hip", "knee"), limb="most"), "limb", "the limb body or turned"),
        (Measure("sideways", ("mid_hip", "knee"), frame="world", limb="most"), "frame", "always the image"),
        (Measure("turn", ("shoulder",), frame="world"), "frame", "always world"),
        (Measure("distance", ("hip", "knee"), fallback=("hip", "knee"), limb="most"), "fallback", "only for"),
        (Measure("hip_extension", limb="most"), "limb", "the limb body or turned"),
        (Measure("drawn_thigh", limb="most", side_from="x"), "side_from", "only for the limbs"),
    ],
)
def test_inconsistencies_are_reported(wrong, key, says):
    found = dict(worded(misfits(wrong)))
    assert says in found[key]


def test_abduction_starts_from_a_hanging_rest():
    hanging, level = stick(left_thigh=(80, -14)), stick(left_thigh=(80, 8))
    assert of_limb("abduction", level, rest=hanging) == approx(8 + 14 - 6)
    assert of_limb("abduction", hanging, rest=hanging) == approx(-6)
    assert math.isnan(of_limb("abduction", stick(unseen=("left_knee",)), rest=hanging))
