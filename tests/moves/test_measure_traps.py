"""Known errors of the estimator, and how the measures handle them."""

from __future__ import annotations

import math
from functools import cache

import pytest
from pytest import approx

from coach.body import SIDES, joint, other
from coach.geometry import seen
from coach.moves.figure import Figure, figure
from coach.moves.propped import hip_extension
from coach.moves.seated import shoulder_vs_hip_rotation
from coach.moves.special import (
    arm_to_horizontal,
    drawn_thigh,
    hugged_thigh,
    supine_hip_flexion,
    unblended_thigh,
)
from tests.fakes.skeleton import EXACT, Performance, RepScript, perform
from tests.moves.figures import HIPS, along, stick
from tests.moves.test_measures import facing, front, of_body, of_limb

LYING = stick()
HUGGING = along(80, 120)
"""From the hips to a knee held to the chest by the hands."""


def blended(**wrists):
    """Return a figure with one leg flat and one hugged, both placed half way between, at 0.45 of their length."""
    half = HIPS + along(36, 60)
    return stick(joints={"knee": half, "ankle": half + 30} | {f"{side}_wrist": at for side, at in wrists.items()})


def test_blended_legs_give_no_thigh():
    assert all(math.isnan(unblended_thigh(blended(), side, LYING)) for side in SIDES)


def test_clasped_hands_replace_the_lost_knee():
    figure = blended(left=HIPS + HUGGING + 5, right=HIPS + HUGGING - 5)
    for side in SIDES:
        assert hugged_thigh(figure, side, LYING) == approx(120, abs=1)


def test_separated_hands_do_not_replace_the_knee():
    figure = blended(left=HIPS + HUGGING + 30, right=HIPS + HUGGING - 30)
    assert math.isnan(hugged_thigh(figure, "left", LYING))


def test_one_hand_does_not_replace_the_knee():
    figure = blended(left=HIPS + HUGGING, right=complex(math.nan, math.nan))
    assert math.isnan(hugged_thigh(figure, "left", LYING))


def test_a_thigh_of_full_length_is_used_wherever_the_hands_are():
    hugged = {"left_wrist": HIPS - 60 + 5j, "right_wrist": HIPS - 60 + 5j}
    figure = stick(left_thigh=(80, 120), joints=hugged)
    assert hugged_thigh(figure, "left", LYING) == approx(120)
    assert hugged_thigh(figure, "right", LYING) == approx(0)


def test_one_thigh_of_full_length_validates_both():
    # In an oblique view the far leg is short, but not merged with the near one.
    figure = stick(left_thigh=(40, 120), right_thigh=(80, 0))
    assert hugged_thigh(figure, "left", LYING) == approx(120)


def test_without_a_rest_nothing_is_blended():
    assert hugged_thigh(blended(), "left", None) == approx(60)


def test_a_body_nearer_to_the_camera_is_not_blended():
    far = stick((50, 180), thigh=(40, 30))
    assert hugged_thigh(far, "left", LYING) == approx(30)


def test_merged_crossed_legs_are_unseen():
    together = HIPS + 60 + 40j
    figure = stick(joints={"left_ankle": together, "right_ankle": together + 20, "knee": HIPS + 40 + 60j})
    assert math.isnan(drawn_thigh(figure, "left", None))
    apart = stick(left_thigh=(80, 100), joints={"left_ankle": HIPS + 60 + 40j, "right_ankle": HIPS + 110 + 40j})
    assert drawn_thigh(apart, "left", None) == approx(100)


# On all fours, the head to the left: the trunk level, an arm planted or stretched past the head.
FOURS = stick((100, 180), upper_arm=(50, -90), forearm=(50, -90), hips=500 - 300j)
TIGHT = {"hips": 190 - 300j}
"""So close to the left edge that a stretched arm ends outside the image."""


def reaching(length=100.0, degrees=180.0, visibility=1.0, **place):
    half = (length / 2, degrees)
    return stick((100, 180), left_upper_arm=half, left_forearm=half, visibility={"left_wrist": visibility}, **place)


