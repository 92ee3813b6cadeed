"""The whole command on a virtual display with a window manager: its screen, its keys, and a lost camera."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from coach.capture.video import VideoFile
from coach.events import Counted, Paused, Placed, Resumed, SessionEnded
from coach.session.live import CAMERA_S
from coach.store.history import History
from coach.store.recording import Recording
from tests.capture.cameras import MjpegServer, jpeg
from tests.fakes.display import Display, needs_tools, virtual
from tests.fakes.waiting import eventually
from tests.session.test_live import of

pytestmark = [needs_tools, pytest.mark.model, pytest.mark.slow]

CLIPS = Path(__file__).parents[2] / "clips"
TWO = ("--move", "hip-abduction", "--reps", "2", "--hold", "2", "--side", "left")
MISSED_S = CAMERA_S + 10.0
"""So long without a camera is a pause, even where the session itself stands still for a while."""

LEFT = CLIPS / "tiny-hip-abduction-left.mp4"


@pytest.fixture(scope="module")
def display(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Display]:
    """A virtual display of 1280×720: the window fills it."""
    with virtual(tmp_path_factory.mktemp("home"), (1280, 720)) as made:
        yield made


LONGEST_S = 120.0


class Running:
    """A session in its own process, which ends with the ``with`` statement."""

    def __init__(self, data: Path, *words: str, environ: dict[str, str]) -> None:
        command = [sys.executable, "-m", "coach", "run", "--yes", "--data", str(data), "--voice", "off", *words]
        self.child = subprocess.Popen(
            command, env={**environ, "COLUMNS": "200"}, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        self.lines: list[str] = []

    def until(self, text: str) -> None:
        """Read the output up to a text."""
        assert self.child.stdout is not None
        patience = threading.Timer(LONGEST_S, self.child.kill)  # without an answer the test fails instead of waiting
        patience.start()
        try:
            for line in self.child.stdout:
                self.lines.append(line.strip())
                if text in line:
                    return
        finally:
            patience.cancel()
        raise AssertionError(f"{text} was never printed: {self.lines}")

    def ended(self) -> int:
        """Read the output to the end; return the exit code."""
        assert self.child.stdout is not None
        self.lines += [line.strip() for line in self.child.stdout]
        return self.child.wait()

    def __enter__(self) -> Running:
        return self

    def __exit__(self, *_: object) -> None:
        assert self.child.stdout is not None
        self.child.kill()
        self.child.wait()
        self.child.stdout.close()


def kept(data):
    """The events of the one session."""
    with History(data) as history:
        (session,) = history.sessions.all()
        assert session.ended is not None
        return history.sessions.events(session.id)


def brightness(display):
    """How bright the middle of the window is."""
    return float(np.mean(display.shown()[300:500, 200:1080]))


def test_a_frozen_or_lost_camera_pauses_the_session_without_losing_reps(display, tmp_path):
    video = [jpeg(frame.image) for frame in VideoFile(LEFT)]
    with MjpegServer(video=video, fps=25) as camera, Running(
        tmp_path, *TWO, "--camera", camera.url, environ=display.environ
    ) as session:  # fmt: skip
        session.until("One more")
        bright = brightness(display)
        camera.frozen = True
        session.until("image is frozen")
        time.sleep(MISSED_S)
        assert eventually(lambda: brightness(display) < 0.7 * bright)
        camera.frozen = False
        session.until("camera is back")
        assert eventually(lambda: brightness(display) > 0.8 * bright)
        camera.close()
        session.until("camera is disconnected")
        time.sleep(MISSED_S)
        assert eventually(lambda: brightness(display) < 0.7 * bright)
        with MjpegServer(video=video, fps=25, port=camera.port, number=camera.number):
            session.until("camera is back")
            session.until("All done")
            display.press("q")
            assert session.ended() == 0
    events = kept(tmp_path)
    assert [event.count for event in of(Counted, events)] == [1, 2]
    assert [event.why for event in of(Paused, events)] == ["camera", "camera"]
    assert len(of(Resumed, events)) == 2
    assert events[-1] == SessionEnded(events[-1].t, done=True)


FILM = str(CLIPS / "sample-hip-abduction.mp4")
ONE = ("--move", "hip-abduction", "--reps", "1")
SHORT = (*ONE, "--hold", "2", "--sets", "2", "--side", "left", "--camera", str(LEFT))
RIGHT = (*ONE, "--sets", "2", "--side", "right", "--camera", FILM)

MOMENTS = {
    "before the first image": (RIGHT, "no diagnosis", None, 0.0),
    "while the model is loaded": (RIGHT, "no diagnosis", None, 0.5),
    "before the start": (RIGHT, "Let's begin", None, 0.0),
    "in a hold": (RIGHT, "Go.", None, 3.0),
    "in a pause": (RIGHT, "Go.", "space", 0.5),
    "in a rest": (SHORT, "Rest for", None, 0.5),
    "over the summary": ((*SHORT, "--sets", "1"), "All done", None, 0.5),
}
"""What is asked for, what is said before the moment, what is pressed then, and how much later it is."""


@pytest.mark.parametrize("moment", MOMENTS)
def test_ctrl_c_ends_it_with_everything_saved(moment, display, tmp_path):
    words, expected, key, after_s = MOMENTS[moment]
    data, recorded = tmp_path / "data", tmp_path / "it.landmarks"
    with Running(data, *words, "--record", str(recorded), environ=display.environ) as session:
        session.until(expected)
        if key is not None:
            display.press(key)
        time.sleep(after_s)
        session.child.send_signal(signal.SIGINT)
        assert session.ended() == 130
    assert session.lines[-1] == "coach: stopped"
    if not recorded.exists():  # it had not begun
        return
    assert not Recording(recorded).torn
    events = kept(data)
    assert [type(event) for event in events[-1:]] == [SessionEnded] * bool(events)
    assert len(of(Counted, events)) == sum("Rest for" in line or "All done" in line for line in session.lines)
    assert (of(Placed, events) != []) is ("Go." in session.lines)
