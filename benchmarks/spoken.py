"""Voice in a whole session: latency from the frame to the first sample, cost to the loop, and kills of its process.

    xvfb-run python -m benchmarks.spoken [VIDEO] [--seconds S] [--kills N]

Runs three sessions as in ``benchmarks/live.py`` on the same video: silent, spoken, and spoken while the voice process
is killed repeatedly. The voice plays to a virtual speaker of a private PulseAudio server, which is recorded. Needs a
display and an idle machine.
"""

from __future__ import annotations

import argparse
import os
import signal
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.heard import row
from benchmarks.live import FPS, WARMING_S, as_webcam, late, performed
from coach.app.video.sources import sample
from coach.capture.latest import Live
from coach.events import Event, HoldReached, RepEnded
from coach.language import Language
from coach.stream import Moment
from coach.voice.coach_voice import counts
from coach.voice.lines import FRESH_S, EarconName
from coach.voice.settings import Settings
from coach.voice.speaker import ProcessSpeaker, open_speaker
from tests.voice.sink import Recording, recorded, served

QUIET_S: Final = 0.15
"""Silence needed before a frame to attribute the next sound to it."""

LONGEST_S: Final = 2.0


class Silent:
    """A speaker that says nothing."""

    def say(self, text: str, urgent: bool = False, fresh_s: float = FRESH_S) -> None:
        """Say nothing."""

    def earcon(self, name: EarconName) -> None:
        """Play nothing."""

    def drain(self, timeout_s: float) -> bool:
        """Wait until everything is spoken."""
        return True

    def close(self) -> None:
        """Release nothing."""


class Noted(Silent):
    """The voice of this computer; records the capture time of the frame behind each count.

    Attributes:
        said: For each count, the capture time of its frame, seconds of ``time.monotonic()``.
    """

    def __init__(self) -> None:
        self.said: list[float] = []
        self.frame: Callable[[], float] = time.monotonic
        self._numbers = set(counts(Language.load("en")))
        self.own: ProcessSpeaker = open_speaker(Settings(duck=False), print)

    def say(self, text: str, urgent: bool = False, fresh_s: float = FRESH_S) -> None:
        """Say a text."""
        if text in self._numbers:
            self.said.append(self.frame())
        self.own.say(text, urgent, fresh_s)

    def earcon(self, name: EarconName) -> None:
        """Play a tone."""
        self.own.earcon(name)

    def drain(self, timeout_s: float) -> bool:
        """Wait until everything is said."""
        return self.own.drain(timeout_s)

    def close(self) -> None:
        """Stop."""
        self.own.close()


class Counter:
    """Counts the reps of a session, and passes the capture time of the latest frame to the voice."""

    def __init__(self, voice: Noted | None = None) -> None:
        self.counted = 0
        self.held = 0
        self._voice = voice

    def moment(self, camera: Live, moment: Moment) -> None:
        """Receive a moment."""
        if self._voice is not None:
            self._voice.frame = lambda: time.monotonic() - (camera.now() - moment.t)

    def event(self, event: Event) -> None:
        """Receive an event."""
        self.counted += isinstance(event, RepEnded) and event.rep.counted
        self.held += isinstance(event, HoldReached)


def waits(recording: Recording, said: Sequence[float]) -> list[float]:
    """Return the time from the frame to the first sample, for each count with silence before it."""
    found = []
    for frame in said:
        onset = recording.onset(frame)
        before = recording.onset(frame - QUIET_S)
        if onset is not None and before == onset and onset - frame <= LONGEST_S:
            found.append(onset - frame)
    return found


def killing(voice: Noted, times: int, seconds: float, ended: threading.Event, killed: list[int]) -> None:
    """Kill the voice process ``times`` times, evenly over a session; append the ids to ``killed``."""
    while len(killed) < times and not ended.wait(seconds / times):
        pid = voice.own.process.pid
        if pid is not None:
            os.kill(pid, signal.SIGKILL)
            killed.append(pid)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("video", nargs="?", type=Path, default=sample())
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--kills", type=int, default=20)
    asked = parser.parse_args()
    video = as_webcam(asked.video)
    warming = round(WARMING_S * FPS)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {asked.seconds:g} s each")
    with served() as server, tempfile.TemporaryDirectory() as folder:
        os.environ.update(server.environment)
        for name in ("silent", "spoken", "killed"):
            place = Path(folder) / name
            voice = Noted() if name != "silent" else None
            counter, ended, killed = Counter(voice), threading.Event(), list[int]()
            with recorded(server) as recording:
                if voice is not None and name == "killed":
                    threading.Thread(target=killing, args=(voice, asked.kills, asked.seconds, ended, killed)).start()
                stages, taken, drawn = performed(video, asked.seconds, place, counter, voice or Silent())
                ended.set()
                print(f"{name}: {counter.held} holds reached, {counter.counted} reps counted", flush=True)
                print(f"  the loop, 95th percentile: {late(stages.taken['loop'][warming:]) * 1000:.1f} ms; "
                      f"median {np.median(stages.taken['loop'][warming:]) * 1000:.1f} ms; "
                      f"{taken.frames} frames; from grab to drawn, median "
                      f"{np.median(drawn.ages[warming:]) * 1000:.1f} ms")  # fmt: skip
                if voice is not None:
                    found = waits(recording, voice.said)
                    print(f"  {len(voice.said)} counts said, the voice killed {len(killed)} times")
                    if found:
                        print("  " + row("from the frame to the first sample", found))


if __name__ == "__main__":
    main()
