"""The simulated person: anatomy, motion and ground truth."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from coach.body import INDEX, LANDMARKS, SIDES, other
from tests.fakes.skeleton import (
    ACTIVITIES,
    MOVES,
    VIEWS,
    Body,
    RepScript,
    acted,
    angles,
    do,
    getting_up,
    lying_down,
    perform,
    rolling_over,
    stay,
    usual_view,
)

BONES = (
    ("shoulder", "elbow"),
    ("elbow", "wrist"),
    ("wrist", "index"),
    ("hip", "knee"),
    ("knee", "ankle"),
    ("ankle", "heel"),
    ("heel", "foot"),
)
AVERAGE, SMALL, TALL = Body(), Body(1.55, shoulders=0.92, hips=1.1), Body(1.92, leg=1.05, arm=0.97)
BODIES = (AVERAGE, SMALL, TALL)
MAIN = {
    "hip-abduction": angles.thigh_vs_trunk_line,
    "spine-extension": lambda points, side: angles.leg_to_horizontal(points, other(side)),
    "back-extension": lambda points, side: angles.torso_inclination(points),
    "knee-to-chest": angles.thigh_vs_trunk_line,
    "piriformis-stretch": lambda points, side: angles.thigh_vs_trunk_line(points, other(side)),
    "seated-rotation": lambda points, side: angles.shoulder_vs_hip_rotation(points) * (1 if side == "left" else -1),
    "glute-bridge": lambda points, side: angles.hip_line(points),
    "straight-leg-raise": angles.thigh_vs_trunk_line,
    "both-knees-to-chest": angles.thigh_vs_trunk_line,
    "prone-leg-lift": angles.leg_to_horizontal,
    "clamshell": lambda points, side: angles.thigh_opening(points),
    "four-point-hip-extension": angles.thigh_to_horizontal,
    "bottom-to-heels": lambda points, side: -angles.hip_to_heel(points),
    "side-plank": lambda points, side: angles.side_line(points),
}


@cache
def one(move, side="right", body=AVERAGE, **script):
    """One short rep without tremor."""
    return perform(move, [RepScript(side, **{"hold_s": 2.0} | script)], body=body, tremor_deg=0.0)


def at_the_top(done):
    first, last = done.reps[0].top
    return done.points[(done.t > first) & (done.t < last)]


def course(scenes):
    """True landmarks of scenes in 25 frames per second."""
    starts = np.cumsum([0.0, *(scene.seconds for scene in scenes)])
    t = np.arange(0.0, starts[-1], 1 / 25)
    which = np.clip(np.searchsorted(starts, t, side="right") - 1, 0, len(scenes) - 1)
    return np.concatenate([scene.points(t[which == i] - starts[i]) for i, scene in enumerate(scenes)])


def fastest(points):
    return float((np.linalg.norm(np.diff(points, axis=0), axis=-1) * 25).max())


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("move", MOVES)
def test_bone_lengths_are_constant(move, body):
    points = one(move, body=body).points
    for side in SIDES:
        for first, second in BONES:
            bone = np.linalg.norm(angles.at(points, side, first) - angles.at(points, side, second), axis=-1)
            assert np.ptp(bone) < 1e-6


@pytest.mark.parametrize(
    ("move", "side", "body", "asked"),
    [
        ("hip-abduction", "left", AVERAGE, 20.0),
        ("hip-abduction", "right", SMALL, 45.0),
        ("hip-abduction", "right", TALL, 65.0),
        ("spine-extension", "left", SMALL, -25.0),
        ("spine-extension", "right", TALL, 0.0),
        ("spine-extension", "left", AVERAGE, 20.0),
        ("back-extension", "right", TALL, 12.0),
        ("back-extension", "right", AVERAGE, 30.0),
        ("back-extension", "right", SMALL, 60.0),
        ("knee-to-chest", "left", AVERAGE, 80.0),
        ("knee-to-chest", "right", SMALL, 105.0),
        ("knee-to-chest", "left", TALL, 125.0),
        ("piriformis-stretch", "right", AVERAGE, 60.0),
        ("piriformis-stretch", "left", SMALL, 85.0),
        ("piriformis-stretch", "right", TALL, 105.0),
        ("seated-rotation", "left", AVERAGE, 8.0),
        ("seated-rotation", "right", SMALL, 30.0),
        ("seated-rotation", "left", TALL, 46.0),
        ("glute-bridge", "right", SMALL, 150.0),
        ("glute-bridge", "right", TALL, 185.0),
        ("straight-leg-raise", "left", SMALL, 20.0),
        ("straight-leg-raise", "right", TALL, 60.0),
        ("both-knees-to-chest", "right", SMALL, 90.0),
        ("both-knees-to-chest", "left", TALL, 125.0),
        ("prone-leg-lift", "left", SMALL, 6.0),
        ("prone-leg-lift", "right", TALL, 25.0),
        ("clamshell", "left", SMALL, 30.0),
        ("four-point-hip-extension", "right", TALL, -40.0),
        ("bottom-to-heels", "right", SMALL, -60.0),
        ("side-plank", "left", TALL, 183.0),
    ],
)
def test_main_angle_reaches_the_scripted_peak(move, side, body, asked):
    done = one(move, side, body, peak_deg=asked)
    assert MAIN[move](at_the_top(done), side) == pytest.approx(asked, abs=0.5)
    assert done.reps[0].peak == pytest.approx(asked, abs=0.5)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("move", MOVES)
def test_no_fault_puts_the_body_below_the_floor(move, side):
    for fault in sorted(MOVES[move].faults):
        scene = MOVES[move].scene(AVERAGE, [RepScript(side, hold_s=0.5, faults=(fault,))])
        points = scene.points(np.arange(0.0, scene.seconds, 0.1))
        assert points[..., 1].min() > -0.03


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("move", MOVES)
def test_speed_is_that_of_a_careful_person(move, side):
    assert fastest(one(move, side).points) < 2.5


@pytest.mark.parametrize("move", MOVES)
def test_no_fault_makes_the_body_jump(move):
    for fault in sorted(MOVES[move].faults - {"jerky"}):
        reps = [RepScript("right", hold_s=0.5, faults=(fault,)), RepScript("left", hold_s=0.5)]
        assert fastest(course(acted(move, reps))) < 2.8


def test_hands_and_knees_stay_where_they_are_planted():
    done = one("spine-extension", "left")
    for name in ("right_wrist", "left_knee", "left_ankle"):
        assert np.ptp(done.points[:, INDEX[name]], axis=0).max() < 0.01
    assert angles.arm_to_horizontal(at_the_top(done), "left") == pytest.approx(0.0, abs=2.0)
    assert angles.elbow_flexion(at_the_top(done), "left").max() < 20


def test_prone_the_legs_and_hands_stay_on_the_floor():
    points = one("back-extension").points
    for side in SIDES:
        for part in ("wrist", "hip", "knee", "ankle"):
            assert np.ptp(angles.at(points, side, part), axis=0).max() < 0.02


def test_the_hands_reach_the_hugged_shin():
    points = at_the_top(one("knee-to-chest", "left"))
    shin = angles.at(points, "left", "knee") * 0.8 + angles.at(points, "left", "ankle") * 0.2
    for side in SIDES:
        assert np.linalg.norm(angles.at(points, side, "wrist") - shin, axis=-1).max() < 0.2


@pytest.mark.parametrize("side", SIDES)
def test_the_ankle_lies_across_the_other_knee(side):
    points = at_the_top(one("piriformis-stretch", side))
    apart = angles.at(points, side, "ankle") - angles.at(points, other(side), "knee")
    assert np.linalg.norm(apart, axis=-1).max() < 0.45 * AVERAGE.thigh
    assert angles.knee_flexion(points, side).min() > 60


@pytest.mark.parametrize(
    ("move", "face"),
    [
        ("hip-abduction", (0, 0, 1)),
        ("spine-extension", (0, -1, 0)),
        ("back-extension", (0, -1, 0)),
        ("knee-to-chest", (0, 1, 0)),
        ("piriformis-stretch", (0, 1, 0)),
        ("seated-rotation", (0, 0, 1)),
        ("glute-bridge", (0, 1, 0)),
        ("straight-leg-raise", (0, 1, 0)),
        ("both-knees-to-chest", (0, 1, 0)),
        ("prone-leg-lift", (0, -1, 0)),
        ("clamshell", (0, 0, 1)),
        ("four-point-hip-extension", (0, -1, 0)),
        ("bottom-to-heels", (0, -1, 0)),
        ("side-plank", (0, 0, 1)),
    ],
)
def test_face_direction(move, face):
    start = one(move).points[0]
    looking = start[INDEX["nose"]] - angles.middle(start, "ear")
    assert looking @ face / np.linalg.norm(looking) > 0.8


def test_bent_knee_fault_has_its_angle():
    points = at_the_top(one("hip-abduction", faults=("knee-bent",)))
    assert angles.knee_flexion(points, "right") == pytest.approx(40.0, abs=0.5)


def test_unknown_fault_is_named_in_the_error():
    with pytest.raises(ValueError, match="bend-it"):
        perform("hip-abduction", [RepScript(faults=("bend-it",))])


def test_an_angle_out_of_reach_is_refused():
    with pytest.raises(ValueError, match="not 130"):
        perform("hip-abduction", [RepScript(peak_deg=130.0)])


def test_ground_truth_distinguishes_low_and_short_reps():
    low, short = one("hip-abduction", peak_deg=20.0, hold_s=5.5).reps[0], one("hip-abduction", hold_s=1.0).reps[0]
    assert low.reasons == ("low",)
    assert short.reasons == ()
    assert not short.counts(5.0)
    assert short.counts(1.0)


def test_next_rep_starts_where_an_incomplete_return_ended():
    reps = [RepScript("right", hold_s=1.0, back_to_deg=24.0), RepScript("right", hold_s=1.0)]
    done = perform("hip-abduction", reps, tremor_deg=0.0)
    between = (done.t > done.reps[0].end) & (done.t < done.reps[1].start)
    assert angles.thigh_vs_trunk_line(done.points, "right")[between] == pytest.approx(24.0, abs=0.5)
    assert "not-returned" in done.reps[0].reasons


def test_changing_sides_rolls_over_with_the_head_in_place():
    done = perform("hip-abduction", [RepScript(side, hold_s=0.5) for side in ("right", "left")], tremor_deg=0.0)
    nose = done.points[:, INDEX["nose"], 0] - angles.middle(done.points, "hip")[:, 0]
    assert (nose > 0).all()
    assert fastest(done.points) < 2.5
    assert [rep.side for rep in done.reps] == ["right", "left"]


@pytest.mark.parametrize("name", ACTIVITIES)
def test_activities_move_smoothly_on_the_floor(name):
    points = course([do(name, 1, body=SMALL)])
    assert points[..., 1].min() > -0.03
    assert fastest(points) < (6.0 if name == "walking-past" else 2.6)


@pytest.mark.parametrize("posture", ["supine", "prone", "side-lying", "all-fours", "long-sitting"])
def test_lying_down_and_getting_up_are_smooth(posture):
    low = stay(posture, 0.5)
    for scenes in (lying_down(low), getting_up(low)):
        points = course(scenes)
        assert fastest(points) < 3.0
        assert points[..., 1].min() > -0.03
        heights = [points[i, INDEX["nose"], 1] for i in (0, -1)]
        assert max(heights) > 1.4
        assert min(heights) < 0.9


def test_rolling_over_ends_face_down():
    points = course(rolling_over(stay("supine", 0.5), stay("prone", 0.5)))
    nose, ears = points[:, INDEX["nose"], 1], angles.middle(points, "ear")[:, 1]
    assert nose[0] > ears[0]
    assert nose[-1] < ears[-1]


def test_frame_rate_changes_only_the_sampling():
    fast, slow = (perform("hip-abduction", fps=fps) for fps in (50.0, 10.0))
    assert fast.points[::5] == pytest.approx(slow.points, abs=1e-9)
    assert fast.reps == slow.reps
    for quick, lazy in zip(fast.moments[::5], slow.moments, strict=True):
        # Visibility is smoothed per frame and may differ, places may not.
        assert quick.pose is not None
        assert lazy.pose is not None
        assert quick.pose.image_px == pytest.approx(lazy.pose.image_px, abs=1e-3)


def test_same_seed_gives_identical_landmarks():
    first, second = (perform("hip-abduction", seed=3) for _ in range(2))
    for a, b in zip(first.moments, second.moments, strict=True):
        assert a.t == b.t
        assert a.pose is not None
        assert b.pose is not None
        assert np.array_equal(a.pose.image_px, b.pose.image_px)
        assert np.array_equal(a.pose.visibility, b.pose.visibility)


def test_another_seed_gives_other_noise_and_tremor():
    first, second = (perform("hip-abduction", seed=seed) for seed in (3, 4))
    assert not np.array_equal(first.points, second.points)
    assert first.reps == second.reps


def test_all_landmarks_have_distinct_positions():
    points = one("seated-rotation").points
    assert points.shape[1] == len(LANDMARKS)
    apart = np.linalg.norm(points[0, :, None] - points[0, None], axis=-1) + np.eye(len(LANDMARKS))
    assert apart.min() > 0.005


def test_usual_views_exist():
    assert all(usual_view(move) in VIEWS for move in MOVES)
