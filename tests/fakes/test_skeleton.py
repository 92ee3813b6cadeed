"""The simulated person does what it is asked, as a body can, and is seen as a camera sees."""

from __future__ import annotations

import numpy as np
import pytest

from coach.body import INDEX, SIDES, joint, other
from tests.fakes.skeleton import EXACT, MOVES, Body, RepScript, perform, usual_view
from tests.fakes.skeleton.angles import (
    arm_to_horizontal,
    at,
    elbow_flexion,
    knee_flexion,
    leg_to_horizontal,
    shoulder_vs_hip_rotation,
    thigh_vs_trunk_line,
    torso_inclination,
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
BODIES = [Body(), Body(1.55, shoulders=0.92, hips=1.1), Body(1.92, leg=1.05, arm=0.97)]
EVERY_MOVE = sorted(MOVES)


def one(move, side="right", body=BODIES[0], **script):
    """One short rep without tremor."""
    script = {"hold_s": 2.0} | script
    return perform(move, [RepScript(side, **script)], body=body, camera=usual_view(move), tremor_deg=0.0)


def at_the_top(done):
    first, last = done.reps[0].top
    return done.points[(done.t > first) & (done.t < last)]


def all_faults(move):
    return [(fault,) for fault in sorted(MOVES[move].faults)]


@pytest.mark.parametrize("move", EVERY_MOVE)
@pytest.mark.parametrize("body", BODIES)
def test_no_bone_ever_changes_its_length(move, body):
    points = one(move, body=body).points
    for side in SIDES:
        for first, second in BONES:
            bone = np.linalg.norm(at(points, side, first) - at(points, side, second), axis=-1)
            assert np.ptp(bone) < 1e-6


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize(
    ("move", "asked"),
    [
        ("hip-abduction", (20.0, 45.0, 65.0)),
        ("spine-extension", (-25.0, 0.0, 20.0)),
        ("back-extension", (12.0, 30.0, 60.0)),
        ("knee-to-chest", (80.0, 105.0, 125.0)),
        ("piriformis-stretch", (60.0, 85.0, 105.0)),
        ("seated-rotation", (8.0, 30.0, 46.0)),
    ],
)
def test_the_main_angle_reaches_what_was_asked(move, asked, side, body):
    for peak in asked:
        done = one(move, side, body, peak_deg=peak)
        main = {
            "hip-abduction": lambda p: thigh_vs_trunk_line(p, side),
            "spine-extension": lambda p: leg_to_horizontal(p, other(side)),
            "back-extension": torso_inclination,
            "knee-to-chest": lambda p: thigh_vs_trunk_line(p, side),
            "piriformis-stretch": lambda p: thigh_vs_trunk_line(p, other(side)),
            "seated-rotation": lambda p: shoulder_vs_hip_rotation(p) * (1 if side == "left" else -1),
        }[move]
        assert main(at_the_top(done)) == pytest.approx(peak, abs=0.5)
        assert done.reps[0].peak == pytest.approx(peak, abs=0.5)


@pytest.mark.parametrize("move", EVERY_MOVE)
@pytest.mark.parametrize("side", SIDES)
def test_nothing_sinks_into_the_floor(move, side):
    for faults in [(), *all_faults(move)]:
        points = one(move, side, faults=faults, hold_s=0.5).points
        assert points[..., 1].min() > -0.03


@pytest.mark.parametrize("move", EVERY_MOVE)
@pytest.mark.parametrize("side", SIDES)
def test_nothing_moves_faster_than_a_careful_body(move, side):
    done = one(move, side)
    speed = np.linalg.norm(np.diff(done.points, axis=0), axis=-1) * 25
    assert speed.max() < 2.5


def test_hands_and_knees_stay_where_they_are_planted():
    done = one("spine-extension", "left")
    for side, part in (("right", "wrist"), ("left", "knee"), ("left", "ankle")):
        assert np.ptp(at(done.points, side, part), axis=0).max() < 0.01
    assert arm_to_horizontal(at_the_top(done), "left") == pytest.approx(0.0, abs=2.0)
    assert elbow_flexion(at_the_top(done), "left").max() < 20


def test_prone_the_legs_and_hands_stay_on_the_floor():
    done = one("back-extension")
    for side in SIDES:
        for part in ("wrist", "hip", "knee", "ankle"):
            assert np.ptp(at(done.points, side, part), axis=0).max() < 0.02


def test_the_hands_reach_the_shin_they_hug():
    points = at_the_top(one("knee-to-chest", "left"))
    shin = (at(points, "left", "knee") * 0.8) + at(points, "left", "ankle") * 0.2
    for side in SIDES:
        assert np.linalg.norm(at(points, side, "wrist") - shin, axis=-1).max() < 0.2


@pytest.mark.parametrize("side", SIDES)
def test_the_ankle_lies_across_the_other_knee(side):
    body = Body()
    points = at_the_top(one("piriformis-stretch", side, body))
    other_knee = at(points, other(side), "knee")
    assert np.linalg.norm(at(points, side, "ankle") - other_knee, axis=-1).max() < 0.45 * body.thigh
    assert knee_flexion(points, side).min() > 60


@pytest.mark.parametrize(
    ("move", "face"),
    [
        ("hip-abduction", [0, 0, 1]),  # towards the camera
        ("spine-extension", [0, -1, 0]),
        ("back-extension", [0, -1, 0]),
        ("knee-to-chest", [0, 1, 0]),
        ("piriformis-stretch", [0, 1, 0]),
        ("seated-rotation", [0, 0, 1]),
    ],
)
def test_the_face_looks_where_the_posture_has_it_look(move, face):
    start = one(move).points[0]
    ears = (start[INDEX["left_ear"]] + start[INDEX["right_ear"]]) / 2
    looking = start[INDEX["nose"]] - ears
    assert looking @ face / np.linalg.norm(looking) > 0.8


def test_a_bent_knee_bends_only_the_raised_leg():
    points = at_the_top(one("hip-abduction", faults=("knee-bent",)))
    assert knee_flexion(points, "right") == pytest.approx(40.0, abs=0.5)


def test_an_unknown_fault_is_refused_by_name():
    with pytest.raises(ValueError, match="bend-it"):
        one("hip-abduction", faults=("bend-it",))


def test_an_angle_out_of_reach_is_refused():
    with pytest.raises(ValueError, match="not 130"):
        one("hip-abduction", peak_deg=130.0)


def test_the_truth_tells_a_low_rep_from_a_short_one():
    low, short = one("hip-abduction", peak_deg=20.0, hold_s=5.5), one("hip-abduction", hold_s=1.0)
    assert low.reps[0].reasons == ("low",)
    assert short.reps[0].reasons == ()
    assert not short.reps[0].counts(5.0)
    assert short.reps[0].counts(1.0)


def test_a_rep_that_stops_on_the_way_down_starts_the_next_one_there():
    script = RepScript("right", hold_s=1.0, back_to_deg=24.0)
    done = perform("hip-abduction", [script, RepScript("right", hold_s=1.0)], tremor_deg=0.0)
    between = (done.t > done.reps[0].end) & (done.t < done.reps[1].start)
    assert thigh_vs_trunk_line(done.points, "right")[between] == pytest.approx(24.0, abs=0.5)
    assert "not-returned" in done.reps[0].reasons


def test_the_frame_rate_changes_nothing_but_the_instants():
    fast, slow = (perform("hip-abduction", fps=fps, noise=EXACT) for fps in (50.0, 10.0))
    assert fast.points[::5] == pytest.approx(slow.points, abs=1e-9)
    assert fast.reps == slow.reps


def test_the_same_seed_gives_the_very_same_landmarks():
    first, second = (perform("hip-abduction", seed=3) for _ in range(2))
    for a, b in zip(first.moments, second.moments, strict=True):
        assert a.t == b.t
        assert a.pose is not None
        assert b.pose is not None
        assert np.array_equal(a.pose.image_px, b.pose.image_px)
        assert np.array_equal(a.pose.visibility, b.pose.visibility)


def test_an_exact_estimator_reports_the_true_pixels():
    done = perform("hip-abduction", noise=EXACT, body=Body(1.6))
    pose = done.moments[40].pose
    assert pose is not None
    assert pose.image_px == pytest.approx(done.pixels[40], abs=1e-3)


def test_from_the_side_the_far_arm_is_hidden_and_the_near_one_is_not():
    pose = one("back-extension").moments[-1].pose
    assert pose is not None
    assert pose.visibility[joint("left", "wrist")] < 0.4
    assert pose.visibility[joint("right", "wrist")] > 0.9
