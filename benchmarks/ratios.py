"""Cost of the program relative to a baseline, as ratios and in milliseconds.

    python benchmarks/ratios.py [VIDEO] [--runs N]

Figures are medians of interleaved runs, in CPU time, which depends little on the load of the machine.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from coach.app.video.sources import sample
from coach.capture.video import VideoFile
from coach.estimate import models
from coach.estimate.landmarker import Landmarker
from coach.library import load_move
from coach.session.checker import Checker
from coach.stream import Moment

BARE_LOOP = """
import sys, cv2, numpy as np
sys.modules.setdefault("sounddevice", None)
import mediapipe as mp
from mediapipe.tasks import python as tasks
from mediapipe.tasks.python import vision
options = vision.PoseLandmarkerOptions(
    base_options=tasks.BaseOptions(model_asset_buffer=open(sys.argv[2], "rb").read()),
    running_mode=vision.RunningMode.VIDEO,
)
video, last = cv2.VideoCapture(sys.argv[1]), -1
with vision.PoseLandmarker.create_from_options(options) as landmarker:
    while True:
        read, image = video.read()
        if not read:
            break
        last = max(last + 1, round(video.get(cv2.CAP_PROP_POS_MSEC)))
        rgb = cv2.cvtColor(image, cv2.COLOR_BGR2RGB)
        landmarker.detect_for_video(mp.Image(image_format=mp.ImageFormat.SRGB, data=rgb), last)
"""


def cpu_of(*command: str) -> float:
    """Return the CPU time of a command and its children, seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def medians(runs: int, ours: Callable[[], float], baseline: Callable[[], float]) -> tuple[float, float]:
    """Return the medians of both, measured alternately."""
    pairs = [(ours(), baseline()) for _ in range(runs)]
    return statistics.median(p for p, _ in pairs), statistics.median(w for _, w in pairs)


def core_and_detection(video: Path) -> tuple[float, float]:
    """Return the CPU time per frame of the core and of detection over a video, seconds."""
    frames = VideoFile(video)
    detected: list[Moment] = []
    detection = 0.0
    with Landmarker(models.find()) as landmarker:
        for frame in frames:
            start = time.process_time()
            pose = landmarker.detect(frame)
            detection += time.process_time() - start
            detected.append(Moment(frame.t, pose))
    checker = Checker(load_move("hip-abduction"))
    start = time.process_time()
    for moment in detected:
        checker.update(moment)
    checker.finish()
    return (time.process_time() - start) / len(detected), detection / len(detected)


def row(name: str, part: float, whole: float, limit: float) -> str:
    """Return a line of the table."""
    return f"{name:58} {part * 1000:9.2f} {whole * 1000:9.2f} {part / whole:7.3f}   {limit:g}"


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("video", nargs="?", type=Path, default=sample())
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    python, video, model = sys.executable, str(asked.video), str(models.find())
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, {asked.video.name}, medians of {asked.runs}")
    print(f"{'':58} {'ms':>9} {'baseline':>9} {'ratio':>7}   target")
    print(row("the core against one detection", *core_and_detection(asked.video), 0.04))
    figures = medians(
        asked.runs, lambda: cpu_of(python, "-m", "coach", "--help"), lambda: cpu_of(python, "-c", "import numpy")
    )
    print(row("coach --help against import numpy", *figures, 2))
    figures = medians(
        asked.runs,
        lambda: cpu_of(python, "-m", "coach", "check", video, "--move", "hip-abduction"),
        lambda: cpu_of(python, "-c", BARE_LOOP, video, model),
    )
    print(row("coach check against a plain loop of OpenCV and MediaPipe", *figures, 1.1))


if __name__ == "__main__":
    main()
