"""The window during a session, and the commands of its keys."""

from __future__ import annotations

import numpy as np
import pytest

from coach.app.live.window_sink import WindowSink
from coach.capture.latest import Stalled
from coach.display.render import render
from coach.display.shown import Shown
from coach.events import PainAsked, SessionEnded
from coach.session.live import LiveSession
from tests.app.live.test_loop import LEFT, TWO
from tests.session.leading import MOVES, clip

IMAGE = np.full((90, 160, 3), 60, np.uint8)


class Screen:
    """A small display that records its images and presses keys."""

    def __init__(self, keys=()):
        self.canvas = (320, 240)
        self.shown, self.closed = [], 0
        self._keys = list(keys)

    def show(self, image):
        self.shown.append(image)
        return self._keys.pop(0) if self._keys else None

    def close(self):
        self.closed += 1


def watched(screen, moments, **how):
    viewer, session = WindowSink(MOVES, screen, **how), LiveSession(TWO, MOVES)
    asked: list[str] = []
    for moment in moments:
        for event in session.update(moment):
            viewer.update(event)
        asked += viewer.see(moment.t, IMAGE, moment.pose, session.reading)
    return viewer, asked


def test_every_moment_is_drawn_as_large_as_the_window():
    screen = Screen()
    watched(screen, clip(LEFT)[:5])
    assert [image.shape for image in screen.shown] == [(240, 320, 3)] * 5


def test_a_set_looks_different_from_its_beginning():
    screen = Screen()
    watched(screen, clip(LEFT)[:100])
    assert not np.array_equal(screen.shown[0], screen.shown[-1])


@pytest.mark.parametrize(
    ("key", "asked"),
    [
        ("space", ["pause"]),
        ("s", ["skip"]),
        ("q", ["finish"]),
        ("escape", ["finish"]),
        ("closed", ["finish"]),
        ("1", []),
    ],
)
def test_keys_give_commands(key, asked):
    assert watched(Screen([key]), clip(LEFT)[:1])[1] == asked


@pytest.mark.parametrize(("key", "asked"), [("1", "easier"), ("2", "skip"), ("3", "pause"), ("4", "finish")])
def test_digits_answer_the_question(key, asked):
    screen = Screen([None, key])
    viewer, _ = watched(screen, clip(LEFT)[:1])
    viewer.update(PainAsked(1.0))
    assert list(viewer.see(1.04, IMAGE, None, None)) == [asked]


def test_h_shows_the_keys():
    still = [clip(LEFT)[0]] * 3
    screen = Screen(["h"])
    watched(screen, still)
    assert not np.array_equal(screen.shown[0], screen.shown[1])
    assert np.array_equal(screen.shown[1], screen.shown[2])


def test_a_camera_without_an_image_is_reported_on_the_screen():
    screen = Screen(["q"])
    viewer = WindowSink(MOVES, screen)
    assert list(viewer.stall(Stalled(1.0, "lost", "the cable is out", None))) == ["finish"]
    assert screen.shown[0].shape == (240, 320, 3)


def test_a_camera_that_is_being_opened_is_not_called_broken():
    screen = Screen()
    viewer = WindowSink(MOVES, screen)
    viewer.stall(Stalled(0.2, "opening", "the camera is being opened", None))
    assert np.array_equal(screen.shown[0], render(None, None, Shown(phase="opening"), screen.canvas))


def test_without_a_new_image_the_last_one_stays():
    screen = Screen()
    viewer, _ = watched(screen, clip(LEFT)[:1])
    viewer.stall(Stalled(clip(LEFT)[0].t, "running", "", None))
    assert np.array_equal(screen.shown[0], screen.shown[1])


def test_the_summary_stays_until_a_key_is_pressed():
    screen = Screen([None, None, None, "space"])
    viewer, _ = watched(screen, clip(LEFT)[:1])
    viewer.update(SessionEnded(1.0, done=True))
    viewer.close()
    assert len(screen.shown) == 4
    assert screen.closed == 1


def test_a_session_that_was_stopped_closes_at_once():
    screen = Screen()
    viewer, _ = watched(screen, clip(LEFT)[:1])
    viewer.update(SessionEnded(1.0, done=False))
    viewer.close()
    assert len(screen.shown) == 2
    assert screen.closed == 1


def test_the_summary_closes_when_the_user_leaves():
    screen = Screen()
    viewer, _ = watched(screen, clip(LEFT)[:1], leave=lambda: True)
    viewer.update(SessionEnded(1.0, done=True))
    viewer.close()
    assert len(screen.shown) == 2
