"""The whole program as a process of its own, with a scripted camera and estimator, and one thing that goes wrong.

    python -m tests.faults.program FAULT WORD...

The words are those of the command line. What the fault does is told where it is defined.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import threading
import time
from pathlib import Path

from coach.app import watchdog
from coach.app.live import sinks
from coach.capture import live as capture
from coach.cli import start
from coach.stream import Frame
from tests.app.live.test_loop import IMAGE
from tests.fakes.sources import ScriptedEstimator, ScriptedFrames
from tests.session.leading import clip

CLIP = "tiny-hip-abduction-left"
AT = 200
"""The image at which it goes wrong: of two repetitions, one is over."""

ANSWER_S = 3.0
"""How long an answer is waited for where none comes, in place of the eight seconds of the program itself."""

FOREVER_S = 600.0


class Estimator(ScriptedEstimator):
    """Does what the fault says at image ``AT``."""

    def __init__(self, fault: str) -> None:
        super().__init__(clip(CLIP))
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
                    os._exit(1)  # as Qt does without a display, and what the system kills for its memory
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
    """The images of the clip, as quickly as they are taken; one that waits goes on from image ``AT`` when told to."""

    name = "a camera"

    def __init__(self, waits: bool) -> None:
        self._waits = waits

    def __iter__(self):
        for number, moment in enumerate(clip(CLIP)):
            if self._waits and number == AT:
                sys.stdin.readline()
            yield Frame(moment.t, IMAGE)

    def close(self) -> None:
        """Nothing is held."""


def main() -> None:
    fault = sys.argv.pop(1)
    weights = Path(tempfile.mkdtemp()) / "model.task"
    weights.write_bytes(b"weights")
    for name, stand_in in {
        "coach.estimate.landmarker.Landmarker": lambda model: Estimator(fault),
        "coach.estimate.models.find": lambda name=None: weights,
        "coach.capture.video.VideoFile": lambda *_: ScriptedFrames(clip(CLIP)),
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
