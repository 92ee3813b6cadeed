"""Gestures of a person on the floor: a raised hand or foot."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.body import joint
from coach.moves.figure import figure
from coach.session.gesture import HELD_S, Gesture, raised
from coach.session.observer import Observer
from coach.stream import Moment
from tests.session.leading import clip, lasting, raising

CLIPS = (
    "tiny-hip-abduction-left", "tiny-spine-extension", "tiny-back-extension", "tiny-knee-to-chest",
    "tiny-piriformis-stretch", "tiny-seated-rotation",
)  # fmt: skip


def gestures(moments):
    observer, gesture = Observer(), Gesture()
    return [
        moment.t
        for moment in moments
        if gesture.update(moment.t, (lambda seen: raised(seen.body, seen.posture, seen.view))(observer.update(moment)))
    ]


@pytest.mark.parametrize("name", CLIPS)
@pytest.mark.parametrize("side", ["left", "right"])
def test_a_raised_hand_is_a_gesture_in_every_posture(name, side):
    assert gestures([raising(moment, side) for moment in lasting(clip(name)[0], 2.0)]) == [
        pytest.approx(HELD_S, abs=0.05)
    ]


@pytest.mark.parametrize("name", CLIPS)
def test_doing_a_move_is_not_a_gesture(name):
    assert gestures(clip(name)) == []


def test_a_short_wave_is_not_a_gesture():
    first = clip(CLIPS[0])[0]
    assert gestures([Moment(i * 0.04, raising(first).pose if 10 <= i < 30 else first.pose) for i in range(60)]) == []


def test_a_hand_held_up_is_one_gesture():
    assert len(gestures(lasting(raising(clip(CLIPS[0])[0]), 10.0))) == 1


def test_a_short_absence_does_not_end_a_gesture():
    up = raising(clip(CLIPS[0])[0]).pose
    assert len(gestures([Moment(i * 0.04, None if i == 12 else up) for i in range(40)])) == 1


def test_a_foot_is_a_gesture_while_the_hands_bear_weight():
    moment = clip("tiny-back-extension")[0]
    pose = moment.pose
    assert pose is not None
    places = pose.image_px.copy()
    knee, ankle = joint("left", "knee"), joint("left", "ankle")
    shank = abs(places[ankle, 0] - places[knee, 0])
    places[ankle] = places[knee] - [0, shank]
    lifted = figure(replace(pose, image_px=places))
    assert raised(lifted, "prone", "side")
    assert not raised(lifted, "supine", "side")
    assert not raised(lifted, "prone", "head-end")


def test_no_body_is_no_gesture():
    assert raised(None, "unknown", "unknown") is None
