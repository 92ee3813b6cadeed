"""The observer: roll correction, cuts in the video, and people on a television."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coach.session.observer import Observer
from coach.stream import Moment
from tests.contracts.performing import HOLD_S, checked, outcomes, performed, result
from tests.fakes.skeleton import RepScript, degrade, perform, view

ROLLED = ("spine-extension", "back-extension", "knee-to-chest")


@pytest.mark.parametrize(
    ("move", "roll_deg"),
    # In supine the roll is not corrected: a knee hug with a camera rolled by 15 degrees to the head is lost.
    [(move, deg) for move in ROLLED for deg in (-15, -10, 10, 15) if (move, deg) != ("knee-to-chest", -15)],
)
def test_a_rolled_camera_counts_the_same_as_a_level_one(move, roll_deg):
    scripts = [RepScript(side, hold_s=HOLD_S + 1, rest_s=1.2) for side in ("right", "left")]
    done = perform(move, scripts, camera=replace(view("chair"), roll_deg=roll_deg), fps=10.0, seed=2)
    found = result(checked(move), done.moments)
    assert [counted for _, counted, _ in outcomes(found.reps)] == [True, True]


def test_a_level_camera_leaves_the_figure_unchanged():
    observer = Observer()
    for moment in performed("spine-extension").moments[:40]:
        body = observer.update(moment).body
        assert body is not None
        assert abs(np.degrees(np.angle(body.turned))) < 2


def cuts(moments):
    """Return the instants at which a cut is detected."""
    observer = Observer()
    return [moment.t for moment in moments if observer.update(moment).cut]


def moved(moments, after, right_px=0.0, upside_down=False):
    """Return the moments with the body displaced in the frame after an instant."""

    def elsewhere(moment):
        pose = moment.pose
        if moment.t < after or pose is None:
            return moment
        image_px = pose.image_px[::-1].copy() if upside_down else pose.image_px
        return Moment(moment.t, replace(pose, image_px=image_px + np.array([right_px, 0], np.float32)))

    return [elsewhere(moment) for moment in moments]


@pytest.mark.parametrize("move", ROLLED)
def test_no_move_contains_a_cut(move):
    assert cuts(performed(move).moments) == []


def test_a_body_that_jumps_between_frames_is_a_cut():
    moments = performed("spine-extension").moments[:100]
    assert cuts(moved(moments, 2.0, right_px=90)) == [pytest.approx(2.2, abs=0.06)]


def test_a_single_misplaced_frame_is_not_a_cut():
    moments = performed("spine-extension").moments[:100]
    jumped = {moment.t: moment for moment in moved(moments, 2.0, right_px=200)}
    assert cuts([jumped[m.t] if 2.0 <= m.t < 2.1 else m for m in moments]) == []


def test_a_body_found_elsewhere_after_a_short_absence_is_a_cut():
    moments = degrade.nobody(performed("spine-extension", fps=20.0).moments[:100], (2.0, 2.2))
    assert len(cuts(moved(moments, 2.1, right_px=250))) == 1


def shrunk(moment, size, up_px):
    """Return a moment with the body smaller and higher in the frame."""
    pose = moment.pose
    middle = pose.image_px.mean(axis=0)
    image_px = (pose.image_px - middle) * size + middle - [0, up_px]
    return Moment(moment.t, replace(pose, image_px=image_px.astype(np.float32)))


@pytest.mark.parametrize(
    ("size", "up_px", "found"),
    [
        (0.4, 0, True),  # a distant body on the floor
        (1.0, 150, True),  # a near body in front of a camera that looks down
        (0.4, 150, False),  # a person on a television
    ],
)
def test_a_person_on_a_television_is_ignored(size, up_px, found):
    moment = performed("spine-extension").moments[0]
    small = shrunk(moment, size, up_px)
    assert (Observer().update(small).body is not None) is found


def taken_for_supine(moments, start, end):
    """Return the moments with left and right swapped in an interval: front is taken for back."""

    def swapped(moment):
        pose = moment.pose
        return moment if pose is None or not start <= moment.t < end else Moment(moment.t, pose.swapped())

    return [swapped(moment) for moment in moments]


def prone_leg_lifts():
    scripts = [RepScript(side, hold_s=4.0, rest_s=1.2) for side in ("right", "left")]
    return perform("prone-leg-lift", scripts, fps=20.0, seed=2)


@pytest.mark.parametrize("lasts_s", [0.3, 3.0])
def test_a_prone_body_that_is_taken_for_a_supine_one_has_not_turned_over(lasts_s):
    done = prone_leg_lifts()
    start = done.reps[1].start + 1.0
    found = result(checked("prone-leg-lift"), taken_for_supine(done.moments, start, start + lasts_s))
    assert [(side, counted) for side, counted, _ in outcomes(found.reps)] == [("right", True), ("left", True)]


def rolled_in_space(moments, deg):
    """Return the moments with the body in space rolled about the trunk of a body that lies across the image."""
    roll = np.radians(deg)
    turn = np.array([[1, 0, 0], [0, np.cos(roll), -np.sin(roll)], [0, np.sin(roll), np.cos(roll)]], np.float32)
    return [replace(each, pose=replace(each.pose, world_m=each.pose.world_m @ turn)) for each in moments]


def test_toes_that_point_down_show_a_prone_body():
    # So rendered people who lift a leg are read.
    moments = rolled_in_space(taken_for_supine(prone_leg_lifts().moments, 0.0, np.inf), -30.0)
    found = result(checked("prone-leg-lift"), moments)
    assert [(side, counted) for side, counted, _ in outcomes(found.reps)] == [("right", True), ("left", True)]


def test_toes_that_point_up_show_a_supine_body():
    observer = Observer()
    moments = rolled_in_space(performed("knee-to-chest").moments, -30.0)
    assert {observer.update(moment).posture for moment in moments} == {"supine"}


def test_a_posture_that_was_wrong_from_the_start_is_corrected():
    moments = taken_for_supine(prone_leg_lifts().moments, 0.0, 0.8)
    observer = Observer()
    postures = [(moment.t, observer.update(moment).posture) for moment in moments]
    assert {posture for t, posture in postures if t < 0.8} == {"supine"}
    assert {posture for t, posture in postures if t > 2.1} == {"prone"}


def test_a_body_that_was_unseen_may_have_turned_over():
    moments = taken_for_supine(prone_leg_lifts().moments, 5.5, np.inf)
    hidden = [replace(moment, pose=None) if 4.0 <= moment.t < 5.5 else moment for moment in moments]
    observer = Observer()
    postures = [(moment.t, observer.update(moment).posture) for moment in hidden]
    assert {posture for t, posture in postures if t > 6.0} == {"supine"}


def test_a_body_that_moves_may_have_turned_over():
    moments = prone_leg_lifts().moments
    trunk_px = max(np.ptp(moments[0].pose.image_px[[11, 12, 23, 24]], axis=0))
    turned = taken_for_supine(moved(moments, after=4.0, right_px=0.3 * trunk_px), 4.0, np.inf)
    observer = Observer()
    postures = [(moment.t, observer.update(moment).posture) for moment in turned]
    assert {posture for t, posture in postures if t < 4.0} == {"prone"}
    assert {posture for t, posture in postures if t > 4.5} == {"supine"}
