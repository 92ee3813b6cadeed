"""Pose detection time while another thread or process decodes video at the same time.

    python benchmarks/beside.py VIDEO [--runs N]

Detection runs on the first two seconds of the video, decoded beforehand. Meanwhile the same frames are decoded
repeatedly, at full speed or with a pause after each. Reports wall time per frame in milliseconds, median of
interleaved runs. Needs two idle cores.
"""

from __future__ import annotations

import argparse
import multiprocessing
import statistics
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from multiprocessing.synchronize import Event as ProcessEvent
from pathlib import Path

from coach.app.video.sources import sample
from coach.capture.video import VideoFile
from coach.estimate import models
from coach.estimate.landmarker import Landmarker
from coach.stream import Frame

SPAN_S = 2.0
PAUSE_S = 0.018
"""Pause after each frame, for about as many decoded frames as detected ones."""
READY_S = 1.5
"""Time for a process to start and import its modules."""


def decode(video: Path, pause_s: float, stop: threading.Event | ProcessEvent) -> None:
    """Decode the same frames until ``stop`` is set."""
    while not stop.is_set():
        with VideoFile(video, end=SPAN_S) as frames:
            for _ in frames:
                if stop.wait(pause_s) if pause_s else stop.is_set():
                    return


class Finder:
    """Runs detection on the same frames repeatedly, with timestamps that increase from run to run."""

    def __init__(self, frames: Sequence[Frame]) -> None:
        self._frames, self._later = frames, 0.0
        self._landmarker = Landmarker(models.find())

    def took(self) -> float:
        """Return the wall time per frame, milliseconds."""
        start = time.perf_counter()
        for frame in self._frames:
            self._landmarker.detect(Frame(self._later + frame.t, frame.image))
        self._later += SPAN_S + 1
        return 1000 * (time.perf_counter() - start) / len(self._frames)


def beside(video: Path, pause_s: float, finder: Finder, *, process: bool) -> float:
    """Return the same while a thread or a process decodes."""
    context = multiprocessing.get_context("spawn")
    stop = context.Event() if process else threading.Event()
    make = context.Process if process else threading.Thread
    other = make(target=decode, args=(video, pause_s, stop))
    other.start()
    time.sleep(READY_S)
    try:
        return finder.took()
    finally:
        stop.set()
        other.join()


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("video", nargs="?", type=Path, default=sample())
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    with VideoFile(asked.video, end=SPAN_S) as video:
        finder = Finder(list(video))
    finder.took()
    ways: dict[str, Callable[[], float]] = {
        "alone": finder.took,
        "beside a thread that decodes as many images": partial(beside, asked.video, PAUSE_S, finder, process=False),
        "beside a thread that decodes without a pause": partial(beside, asked.video, 0.0, finder, process=False),
        "beside a process that decodes without a pause": partial(beside, asked.video, 0.0, finder, process=True),
    }
    figures: dict[str, list[float]] = defaultdict(list)
    for _ in range(asked.runs):
        for name, way in ways.items():
            figures[name].append(way())
    alone = statistics.median(figures["alone"])
    print(f"{asked.video.name}, medians of {asked.runs}{'ms':>20}{'alone = 1':>12}")
    for name, each in figures.items():
        print(f"{name:50}{statistics.median(each):8.2f}{statistics.median(each) / alone:12.2f}")


if __name__ == "__main__":
    main()
