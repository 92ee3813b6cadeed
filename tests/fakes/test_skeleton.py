"""The simulated person does what it is asked, as a body can, and is seen as a camera sees."""

from __future__ import annotations

import numpy as np
import pytest

from coach.body import SIDES, joint
from tests.fakes.skeleton import EXACT, Body, RepScript, perform
from tests.fakes.skeleton.angles import knee_flexion, thigh_vs_trunk_line

BONES = (
    ("shoulder", "elbow"),
    ("elbow", "wrist"),
    ("hip", "knee"),
    ("knee", "ankle"),
    ("ankle", "heel"),
    ("heel", "foot"),
)


def lengths(points, side, first, second):
    return np.linalg.norm(points[:, joint(side, first)] - points[:, joint(side, second)], axis=-1)


@pytest.mark.parametrize("move", ["hip-abduction"])
def test_no_bone_ever_changes_its_length(move):
    points = perform(move).points
    for side in SIDES:
        for first, second in BONES:
            assert np.ptp(lengths(points, side, first, second)) < 1e-6


@pytest.mark.parametrize("asked", [20.0, 45.0, 65.0])
def test_the_raised_leg_reaches_the_angle_asked_for(asked):
    done = perform("hip-abduction", [RepScript("left", peak_deg=asked, hold_s=2.0)], tremor_deg=0.0)
    assert thigh_vs_trunk_line(done.points, "left").max() == pytest.approx(asked, abs=0.2)
    assert done.reps[0].peak == pytest.approx(asked, abs=0.2)


def test_a_bent_knee_bends_only_the_raised_leg():
    done = perform("hip-abduction", [RepScript("right", hold_s=2.0, faults=("knee-bent",))], tremor_deg=0.0)
    still = (done.t > done.reps[0].top[0]) & (done.t < done.reps[0].top[1])
    assert knee_flexion(done.points, "right")[still] == pytest.approx(40.0, abs=0.5)


def test_an_unknown_fault_is_refused_by_name():
    with pytest.raises(ValueError, match="bend-it"):
        perform("hip-abduction", [RepScript(faults=("bend-it",))])


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
