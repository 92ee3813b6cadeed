"""Time and peak memory of a check against the length of the video; memory should be constant.

    python benchmarks/length.py [VIDEO] [--move ID] [--minutes 2 10 120] [--estimate]

Each video is the same clip, scaled down and repeated. Each is checked in a process of its own, every frame. Pose
detection, which takes 20 minutes for two hours of video, is replaced by the poses of the clip unless ``--estimate`` is
given.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np

from coach.app.video.sources import sample
from coach.capture.video import VideoFile
from coach.report.video_writer import VideoWriter

GIVEN = """
import sys
from itertools import cycle
import coach.cli
import coach.estimate.landmarker as engine
from coach.store.recording import Recording

class Given(engine.Landmarker):
    def __init__(self, model):
        super().__init__(model)
        self._found = cycle([moment.pose for moment in Recording(sys.argv[1])])
    def detect(self, frame):
        return next(self._found)

engine.Landmarker = Given
sys.exit(coach.cli.main(sys.argv[2:]))
"""


def shrunk(video: Path, out: Path) -> None:
    """Scale the video down, so that long ones stay small and decode fast."""
    with VideoFile(video) as frames, VideoWriter(out, (160, 90), frames.fps, None) as written:
        for frame in frames:
            small = cv2.resize(frame.image, (160, 90), interpolation=cv2.INTER_AREA)
            written.write(frame.t, np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2BGR), np.uint8))


def repeated(video: Path, seconds: float, out: Path) -> None:
    """Repeat a video up to a duration, without re-encoding."""
    with av.open(str(video)) as first, av.open(str(out), "w") as written:
        track = first.streams.video[0]
        stream = written.add_stream_from_template(track)
        tick = Fraction(track.time_base or 1)
        length = round(Fraction(first.duration or 0, av.time_base) / tick)
        for again in range(round(seconds / float(length * tick))):
            first.seek(0)
            for packet in first.demux(track):
                if packet.pts is None or packet.dts is None:
                    continue
                packet.pts, packet.dts = packet.pts + again * length, packet.dts + again * length
                packet.stream = stream
                written.mux(packet)


def checked(*words: str) -> tuple[float, float, float]:
    """Return the peak memory in MiB, and the wall and CPU time in seconds, of one check."""
    start = time.perf_counter()
    child = subprocess.Popen([sys.executable, *words], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"the check ended with {child.returncode}")
    return used.ru_maxrss / 1024, time.perf_counter() - start, used.ru_utime + used.ru_stime


def main() -> None:
    """Measure and print a line for each length."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("video", nargs="?", type=Path, default=sample())
    parser.add_argument("--move", default="hip-abduction")
    parser.add_argument("--minutes", nargs="+", type=float, default=[2, 10, 120])
    parser.add_argument("--estimate", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        small, found = Path(folder) / "small.mp4", str(Path(folder) / "found.rec")
        shrunk(asked.video, small)
        checked("-m", "coach", "check", str(asked.video), "--move", asked.move, "--every-frame", "--record", found)
        program = ["-m", "coach"] if asked.estimate else ["-c", GIVEN, found]
        for minutes in asked.minutes:
            video = Path(folder) / f"{minutes:g}.mp4"
            repeated(small, 60 * minutes, video)
            mib, wall, cpu = checked(*program, "check", str(video), "--move", asked.move, "--every-frame")
            print(f"{minutes:6g} min  {mib:7.1f} MiB  {wall:7.1f} s  {cpu:7.1f} s CPU", flush=True)
            video.unlink()


if __name__ == "__main__":
    main()
