"""Time for a session to start, relative to importing OpenCV and MediaPipe, and to end on Ctrl-C.

    python benchmarks/start.py [VIDEO] [--runs N]

Figures are medians of interleaved runs, in wall time from the start of the process. Needs a display, as the window is
a real one; a frame counts once the window has shown it. Ctrl-C comes at random times within the first twelve seconds.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from coach.app.video.sources import sample

LATEST_S = 12.0

IMPORTS = "import cv2, mediapipe"

COMMAND = """
import sys, time
import coach.cli.live.run  # as the command does itself
from coach.app.live.window_sink import WindowSink
from coach.display.window import Window

def report_first(label, call):
    labels = [label]
    def wrapped(*args):
        result = call(*args)
        if labels and args[-1] is not None:
            print(labels.pop(), time.time(), file=sys.stderr, flush=True)
        return result
    return wrapped

Window.show = report_first("image", Window.show)
WindowSink.see = report_first("pose", WindowSink.see)
sys.exit(coach.cli.main())
"""


def command(video: Path, folder: str) -> list[str]:
    """Return the arguments of the command."""
    return ["run", "--move", "hip-abduction", "--yes", "--camera", str(video), "--data", folder]


def first(video: Path) -> list[str]:
    """Return the command that checks the first frame of a video."""
    return [sys.executable, "-m", "coach", "check", str(video), "--move", "hip-abduction", "--to", "0.001"]


def started(video: Path) -> tuple[float, float]:
    """Return the time until the first frame, and until the first frame with a pose, was shown, seconds."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.time()
        child = subprocess.Popen(
            [sys.executable, "-c", COMMAND, *command(video, folder)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert child.stderr is not None
        seen: dict[str, float] = {}
        with child.stderr:
            for line in child.stderr:
                what, _, at = line.partition(" ")
                if what not in ("image", "pose"):
                    raise SystemExit(line)
                seen[what] = float(at) - start
                if len(seen) == 2:
                    child.send_signal(signal.SIGINT)
                    break
            child.stderr.read()
        child.wait()
    return seen["image"], seen["pose"]


def left(video: Path, after_s: float) -> float:
    """Return the time from Ctrl-C to the end of the process, seconds."""
    with tempfile.TemporaryDirectory() as folder:
        words = [sys.executable, "-m", "coach", *command(video, folder)]
        child = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(after_s)
        asked = time.time()
        child.send_signal(signal.SIGINT)
        child.wait()
        return time.time() - asked


def took(*command: str) -> float:
    """Return the wall time of a command, seconds."""
    start = time.time()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.time() - start


def row(name: str, seconds: Sequence[float], beside: Sequence[float], limit: float) -> str:
    """Return a line of the table."""
    part, whole = statistics.median(seconds), statistics.median(beside)
    return f"{name:44} {part:8.2f} {max(seconds):8.2f} {whole:8.2f} {part / whole:7.2f}   {limit:.2g} s"


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("video", nargs="?", type=Path, default=sample())
    parser.add_argument("--runs", type=int, default=7)
    asked = parser.parse_args()
    runs = [(*started(asked.video), took(sys.executable, "-c", IMPORTS)) for _ in range(asked.runs)]
    chance = random.Random(1)
    ends = [left(asked.video, chance.uniform(0.1, LATEST_S)) for _ in range(3 * asked.runs)]
    images, poses, imports = zip(*runs, strict=True)
    frames, beside = zip(*[(took(*first(asked.video)), took(sys.executable, "-c", IMPORTS)) for _ in runs], strict=True)
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, {asked.video.name}, medians of {asked.runs}")
    print(f"{'':44} {'s':>8} {'slowest':>8} {'imports':>8} {'ratio':>7}   target")
    print(row("to the first frame", images, imports, 2))
    print(row("to the first pose", poses, imports, 3))
    print(row("coach check of one frame", frames, beside, 3 * statistics.median(beside)))
    print(row(f"from Ctrl-C to the end, {len(ends)} times", ends, imports, 1))


if __name__ == "__main__":
    main()
