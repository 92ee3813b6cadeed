"""A decoder that hangs, or gets frames that do not fit in memory."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest

from coach.app import ahead, watchdog
from coach.app.ahead import STUCK_S, Ahead
from coach.app.video import sources
from coach.capture import reader, video
from coach.capture.video import VideoFile
from coach.errors import SourceError
from coach.stream import Frame
from tests.capture.video_files import write_video
from tests.fakes.sources import ScriptedFrames, still
from tests.fakes.waiting import TIMEOUT_S


@pytest.fixture
def gate():
    """An event that is set at the end of the test; code that waits for it hangs until then."""
    opened = threading.Event()
    yield opened
    opened.set()


class Hanging(ScriptedFrames):
    """Yields three frames, then reports it and hangs, also in ``close``."""

    decoded = 0

    def __init__(self, gate, hangs):
        super().__init__(still(9))
        self._gate, self._hangs = gate, hangs

    def __iter__(self):
        for frame in super().__iter__():
            if self.decoded == 3:
                self._hangs()
                self._gate.wait()
            self.decoded += 1
            yield frame

    def close(self):
        self._gate.wait()


def test_a_hanging_decoder_is_abandoned(gate, monkeypatch):
    hanging = Hanging(gate, lambda: monkeypatch.setattr(ahead, "STUCK_S", 0.6))
    frames = Ahead(hanging, hanging.close, decoded=lambda: hanging.decoded)
    received: list[Frame] = []
    with pytest.raises(SourceError, match="was given up"):
        received += iter(frames)
    frames.close()
    assert hanging.decoded == 3


def test_skipping_a_long_beginning_is_not_hanging(monkeypatch):
    monkeypatch.setattr(ahead, "STUCK_S", 0.6)
    frames = ScriptedFrames(still(3))
    beginning = iter(range(8))
    passed = threading.Event()

    def decoded():
        number = next(beginning, None)
        if number is None:
            passed.set()
        return number or 0

    class Late(ScriptedFrames):
        def __iter__(self):
            passed.wait(30)
            return iter(frames)

    assert len(list(Ahead(Late(still(3)), decoded=decoded))) == 3


def test_a_decoder_that_hangs_while_opening_a_file_is_abandoned(gate, monkeypatch, tmp_path):
    def within_a_moment(worker, work, limit_s=0.5):
        return do(worker, work, limit_s)

    do = watchdog.Worker.do
    monkeypatch.setattr(watchdog.Worker, "do", within_a_moment)
    monkeypatch.setattr(video, "VideoFile", lambda *_: gate.wait())
    with pytest.raises(SourceError, match="could not be opened"):
        sources.open_source(write_video(tmp_path / "a.mp4"), sources.VideoOptions())


def test_both_timeouts_are_at_most_ten_seconds():
    assert STUCK_S + watchdog.LEAVE_S <= 10
    assert watchdog.LIMIT_S + watchdog.LEAVE_S <= 10


def test_frames_larger_than_8k_are_refused_before_one_is_decoded(tmp_path, monkeypatch):
    monkeypatch.setattr(reader, "MOST_PIXELS", 128 * 96 - 1)
    with pytest.raises(SourceError, match="128 × 96, more than 8K"):
        VideoFile(write_video(tmp_path / "a.mp4"))


MEASURED = """
import sys
from pathlib import Path
from coach.capture.video import VideoFile
with VideoFile(sys.argv[1]) as frames:
    sizes = {frame.image.shape for frame in frames}
# Not ru_maxrss, which begins with the size of the process that started this one.
(peak,) = (line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
print(sizes, int(peak) // 1024)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="other systems report memory elsewhere")
def test_8k_is_read_within_a_gigabyte(tmp_path):
    path = write_video(tmp_path / "a.mp4", [0.0], size=(7680, 4320))
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(path)], capture_output=True, text=True, check=True, timeout=5 * TIMEOUT_S
    )
    size, _, peak_mb = done.stdout.rpartition(" ")
    assert size == "{(4320, 7680, 3)}"
    assert int(peak_mb) < 1000
