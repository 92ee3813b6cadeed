"""Decoding time relative to a plain OpenCV loop: ``python benchmarks/decoding.py VIDEO...``.

Both decode the same frames to RGB, alternating, five times; then each decodes its first frame in a process of its own.
Measured as CPU time of all threads, which depends little on the load of the machine.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import cv2

from coach.capture.video import VideoFile

RUNS = 5
FIRST = {
    "ours": "import sys; from coach.capture.video import VideoFile; next(iter(VideoFile(sys.argv[1])))",
    "OpenCV": "import sys, cv2; cv2.cvtColor(cv2.VideoCapture(sys.argv[1]).read()[1], cv2.COLOR_BGR2RGB)",
}


def ours(path: str) -> None:
    """Decode every frame as the program does."""
    with VideoFile(path) as frames:
        for _ in frames:
            pass


def opencv(path: str) -> None:
    """Decode every frame as a script would."""
    capture = cv2.VideoCapture(path)
    while (read := capture.read())[0]:
        cv2.cvtColor(read[1], cv2.COLOR_BGR2RGB)


def spent(work: Callable[[], object]) -> float:
    """Return the CPU time of a call in this process, seconds."""
    before = time.process_time()
    work()
    return time.process_time() - before


def spent_by_child(code: str, path: str) -> float:
    """Return the CPU time of a script in a process of its own, seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code, path], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main(paths: list[str]) -> None:
    """Measure each video."""
    for path in paths:
        ratios = [spent(lambda: ours(path)) / spent(lambda: opencv(path)) for _ in range(RUNS)]  # noqa: B023
        firsts = {name: [spent_by_child(code, path) for _ in range(RUNS)] for name, code in FIRST.items()}
        first = ", ".join(f"{name} {statistics.median(taken):.3f} s" for name, taken in firsts.items())
        sys.stdout.write(f"{path}: {statistics.median(ratios):.2f} of OpenCV's time; first frame: {first}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
