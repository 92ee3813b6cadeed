"""Checks of the camera image while a session waits for the person."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coach.app.live.scene_checks import PROBE_S, SceneChecks
from coach.capture.health import DARK, dark
from coach.errors import ModelError
from coach.events import Event, Lacking, Placed
from coach.session.live import LiveSession
from coach.session.routine import Exercise
from coach.stream import Frame
from tests.session.leading import MOVES, clip, lasting, routine
from tests.session.test_live import of_checkers

LEFT = "tiny-hip-abduction-left"
PRONE = clip("tiny-back-extension")[0]
BRIGHT, BLACK = (np.full((90, 160, 3), level, np.uint8) for level in (90, 10))


class People:
    """Finds the same bodies every time, and records the times of its calls."""

    def __init__(self, *bodies):
        self.bodies, self.asked, self.closed = bodies, [], 0

    def detect_all(self, frame):
        self.asked.append(frame.t)
        return self.bodies

    def close(self):
        self.closed += 1


def two():
    somebody = clip("tiny-seated-rotation")[0].pose
    assert somebody is not None
    return somebody, replace(somebody, image_px=somebody.image_px + np.array([150, 0], np.float32))


def led(moments, people, image=BRIGHT, warn=pytest.fail):
    """The events of a session with scene checks."""
    session = LiveSession(routine(Exercise("hip-abduction", reps=2, hold_s=2, sides=("left",), rest_s=0)), MOVES)
    scene = SceneChecks(lambda: people, warn)
    events: list[Event] = []
    for moment in moments:
        events += session.update(moment)
        session.notice(scene.update(Frame(moment.t, image), placing=session.placing))
    scene.close()
    return events + session.finish()


def lacks(events):
    return [event.lack for event in events if isinstance(event, Lacking)]


@pytest.mark.parametrize(("level", "found"), [(DARK - 2, True), (DARK + 2, False)])
def test_an_image_is_dark_below_a_brightness(level, found):
    assert dark(np.full((90, 160, 3), level, np.uint8)) is found


def test_a_lit_body_before_a_black_wall_is_not_in_the_dark():
    image = np.full((90, 160, 3), 10, np.uint8)
    image[30:60, 40:80] = 120
    assert not dark(image)


def test_darkness_is_reported_rather_than_its_consequences():
    assert lacks(led(lasting(PRONE, 11.0), People(), BLACK)) == ["dark"]


def test_two_people_are_reported():
    assert lacks(led(lasting(PRONE, 11.0), People(*two()))) == ["two-people"]


def test_one_person_is_not_reported_as_two():
    assert lacks(led(lasting(PRONE, 11.0), People(two()[0]))) == ["posture"]


def test_two_people_in_a_single_check_are_ignored():
    class Once(People):
        def detect_all(self, frame):
            super().detect_all(frame)
            return two() if len(self.asked) == 4 else ()

    assert lacks(led(lasting(PRONE, 11.0), Once())) == ["posture"]


def test_people_are_not_counted_once_the_set_began():
    people = People()
    events = led(clip(LEFT), people)
    (placed,) = [event.t for event in events if isinstance(event, Placed)]
    assert placed < PROBE_S
    assert people.asked == []


def test_the_number_of_people_is_checked_every_two_seconds():
    people = People()
    led(lasting(PRONE, 9.0), people)
    assert [round(t, 1) for t in people.asked] == [2.0, 4.0, 6.0, 8.0]
    assert people.closed == 1


def test_an_estimator_that_fails_is_reported_once_and_its_finding_dropped():
    class Failing(People):
        def detect_all(self, frame):
            if len(self.asked) == 4:
                raise ModelError("the model is gone")
            return super().detect_all(frame)

    warnings: list[str] = []
    events = led(lasting(PRONE, 21.0), Failing(*two()), warn=warnings.append)
    assert lacks(events) == ["two-people", "posture"]
    assert warnings == ["the model is gone; the session continues"]


@pytest.mark.parametrize("image", [BRIGHT, BLACK])
def test_problems_of_the_image_do_not_change_the_check(image):
    assert of_checkers(led(clip(LEFT), People(*two()), image)) == of_checkers(led(clip(LEFT), People()))
