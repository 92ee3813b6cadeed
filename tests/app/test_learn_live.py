"""The loop of a demonstration before a camera, with a script in place of camera, estimator, voice and window."""

from __future__ import annotations

import threading

import pytest

from coach.app.learn.live import Audience, watch
from coach.app.live.session import FIRST_FRAME_S
from coach.capture.latest import Stalled
from coach.errors import SourceError
from coach.language import english
from tests.fakes.skeleton import RepScript, perform
from tests.fakes.sources import ScriptedEstimator, ScriptedFrames


class Voice:
    def __init__(self):
        self.spoken = []

    def say(self, text, urgent=False, fresh_s=2.0):
        self.spoken.append(text)

    def earcon(self, name):
        pass

    def drain(self, timeout_s):
        return True

    def close(self):
        pass


class Screen:
    canvas = (320, 180)

    def __init__(self, closed_at=None):
        self.images, self.closed_at = 0, closed_at

    def show(self, image):
        self.images += 1
        return "closed" if self.images == self.closed_at else None

    def close(self):
        pass


def moments():
    script = [RepScript("right", hold_s=2, rest_s=2.5)] * 2
    return perform("hip-abduction", script, fps=15, lead_s=2.0, tail_s=30.0).moments


def test_a_demonstration_gives_instructions_and_ends_by_itself():
    script, voice, screen = moments(), Voice(), Screen()
    lines: list[str] = []
    camera = ScriptedFrames(script)
    audience = Audience(lines.append, english(), voice, screen)
    shown = watch(camera, lambda: ScriptedEstimator(script), audience, 2, threading.Event())
    assert shown is not None
    assert lines == voice.spoken
    assert lines[0] == "Show me the move 2 times."
    assert "I see you. Begin when you like." in lines
    assert lines[-1] == "Thank you, that is enough."
    assert shown.moments[-1].t < script[-1].t - 20
    assert screen.images == len(shown.moments)
    assert camera.closed == 1


def test_closing_the_window_stops_it():
    script = moments()
    audience = Audience(lambda _: None, english(), None, Screen(closed_at=10))
    assert watch(ScriptedFrames(script), lambda: ScriptedEstimator(script), audience, 2, threading.Event()) is None


def test_a_signal_stops_it():
    script, stop = moments(), threading.Event()
    stop.set()
    audience = Audience(lambda _: None, english())
    assert watch(ScriptedFrames(script), lambda: ScriptedEstimator(script), audience, 2, stop) is None


class Failing(ScriptedFrames):
    """A camera that gives these stalls before its frames."""

    def __init__(self, stalls, script=()):
        super().__init__(script)
        self._stalls = stalls

    def __iter__(self):
        yield from self._stalls
        yield from super().__iter__()


def test_a_camera_in_trouble_is_reported_once_and_so_is_its_end():
    script, screen = moments(), Screen()
    lines: list[str] = []
    stalls = [Stalled(t, "absent", "there is no camera 63") for t in (0.2, 0.4, 0.6)]
    audience = Audience(lines.append, english(), None, screen)
    shown = watch(Failing(stalls, script), lambda: ScriptedEstimator(script), audience, 2, threading.Event())
    assert shown is not None
    assert lines[3:5] == ["I can't find a camera. Please connect one.", "The camera is back."]
    assert screen.images == len(shown.moments) + len(stalls)


def test_closing_the_window_while_there_is_no_camera_stops_it():
    stalls = [Stalled(t, "absent", "there is no camera 63") for t in (0.2, 0.4)]
    audience = Audience(lambda _: None, english(), None, Screen(closed_at=2))
    assert watch(Failing(stalls), lambda: ScriptedEstimator([]), audience, 2, threading.Event()) is None


def test_without_a_window_a_camera_that_never_sends_an_image_ends_it():
    stalls = [Stalled(t, "absent", "there is no camera 63") for t in (1.0, FIRST_FRAME_S + 0.2)]
    with pytest.raises(SourceError, match="there is no camera 63"):
        watch(Failing(stalls), lambda: ScriptedEstimator([]), Audience(lambda _: None, english()), 2, threading.Event())
