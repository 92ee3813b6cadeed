"""Which landmarks of a pose count as seen, and which poses have no figure."""

from __future__ import annotations

import numpy as np
import pytest

from coach.body import COUNT, INDEX, SIDES, joint
from coach.geometry import seen
from coach.moves.figure import PRESENT, figure
from coach.pose import Pose
from tests.fakes.skeleton import EXACT, perform

SIZE = (640, 480)


def pose(places=None, presence=None, visibility=None):
    """Return a pose with all landmarks except the named ones in the middle of the image."""
    image_px = np.full((COUNT, 2), 240.0, np.float32)
    for side in SIDES:
        image_px[joint(side, "shoulder")] = (140, 240)
    sure = np.full(COUNT, 0.99, np.float32)
    visible = np.full(COUNT, 0.99, np.float32)
    for name, place in (places or {}).items():
        image_px[INDEX[name]] = place
    for name, value in (presence or {}).items():
        sure[INDEX[name]] = value
    for name, value in (visibility or {}).items():
        visible[INDEX[name]] = value
    return Pose(image_px, np.zeros(COUNT, np.float32), np.zeros((COUNT, 3), np.float32), visible, sure, SIZE)


def body_of(seen_pose, above=None):
    """Return the figure of a pose that has one."""
    body = figure(seen_pose, above)
    assert body is not None
    return body


def test_points_are_pixels_right_and_up():
    body = body_of(pose({"left_knee": (320.5, 100)}))
    assert body.at("left", "knee") == 320.5 - 100j


def test_the_trunk_points_from_hips_to_shoulders_and_is_the_unit_of_length():
    body = body_of(pose())
    assert body.trunk == -100
    assert body.scale == 100


@pytest.mark.parametrize("place", [(-1, 240), (640, 240), (700, 240), (320, -0.5), (320, 480)])
def test_a_landmark_outside_the_frame_is_unseen(place):
    assert not seen(body_of(pose({"left_ankle": place})).at("left", "ankle"))


@pytest.mark.parametrize("place", [(0, 0), (639.9, 479.9)])
def test_a_landmark_at_the_edge_is_seen(place):
    assert seen(body_of(pose({"left_ankle": place})).at("left", "ankle"))


def test_a_landmark_with_low_presence_is_unseen():
    body = body_of(pose(presence={"left_ankle": PRESENT - 0.01, "right_ankle": PRESENT}))
    assert not seen(body.at("left", "ankle"))
    assert seen(body.at("right", "ankle"))


def test_a_hidden_landmark_is_used():
    # In a prone body the far side has a visibility of 0.02 to 0.5, but good positions.
    assert seen(body_of(pose(visibility={"left_ankle": 0.02})).at("left", "ankle"))


def test_a_nan_landmark_is_unseen():
    assert not seen(body_of(pose({"left_ankle": (np.nan, np.nan)})).at("left", "ankle"))


def test_the_midpoint_of_a_pair_with_one_unseen_is_the_other():
    body = body_of(pose({"left_knee": (300, 200), "right_knee": (900, 200)}))
    assert body.mid("knee") == 300 - 200j


@pytest.mark.parametrize("part", ["hip", "shoulder"])
def test_one_landmark_of_a_pair_suffices_for_the_trunk(part):
    assert figure(pose({f"left_{part}": (900, 240)})) is not None


@pytest.mark.parametrize("part", ["hip", "shoulder"])
def test_without_hips_or_shoulders_there_is_no_figure(part):
    assert figure(pose({f"{side}_{part}": (900, 240) for side in SIDES})) is None


def test_a_trunk_of_zero_length_gives_no_figure():
    assert figure(pose({f"{side}_shoulder": (240, 240) for side in SIDES})) is None


def test_a_pose_without_landmarks_gives_no_figure():
    nothing = pose()
    nothing.image_px[:] = np.nan
    assert figure(nothing) is None


def test_a_limb_points_from_its_first_joint_to_its_second():
    body = body_of(pose({"left_hip": (240, 240), "left_knee": (240, 140)}))
    assert body.limb("left", "hip", "knee") == 100j


def test_a_point_is_inside_or_outside_the_frame():
    body = body_of(pose())
    assert body.inside(0j)
    assert body.inside(639 - 479j)
    assert not body.inside(-1j - 1)
    assert not body.inside(640 - 100j)
    assert not body.inside(100 - 480j)
    assert not body.inside(100 + 1j)


def test_the_given_top_side_is_used():
    assert body_of(pose(), "left").above == "left"


def test_a_simulated_body_is_at_its_position():
    done = perform("back-extension", noise=EXACT)
    first = done.moments[0].pose
    assert first is not None
    body = body_of(first)
    x, y = done.pixels[0, INDEX["left_knee"]]
    assert abs(body.at("left", "knee") - complex(x, -y)) < 0.01
