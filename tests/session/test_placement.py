"""Whether a move can start and, if not, the missing condition."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coach.body import SIDES, joint
from coach.moves.reading import Reader
from coach.session.observer import Observer
from coach.session.placement import LACK_S, Placement, missing
from coach.stream import Moment
from tests.session.leading import MOVES, clip, lasting

ABDUCTION = "tiny-hip-abduction-left"


def lack(move, moment, sides=()):
    observer = Observer()
    return missing(
        MOVES[move], Reader(MOVES[move]), [observer.update(each) for each in lasting(moment, 2.0)][-1], sides
    )


def without(moment, *parts):
    """Return the same pose with some landmarks outside the image."""
    pose = moment.pose
    assert pose is not None
    presence = pose.presence.copy()
    for part in parts:
        presence[[joint(side, part) for side in SIDES] if part != "nose" else 0] = 0.0
    return Moment(moment.t, replace(pose, presence=presence))


def scaled(moment, part):
    pose = moment.pose
    assert pose is not None
    middle = np.float32(pose.size) / 2
    return Moment(moment.t, replace(pose, image_px=(pose.image_px - middle) * np.float32(part) + middle))


@pytest.mark.parametrize(
    "move",
    ["hip-abduction", "spine-extension", "back-extension", "knee-to-chest", "piriformis-stretch", "seated-rotation"],
)
def test_every_clip_starts_in_position(move):
    name = ABDUCTION if move == "hip-abduction" else f"tiny-{move}"
    assert lack(move, clip(name)[0]) is None


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        (("ankle", "heel", "foot"), "feet"),
        (("nose", "ear"), "head"),
        (("ankle", "heel", "foot", "nose", "ear"), "too-close"),
        (("ankle", "heel"), None),  # the toes suffice
    ],
)
def test_head_or_feet_outside_the_frame_are_reported(parts, found):
    assert lack("hip-abduction", without(clip(ABDUCTION)[0], *parts)) == found


def test_a_missing_person_is_reported():
    assert lack("hip-abduction", Moment(0.0, None)) == "nobody"


def test_a_tiny_person_is_too_far_away():
    assert lack("hip-abduction", scaled(clip(ABDUCTION)[0], 0.3)) == "too-far"


def shifted(moment, share):
    """Return the same pose shifted towards the head by a share of the image width, extrapolated beyond the edge."""
    pose = moment.pose
    assert pose is not None
    left, right = (pose.image_px[joint(side, "shoulder"), 0] - pose.image_px[joint(side, "hip"), 0] for side in SIDES)
    ahead = np.float32(np.sign(left + right) * share * pose.size[0])
    return Moment(moment.t, replace(pose, image_px=pose.image_px + np.array([ahead, 0], np.float32)))


@pytest.mark.parametrize(
    ("share", "found"),
    [(0.0, None), (0.25, "arm-room"), (-0.25, "leg-room")],
)
def test_a_limb_that_would_leave_the_frame_is_reported_in_advance(share, found):
    assert lack("spine-extension", shifted(clip("tiny-spine-extension")[0], share)) == found


def test_without_room_for_arm_and_leg_the_camera_is_too_close():
    moment = clip("tiny-spine-extension")[0]
    pose = moment.pose
    assert pose is not None
    middle = np.array(pose.size, np.float32) / np.float32(2)
    nearer = replace(pose, image_px=(pose.image_px - middle) * np.float32(1.9) + middle)
    assert lack("spine-extension", Moment(0.0, nearer)) == "too-close"


def test_only_a_move_that_extends_a_limb_needs_room_for_it():
    assert [name for name, move in MOVES.items() if move.reach] == ["spine-extension"]


def test_a_body_that_does_not_fit_is_too_close():
    moment = clip(ABDUCTION)[0]
    pose = moment.pose
    assert pose is not None
    hips = pose.image_px[joint("left", "hip")]
    nearer = replace(pose, image_px=(pose.image_px - hips) * np.float32(2.5) + hips)
    assert lack("hip-abduction", Moment(0.0, nearer)) == "too-close"


def test_a_face_that_fills_the_frame_is_too_close():
    moment = clip(ABDUCTION)[0]
    pose = moment.pose
    assert pose is not None
    nearer = replace(pose, image_px=(pose.image_px - pose.image_px[0]) * np.float32(6) + pose.image_px[0])
    assert lack("hip-abduction", Moment(0.0, nearer)) == "too-close"


@pytest.mark.parametrize("hindrance", ["dark", "two-people"])
def test_a_problem_of_the_camera_image_comes_first(hindrance):
    placement, observer = Placement(MOVES["back-extension"]), Observer()
    lacks = [placement.update(observer.update(each), (), hindrance) for each in lasting(clip(ABDUCTION)[0], 2.0)]
    assert lacks[-1] == hindrance


def test_a_wrong_posture_comes_next():
    assert lack("hip-abduction", without(clip("tiny-back-extension")[0], "ankle", "heel", "foot")) == "posture"


def test_a_wrong_view_is_reported():
    turned = replace(MOVES["hip-abduction"], views=("foot-end",))
    observer = Observer()
    observed = [observer.update(each) for each in lasting(clip(ABDUCTION)[0], 2.0)][-1]
    assert missing(turned, Reader(turned), observed, ()) == "view"


@pytest.mark.parametrize(("sides", "found"), [(("right",), "other-side"), (("left",), None), (("right", "left"), None)])
def test_lying_on_the_working_side_is_reported(sides, found):
    assert lack("hip-abduction", clip(ABDUCTION)[0], sides) == found


def test_a_raised_leg_is_not_in_the_start_position():
    top = next(moment for moment in clip(ABDUCTION) if moment.t > 3.0)
    assert lack("hip-abduction", top) == "start"


def test_a_short_lack_is_ignored():
    placement, observer = Placement(MOVES["hip-abduction"]), Observer()
    first = clip(ABDUCTION)[0]
    lacks = [placement.update(observer.update(each), ()) for each in lasting(first, 2.0)]
    blink = Moment(2.0, None)
    assert lacks[-1] is None
    assert placement.update(observer.update(blink), ()) is None
    assert placement.lasted(2.0) > LACK_S