def test_an_arm_that_fits_in_the_frame_is_read_even_if_hidden():
    roomy = {"hips": 500 - 300j}
    assert arm_to_horizontal(reaching(visibility=0.02, **roomy), "left", FOURS) == approx(0, abs=1e-6)
    assert arm_to_horizontal(reaching(60, 170, **roomy), "left", FOURS) == approx(10)


def test_a_shortened_far_arm_is_unseen_but_a_rowing_near_arm_is_read():
    roomy = {"size": (1000, 1000), "hips": 500 - 500j}
    assert math.isnan(arm_to_horizontal(reaching(35, -140, visibility=0.6, **roomy), "left", FOURS))
    assert arm_to_horizontal(reaching(35, -140, visibility=0.99, **roomy), "left", FOURS) == approx(-40)


def test_a_hidden_arm_that_does_not_fit_is_unseen():
    assert math.isnan(arm_to_horizontal(reaching(80, 175, visibility=0.2, **TIGHT), "left", FOURS))


def test_a_shortened_arm_that_does_not_fit_is_unseen():
    # The estimator places the hand inside the image.
    assert math.isnan(arm_to_horizontal(reaching(60, -120, **TIGHT), "left", FOURS))


def test_an_arm_that_would_not_fit_is_read_while_planted():
    assert arm_to_horizontal(reaching(100, -90, **TIGHT), "left", FOURS) == approx(-90)


def test_an_arm_with_its_hand_outside_is_read_from_the_elbow():
    outside = stick(
        (100, 180), hips=160 - 300j, left_upper_arm=(50, 175), left_forearm=(50, 175), unseen=("left_wrist",)
    )
    assert arm_to_horizontal(outside, "left", FOURS) == approx(5)


def test_without_a_rest_every_arm_is_read():
    assert arm_to_horizontal(reaching(60, -120, visibility=0.1, **TIGHT), "left", None) == approx(-60)


def test_the_turn_is_a_weighted_sum_of_narrowing_and_depth():
    # For a true 45 degrees the shoulders in the image narrow as by 56 degrees, and their depths are those of 68.
    turn = shoulder_vs_hip_rotation(front(40 * math.cos(math.radians(56)), 68), front(40))
    assert turn == approx(0.65 * 56 + 0.15 * 68)


def test_the_turn_is_relative_to_the_rest():
    crooked = front(38, 6)
    assert shoulder_vs_hip_rotation(crooked, crooked) == approx(0)
    assert shoulder_vs_hip_rotation(front(38 * 0.6, 20), crooked) == approx(
        0.65 * math.degrees(math.acos(0.6)) + 0.15 * 14
    )


def test_the_direction_of_a_turn_is_that_of_the_depth():
    assert shoulder_vs_hip_rotation(front(40 * 0.6, -14), front(40)) < 0


def test_shoulders_wider_than_at_rest_are_not_turned():
    assert shoulder_vs_hip_rotation(front(44), front(40)) == approx(0)


def test_leaning_towards_the_camera_does_not_widen_the_shoulders():
    # The whole body is scaled, and lengths are in trunk lengths.
    near = stick(
        (150, 90),
        joints={"left_shoulder": HIPS + 150j + 18, "right_shoulder": HIPS + 150j - 18},
        world=facing(0, 0),
        depths={"left_shoulder": 0.0, "right_shoulder": 0.0},
    )
    assert shoulder_vs_hip_rotation(near, front(40)) == approx(0.65 * math.degrees(math.acos(0.6)))


def test_the_pull_of_a_leading_face_is_subtracted():
    with_it, ahead = (shoulder_vs_hip_rotation(front(24, 30, face), front(40)) for face in (30, 80))
    assert ahead == approx(with_it - 5)


def test_the_pull_of_a_lagging_face_is_added():
    with_it, behind = (shoulder_vs_hip_rotation(front(24, 30, face), front(40)) for face in (30, 0))
    assert behind == approx(with_it + 3)


