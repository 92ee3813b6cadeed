"""A session leaves nothing behind. It runs as in ``coach run``, with poses from a script."""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import sys
import threading
from itertools import pairwise
from pathlib import Path

import psutil
import pytest

from coach.app.history.writer import HistorySink, planned
from coach.app.live import loop
from coach.app.live.loop import run_session
from coach.app.live.sinks import lines, voice
from coach.app.live.window_sink import WindowSink
from coach.capture.live import open_live
from coach.events import Counted
from coach.language import Language
from coach.session.live import LiveSession
from coach.session.routine import Exercise
from coach.store.history import History
from coach.store.recording import Header, RecordingWriter
from coach.voice.coach_voice import Narrator
from coach.voice.process import VoiceProcess
from coach.voice.settings import Settings
from coach.voice.speaker import ProcessSpeaker
from tests.app.live.test_loop import Sink
from tests.fakes.soundless import SOUNDLESS
from tests.session.leading import MOVES, clip, routine
from tests.session.test_live import of

ROOT = Path(__file__).parents[3]
NAME = "tiny-hip-abduction-left"
FILM = str(Path(__file__).parents[2] / "clips" / f"{NAME}.mp4")
MANY = routine(*[Exercise("hip-abduction", reps=2, sets=2, hold_s=2, sides=("left",), rest_s=3)] * 50)
MB = 2**20


class Screen:
    """A window without a display, which is still drawn."""

    canvas = (320, 240)

    def show(self, image):
        pass

    def close(self):
        pass


class Replayed:
    """Returns the known poses of a video that is played again and again."""

    def __init__(self):
        self._number = -1

    def detect(self, frame):
        self._number += 1
        moments = clip(NAME)
        return moments[self._number % len(moments)].pose

    def close(self):
        pass


class Weighing(Sink):
    """Notes how much memory is used, every second of the session."""

    def __init__(self):
        super().__init__()
        self.memory: list[int] = []

    def see(self, t, image, pose, reading):
        if t >= len(self.memory):
            gc.collect()
            self.memory.append(psutil.Process().memory_info().rss)
        return ()


def led(folder, times):
    """A session before a video that is played so many times."""
    phrases, weighing = Language.load("en"), Weighing()
    speaker = ProcessSpeaker(VoiceProcess(Settings(), lambda text: None, SOUNDLESS))
    sinks: list[loop.Sink] = [
        lines(Narrator(MOVES, "full", phrases), lambda text: None),
        voice(Narrator(MOVES, "full", phrases), speaker),
        WindowSink(MOVES, Screen()),
        weighing,
    ]
    with History(folder) as history, RecordingWriter(folder / "it.landmarks", Header("video", "")) as writer:
        log = history.sessions.begin(MANY.id, planned(history, MANY, MOVES), {})
        history_sink = HistorySink(log, lambda text: None)
        run_session(
            LiveSession(MANY, MOVES), open_live([FILM] * times, speed=float("inf")), Replayed,
            sinks=sinks, moment_sinks=[writer.write], event_sinks=[history_sink],
        )  # fmt: skip
        history_sink.end()
    for sink in sinks:
        sink.close()
    return weighing


def held():
    """Threads, children and open files of this process."""
    gc.collect()
    process = psutil.Process()
    return {thread.name for thread in threading.enumerate()}, process.children(), process.num_fds()


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(psutil.Process, "num_fds"), reason="other systems count handles otherwise")
def test_a_session_leaves_no_thread_no_child_and_no_handle_behind(tmp_path):
    led(tmp_path / "first", 1)  # what libraries keep for good, they have now
    before = held()
    assert len(of(Counted, led(tmp_path / "second", 1).events)) == 2
    assert held() == before


@pytest.mark.slow
def test_memory_does_not_grow_with_a_session(tmp_path):
    # In a process of its own: what other tests have allocated and freed moves the figure by megabytes.
    script = "import sys; from tests.app.live.test_leftovers import *; print(*led(Path(sys.argv[1]), 16).memory)"
    command = [sys.executable, "-c", script, str(tmp_path)]
    # One arena for all threads: glibc sets up one for each, at any time, a step of 2 to 4 MB.
    single = os.environ | {"MALLOC_ARENA_MAX": "1"}
    done = subprocess.run(command, cwd=ROOT, env=single, capture_output=True, text=True, check=True)
    memory = [int(each) for each in done.stdout.splitlines()[-1].split()]
    # When threads happen to hold one more frame than ever before, that takes a step of a few megabytes, once. A leak
    # grows all the time: in most parts of the second half.
    late = memory[len(memory) // 2 :: max(1, len(memory) // 16)]
    assert 8 * statistics.median(after - before for before, after in pairwise(late)) / MB < 1
