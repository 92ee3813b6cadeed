"""What finding the body takes while pictures are decoded beside it, in another thread and in another process.

    python benchmarks/beside.py VIDEO [--runs N]

The pictures that are looked at, the first two seconds, are decoded before. Beside them the same ones are decoded over
and over, as fast as it goes or with a pause after each. Milliseconds of wall time a picture, medians of runs in which
all take turns; it needs two cores with nothing else to do.
"""

from __future__ import annotations

import argparse
import multiprocessing
import statistics
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from multiprocessing.synchronize import Event as ProcessEvent
from pathlib import Path

from coach.app import sample
from coach.capture.video import VideoFile
from coach.estimate import models
from coach.estimate.landmarker import Landmarker
from coach.stream import Frame

SPAN_S = 2.0
PAUSE_S = 0.018
"""About as many pictures as are looked at."""


def decode(video: Path, pause_s: float, stop: threading.Event | ProcessEvent) -> None:
    """Decode the same pictures until ``stop``."""
    while not stop.is_set():
        with VideoFile(video, end=SPAN_S) as frames:
            for _ in frames:
                if stop.wait(pause_s) if pause_s else stop.is_set():
                    return


class Finder:
    """Finds the body in the same pictures again and again, each time a little later."""

    def __init__(self, frames: Sequence[Frame]) -> None:
        self._frames, self._later = frames, 0.0
        self._landmarker = Landmarker(models.find())

    def took(self) -> float:
        """Milliseconds a picture."""
        start = time.perf_counter()
        for frame in self._frames:
            self._landmarker.detect(Frame(self._later + frame.t, frame.picture))
        self._later += SPAN_S + 1
        return 1000 * (time.perf_counter() - start) / len(self._frames)


def beside_thread(video: Path, pause_s: float, finder: Finder) -> float:
    """The same while a thread decodes."""
    stop = threading.Event()
    thread = threading.Thread(target=decode, args=(video, pause_s, stop))
    thread.start()
    try:
        return finder.took()
    finally:
        stop.set()
        thread.join()


def beside_process(video: Path, pause_s: float, finder: Finder) -> float:
    """The same while a process decodes."""
    context = multiprocessing.get_context("spawn")
    stop = context.Event()
    process = context.Process(target=decode, args=(video, pause_s, stop))
    process.start()
    time.sleep(1.5)  # until it has loaded what it needs
    try:
        return finder.took()
    finally:
        stop.set()
        process.join()


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("video", nargs="?", type=Path, default=sample())
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    with VideoFile(asked.video, end=SPAN_S) as film:
        finder = Finder(list(film))
    finder.took()
    ways: dict[str, Callable[[], float]] = {
        "alone": finder.took,
        "beside a thread that decodes as many pictures": lambda: beside_thread(asked.video, PAUSE_S, finder),
        "beside a thread that decodes without a pause": lambda: beside_thread(asked.video, 0.0, finder),
        "beside a process that decodes without a pause": lambda: beside_process(asked.video, 0.0, finder),
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
