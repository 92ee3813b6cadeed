"""The simulated camera and estimator, and the degradations."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from coach.body import INDEX, SIDES, joint
from coach.pose import Pose
from coach.stream import Moment
from tests.fakes.skeleton import EXACT, VIEWS, Body, Camera, RepScript, degrade, perform, view


@cache
def one(move, side="right", **script):
    """One short rep without tremor."""
    return perform(move, [RepScript(side, **{"hold_s": 2.0} | script)], tremor_deg=0.0)


def pose_of(moment: Moment) -> Pose:
    """The pose of a moment that has one."""
    assert moment.pose is not None
    return moment.pose


def test_an_exact_estimator_reports_the_true_pixels():
    done = perform("hip-abduction", noise=EXACT, body=Body(1.55))
    assert pose_of(done.moments[40]).image_px == pytest.approx(done.pixels[40], abs=1e-3)


def test_pinhole_projection():
    level = Camera(height_m=0.5, distance_m=2.0, aim_m=0.5, view_deg=90.0, size=(800, 600))
    # At two metres and 90 degrees the image is four metres high: 150 pixels to the metre.
    assert level.project(np.array([0.4, 1.0, 0.0])) == pytest.approx([400 + 0.4 * 150, 300 - 0.5 * 150])
    assert level.toward(90.0).project(np.array([0.0, 0.5, -0.4])) == pytest.approx([400 + 0.4 * 150, 300])


def test_rolled_camera_rotates_the_image():
    rolled = Camera(height_m=0.5, distance_m=2.0, aim_m=0.5, view_deg=90.0, size=(800, 600), roll_deg=90.0)
    assert rolled.project(np.array([0.4, 0.5, 0.0])) == pytest.approx([400, 300 - 60])


@pytest.mark.parametrize("name", VIEWS)
def test_every_view_shows_the_whole_body(name):
    move = "seated-rotation" if name.startswith("seated") else "back-extension"
    pixels = perform(move, [RepScript(hold_s=0.5)], camera=name).pixels
    assert (pixels > 0).all()
    assert (pixels < [848, 480]).all()


def test_from_the_side_the_far_arm_is_hidden_and_the_near_one_is_not():
    pose = pose_of(one("back-extension").moments[0])
    assert pose.visibility[joint("left", "wrist")] < 0.4
    assert pose.visibility[joint("right", "wrist")] > 0.9
    assert pose.visibility[[INDEX["nose"], joint("left", "shoulder"), joint("left", "hip")]].min() > 0.95


def test_world_landmarks_have_average_size_and_their_origin_at_the_hips():
    for body in (Body(1.55), Body(1.92)):
        pose = pose_of(perform("hip-abduction", body=body, noise=EXACT).moments[0])
        hips = pose.world_m[[joint(side, "hip") for side in SIDES]].mean(axis=0)
        thigh = pose.world_m[joint("left", "hip")] - pose.world_m[joint("left", "knee")]
        assert hips == pytest.approx([0, 0, 0], abs=1e-5)
        assert np.linalg.norm(thigh) == pytest.approx(0.376, abs=0.005)


def test_feet_outside_the_image_are_extrapolated_some_with_high_visibility():
    # Nearer the head end of a long body: the feet are cut off.
    cut = Camera(distance_m=1.6, pan_deg=-14.0, height_m=0.5)
    present, visible = [], []
    for seed in range(12):
        done = perform("back-extension", [RepScript(hold_s=0.2)], camera=cut, seed=seed)
        feet = [joint(side, part) for side in SIDES for part in ("heel", "foot")]
        assert (done.pixels[0, feet, 0] < 0).all()
        present += list(pose_of(done.moments[0]).presence[feet])
        visible += list(pose_of(done.moments[0]).visibility[feet])
    assert 0.2 < np.mean(np.array(present) > 0.5) < 0.8
    assert 0.2 < np.mean(np.array(visible) > 0.5) < 0.8


def test_no_pose_if_the_trunk_is_outside_the_image():
    done = perform("hip-abduction", camera=Camera(pan_deg=60.0))
    assert all(moment.pose is None for moment in done.moments)


@pytest.mark.parametrize("fps", [10.0, 24.0, 60.0])
def test_resampling_keeps_the_motion(fps):
    moments = one("hip-abduction").moments
    again = degrade.at_rate(moments, fps)
    assert np.diff([moment.t for moment in again]) == pytest.approx(1 / fps)
    at_12_s = pose_of(min(again, key=lambda moment: abs(moment.t - 1.2)))
    assert at_12_s.image_px == pytest.approx(pose_of(moments[30]).image_px, abs=3.0)


def test_dropped_frames_have_the_given_share_and_keep_the_order():
    moments = one("hip-abduction", hold_s=30.0).moments
    left = degrade.dropped(moments, 0.1, seed=5)
    assert 0.06 < 1 - len(left) / len(moments) < 0.14
    assert (np.diff([moment.t for moment in left]) > 0).all()


def test_gaps_remove_frames_and_missing_bodies_do_not():
    moments = one("hip-abduction").moments
    assert not [m for m in degrade.gaps(moments, (2.0, 2.4)) if 2.0 <= m.t <= 2.4]
    lost = degrade.nobody(moments, (2.0, 2.4))
    assert len(lost) == len(moments)
    assert all((m.pose is None) == (2.0 <= m.t <= 2.4) for m in lost)


def test_swapped_legs_keep_their_depth_and_the_arms():
    moments = one("spine-extension", "left").moments
    done = degrade.swapped(moments, "legs", (2.0, 3.0))
    before, during = pose_of(moments[60]), pose_of(done[60])
    left, right = joint("left", "ankle"), joint("right", "ankle")
    assert np.array_equal(during.image_px[left], before.image_px[right])
    assert np.array_equal(during.image_px[right], before.image_px[left])
    assert during.image_z[left] == before.image_z[left]
    for name in ("left_wrist", "right_wrist", "left_hip", "nose"):
        assert np.array_equal(during.image_px[INDEX[name]], before.image_px[INDEX[name]])
    assert done[80].pose is moments[80].pose


def test_swap_spans_have_about_the_given_share():
    taken = [
        sum(any(a <= t <= b for a, b in degrade.swap_spans(5.0, 30.0, 1 / 6, seed)) for t in np.arange(5, 30, 0.04))
        / 625
        for seed in range(8)
    ]
    assert 0.1 < np.mean(taken) < 0.25


def test_taken_by_replaces_poses_only_within_the_span():
    moments, others = one("hip-abduction").moments, one("knee-to-chest").moments
    taken = degrade.taken_by(moments, others, (1.0, 2.0))
    assert taken[40].pose is others[40].pose
    assert taken[60].pose is moments[60].pose


def test_mirroring_swaps_left_and_right():
    moments = one("hip-abduction").moments
    pose, mirrored = pose_of(moments[50]), pose_of(degrade.mirrored(moments)[50])
    assert mirrored.image_px[joint("left", "ankle"), 0] == pytest.approx(
        848 - pose.image_px[joint("right", "ankle"), 0]
    )


def test_cropped_image_is_smaller_and_loses_the_feet():
    moments = one("back-extension").moments
    feet = [joint(side, "foot") for side in SIDES]
    left = int(pose_of(moments[0]).image_px[feet, 0].max() + 60)
    poses = [pose_of(degrade.cropped(moments, left=left, seed=seed)[0]) for seed in range(10)]
    assert all(pose.size == (848 - left, 480) for pose in poses)
    assert np.mean([pose.presence[feet].min() for pose in poses]) < 0.7
    nose = INDEX["nose"]
    assert poses[0].image_px[nose, 0] == pytest.approx(pose_of(moments[0]).image_px[nose, 0] - left, abs=1e-3)


def test_end_views_depend_on_the_position_of_the_feet():
    assert view("foot-end", feet=-1).azimuth_deg == -view("foot-end", feet=1).azimuth_deg
