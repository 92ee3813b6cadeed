"""Measures of bodies on all fours and on their side, on simulated bodies without estimator noise."""

import cmath
import math
from dataclasses import replace

import pytest
from pytest import approx

from coach.body import other
from coach.moves.figure import figure
from coach.moves.propped import (
    hip_extension,
    hip_to_heel,
    hips_back,
    lifted_thigh,
    lying_shanks,
    lying_thighs,
    side_line,
    thigh_opening,
)
from coach.session.observer import Observer
from tests.contracts.performing import BODIES
from tests.fakes.skeleton import EXACT, RepScript, perform
from tests.moves.figures import stick


def figures(move, peak_deg, side="right", camera=None, body="average"):
    """Return the figures of the person at rest and at the top."""
    reps = [RepScript(side, peak_deg=peak_deg, hold_s=4)]
    done = perform(move, reps, camera=camera, body=BODIES[body], noise=EXACT, tremor_deg=0.0)
    (rep,) = done.reps
    top = next(moment for moment in done.moments if moment.t > rep.top[0] + 2)
    return [figure(moment.pose, side) for moment in (done.moments[0], top) if moment.pose]


@pytest.mark.parametrize("side", ["left", "right"])
def test_a_thigh_level_with_the_back_reads_0(side):
    rest, top = figures("four-point-hip-extension", 0.0, side)
    assert lifted_thigh(rest, side, None) == approx(-90, abs=5)
    assert lifted_thigh(top, side, rest) == approx(0, abs=4)
    assert lifted_thigh(top, other(side), rest) < -70


def test_a_lifted_thigh_placed_half_way_to_the_other_is_unseen():
    rest, top = figures("four-point-hip-extension", 0.0, "left")
    points = list(top.points)
    knees = [25, 26]
    points[knees[0]] = (points[knees[0]] + points[knees[1]]) / 2
    assert math.isnan(lifted_thigh(replace(top, points=points), "left", rest))


@pytest.mark.parametrize("body", sorted(BODIES))
@pytest.mark.parametrize("camera", ["chair", "low", "raised", "back"])
@pytest.mark.parametrize("side", ["left", "right"])
def test_the_opening_of_the_knees_does_not_depend_on_body_or_camera(side, camera, body):
    rest, little = figures("clamshell", 8.0, side, camera, body)
    _, wide = figures("clamshell", 30.0, side, camera, body)
    assert thigh_opening(rest, side, None) < 0
    # The weights are for the landmarks of the estimator, which differ from the joints.
    assert thigh_opening(little, side, rest) == approx(10, abs=10)
    assert thigh_opening(wide, side, rest) == approx(34, abs=8)


@pytest.mark.parametrize("peak_deg", [160.0, 180.0])
def test_hips_in_line_with_shoulders_and_knees_read_180(peak_deg):
    rest, top = figures("side-plank", peak_deg)
    assert side_line(top, "right", rest) == approx(peak_deg, abs=3)
    assert side_line(top, "left", rest) == side_line(top, "right", rest)


def test_hips_at_the_heels_are_measured_from_the_resting_feet():
    rest, top = figures("bottom-to-heels", -56.0)
    hidden = list(top.points)
    for joint in (25, 26, 27, 28):
        hidden[joint] = top.shoulders
    top = replace(top, points=hidden)
    assert hip_to_heel(top, rest) == approx(56, abs=5)
    assert hip_to_heel(rest, None) > 105
    assert hips_back(top, rest) == approx(60, abs=6)
    assert hips_back(rest, rest) == 0
    assert hips_back(rest, None) == approx(0, abs=8)


def test_hips_at_the_heels_are_no_rest_where_none_is_known():
    _, top = figures("bottom-to-heels", -56.0)
    assert hip_to_heel(top, None) < 80


def test_hips_that_rock_forward_read_below_0():
    rest, _ = figures("bottom-to-heels", -56.0)
    forward = rest.hips + 0.2 * rest.trunk
    assert hips_back(replace(rest, hips=forward), rest) == approx(-15, abs=4)


def test_hips_at_the_heels_are_not_mistaken_for_camera_roll():
    done = perform("bottom-to-heels", [RepScript(peak_deg=-95.0, hold_s=20)], noise=EXACT, tremor_deg=0.0)
    observer, (rep,) = Observer(), done.reps
    bodies = [(moment.t, observer.update(moment).body) for moment in done.moments]
    turned = [abs(cmath.phase(body.turned)) for t, body in bodies if body and rep.top[0] <= t <= rep.top[1]]
    assert math.degrees(max(turned)) < 2


@pytest.mark.parametrize(
    ("body", "deg"),
    [
        (stick(thigh=(80, 0)), 0),
        (stick((100, 150)), 30),
        (stick((100, 150), left_thigh=(80, -10), right_thigh=(80, 10)), 30),  # of the middle of the knees
    ],
)
def test_a_prone_body_bends_back_from_the_line_of_its_thighs(body, deg):
    assert hip_extension(body, stick()) == approx(deg, abs=1e-6)


def test_legs_lost_at_the_top_of_a_press_up_lie_where_they_lay():
    rest = stick()
    lost = stick((100, 150), thigh=(10, -80), shank=(30, -160))
    assert hip_extension(lost, rest) == approx(30)
    assert math.isnan(lying_thighs(lost, rest))
    assert math.isnan(lying_shanks(lost, rest))


def test_legs_that_are_found_are_measured_as_they_are_drawn():
    rest = stick()
    raised = stick((100, 150), thigh=(80, -10), shank=(70, 20))
    assert lying_thighs(raised, rest) == approx(-10)
    assert lying_shanks(raised, rest) == approx(20)


def test_a_body_that_gets_up_has_not_lost_its_legs():
    # Its thighs point at the camera, but its hips are off the floor.
    up = stick((100, 150), hips=stick().hips + 60j, thigh=(10, -80))
    assert hip_extension(up, stick()) == approx(-50)
