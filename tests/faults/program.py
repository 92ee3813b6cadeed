"""Runs the whole program in its own process with a scripted camera and estimator, and injects one fault.

    python -m tests.faults.program FAULT WORD...

The words are those of the command line; the faults are defined in ``Estimator`` and ``main``.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np

from coach.app import watchdog
from coach.app.live import sinks
from coach.capture import live as capture
from coach.cli import start
from coach.stream import Frame
from tests.clips.packed import path_of, unpack
from tests.fakes.sources import ScriptedEstimator, ScriptedFrames

MOMENTS = unpack(path_of("tiny-hip-abduction-left"))
IMAGE = np.zeros((4, 6, 3), np.uint8)

AT = 200
"""Frame at which the fault is injected, after the first of two reps."""

ANSWER_S = 3.0
"""Watchdog timeout here, instead of the program's 8 s."""

FOREVER_S = 600.0


class Estimator(ScriptedEstimator):
    """Injects the fault at frame ``AT``."""

    def __init__(self, fault: str) -> None:
        super().__init__(MOMENTS)
        self._fault, self._number = fault, 0

    def detect(self, frame: Frame):
        self._number += 1
        if self._number == AT:
            match self._fault:
                case "hangs":
                    time.sleep(FOREVER_S)
                case "raises":
                    raise RuntimeError("the graph is broken")
                case "aborts":
                    os.abort()
                case "leaves":
                    os._exit(1)  # like Qt when the display is lost, or the system's out-of-memory killer
                case "stops":
                    sys.stdout.write("ready to be stopped\n")
                    sys.stdout.flush()
                    time.sleep(0.5)
                case "disk" | "disk for a while":
                    resource.setrlimit(resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
                case "thread":
                    thread = threading.Thread(target=lambda: 1 / 0, name="speaking")
                    thread.start()
                    thread.join()
        if self._number == AT + 40 and self._fault == "disk for a while":
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        return super().detect(frame)

    def close(self) -> None:
        if self._fault == "closes never":
            time.sleep(FOREVER_S)
        super().close()


class Camera:
    """The frames of the clip, as fast as they are taken; with ``waits``, frame ``AT`` waits for a line on stdin."""

    name = "a camera"

    def __init__(self, waits: bool) -> None:
        self._waits = waits

    def __iter__(self):
        for number, moment in enumerate(MOMENTS):
            if self._waits and number == AT:
                sys.stdin.readline()
            yield Frame(moment.t, IMAGE)

    def close(self) -> None:
        """Do nothing."""


def main() -> None:
    fault = sys.argv.pop(1)
    weights = Path(tempfile.mkdtemp()) / "model.task"
    weights.write_bytes(b"weights")
    for name, stand_in in {
        "coach.estimate.landmarker.Landmarker": lambda model: Estimator(fault),
        "coach.estimate.models.find": lambda name=None: weights,
        "coach.capture.video.VideoFile": lambda *_: ScriptedFrames(MOMENTS),
    }.items():
        module, _, attribute = name.rpartition(".")
        __import__(module)
        setattr(sys.modules[module], attribute, stand_in)
    capture.open_live = lambda *_, **__: Camera(waits=fault == "display")  # type: ignore[assignment]
    sinks.LAST_WORDS_S = 1.0  # type: ignore[misc]
    if fault in ("hangs", "stops"):
        watchdog.Guarded.__init__.__defaults__ = (ANSWER_S,)
    start()


if __name__ == "__main__":
    main()