def test_a_turn_is_unseen_without_both_shoulders():
    assert math.isnan(shoulder_vs_hip_rotation(front(40, 20, left_shoulder=complex(math.nan, math.nan)), front(40)))


def seen_at(done: Performance, t: float) -> Figure:
    """Return the figure of the moment nearest to a time."""
    pose = min(done.moments, key=lambda moment: abs(moment.t - t)).pose
    assert pose is not None
    body = figure(pose)
    assert body is not None
    return body


@cache
def at_the_top(move: str, view: str, asked: float) -> Figure:
    """Return the simulated body in the middle of its hold, without estimator noise."""
    done = perform(
        move, [RepScript("right", hold_s=1.0, peak_deg=asked)], camera=view, noise=EXACT, tremor_deg=0.0, fps=10.0
    )
    return seen_at(done, sum(done.reps[0].top) / 2)


@pytest.mark.parametrize("asked", [90.0, 120.0])
@pytest.mark.parametrize(
    ("view", "off"),
    [
        ("low", 1),
        ("chair", 2),
        ("side", 2),
        ("raised", 5),
        ("quarter-feet", 5),
        ("quarter-head", 5),
        ("raised-quarter-feet", 6),
        ("raised-quarter-head", 5),
    ],
)
def test_supine_hip_flexion_is_correct_in_oblique_views(view, asked, off):
    assert supine_hip_flexion(at_the_top("knee-to-chest", view, asked), "right", None) == approx(asked, abs=off)


@pytest.mark.parametrize("view", ["quarter-feet", "quarter-head"])
def test_the_plain_image_angle_is_wrong_in_oblique_views(view):
    assert abs(of_limb("thigh_vs_trunk_line", at_the_top("knee-to-chest", view, 90.0), "right") - 90) > 10


@pytest.mark.parametrize("view", ["chair", "raised-quarter-feet", "quarter-feet"])
def test_the_pulled_leg_of_the_figure_four_is_the_uncrossed_one(view):
    body = at_the_top("piriformis-stretch", view, 100.0)
    ankles = {side: abs(body.at(side, "ankle") - body.at(other(side), "knee")) for side in SIDES}
    assert ankles["right"] < ankles["left"]
    assert supine_hip_flexion(body, "left", None) == approx(100, abs=4)


def test_a_knee_bent_towards_the_camera_is_read_from_its_shortened_shank():
    bent = perform(
        "hip-abduction", [RepScript("right", hold_s=1.0, faults=("knee-bent",))], noise=EXACT, tremor_deg=0.0, fps=10.0
    )
    rest, top = seen_at(bent, 0.5), seen_at(bent, sum(bent.reps[0].top) / 2)
    assert seen(top.points[joint("right", "ankle")])
    shortened = abs(top.limb("right", "knee", "ankle")) / abs(rest.limb("right", "knee", "ankle"))
    assert shortened == approx(0.75, abs=0.1)


def test_hands_on_the_belly_are_not_a_hug():
    belly = {"left_wrist": HIPS - 45 + 18j, "right_wrist": HIPS - 35 + 18j}
    figure = stick(joints=belly, unseen=("left_knee", "right_knee", "left_ankle", "right_ankle"))
    assert math.isnan(hugged_thigh(figure, "left", stick()))


def test_shanks_unseen_in_space_have_no_angle():
    assert math.isnan(of_body("shanks_apart", stick()))


def test_an_unknown_view_leaves_the_hip_flexion_unseen():
    assert math.isnan(supine_hip_flexion(stick(left_thigh=(80, 60), world={}), "left", None))


def test_an_arched_rest_does_not_hide_an_arch():
    rest, raised = stick((100, 183), thigh=(80, -9)), stick((100, 153), thigh=(80, -9))
    assert hip_extension(rest, None) == approx(-12)
    assert hip_extension(raised, None) == approx(18)
