"""A whole session by ear: from the frame to the first sample, the voice's cost to the loop, and kills of the voice.

    xvfb-run python -m benchmarks.spoken [VIDEO] [--seconds S] [--kills N]

Three sessions like those of ``benchmarks/live.py`` in front of the same video: silent, spoken, and spoken while the
voice process is killed again and again. The voice plays on a speaker of a PulseAudio of its own, which is recorded.
It needs a display, and a machine that does nothing else.
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
from benchmarks.live import FPS, WARMING_S, filmed, late, performed
from coach.app.video.sources import sample
from coach.capture.live import Live
from coach.events import Event, HoldReached, RepEnded
from coach.language import Language
from coach.stream import Moment
from coach.voice.coach_voice import counts
from coach.voice.lines import FRESH_S, EarconName
from coach.voice.settings import Settings
from coach.voice.speaker import ProcessSpeaker, open_speaker
from tests.voice.sink import Recording, recorded, served

QUIET_S: Final = 0.15
"""Silence before a frame without which a sound cannot be told from the one before it."""

LONGEST_S: Final = 2.0


class Silent:
    """A speaker that says nothing."""

    def say(self, text: str, urgent: bool = False, fresh_s: float = FRESH_S) -> None:
        """Say nothing."""

    def earcon(self, name: EarconName) -> None:
        """Play nothing."""

    def drain(self, timeout_s: float) -> bool:
        """Return that nothing is left to say."""
        return True

    def close(self) -> None:
        """Release nothing."""


class Noted(Silent):
    """The voice of this computer; notes when the frame was taken that led to each count.

    Attributes:
        said: For each count, when its frame was taken, seconds of ``time.monotonic()``.
    """

    def __init__(self) -> None:
        self.said: list[float] = []
        self.frame: Callable[[], float] = time.monotonic
        self._numbers = set(counts(Language.load("en")))
        self.own: ProcessSpeaker = open_speaker(Settings(duck=False), print)

    def say(self, text: str, urgent: bool = False, fresh_s: float = FRESH_S) -> None:
        """Say it."""
        if text in self._numbers:
            self.said.append(self.frame())
        self.own.say(text, urgent, fresh_s)

    def earcon(self, name: EarconName) -> None:
        """Play it."""
        self.own.earcon(name)

    def drain(self, timeout_s: float) -> bool:
        """Wait until everything is said."""
        return self.own.drain(timeout_s)

    def close(self) -> None:
        """Stop."""
        self.own.close()


class Followed:
    """Counts the reps of a session, and tells a voice when the latest frame was taken."""

    def __init__(self, voice: Noted | None = None) -> None:
        self.counted = 0
        self.held = 0
        self._voice = voice

    def moment(self, camera: Live, moment: Moment) -> None:
        """Take a moment."""
        if self._voice is not None:
            self._voice.frame = lambda: time.monotonic() - (camera.now() - moment.t)

    def event(self, event: Event) -> None:
        """Take an event."""
        self.counted += isinstance(event, RepEnded) and event.rep.counted
        self.held += isinstance(event, HoldReached)


def waits(recording: Recording, said: Sequence[float]) -> list[float]:
    """Return the time from the frame to the first sample of each count before which it was quiet."""
    found = []
    for frame in said:
        onset = recording.onset(frame)
        before = recording.onset(frame - QUIET_S)
        if onset is not None and before == onset and onset - frame <= LONGEST_S:
            found.append(onset - frame)
    return found


def killing(voice: Noted, times: int, seconds: float, ended: threading.Event, killed: list[int]) -> None:
    """Kill the voice process so many times, evenly over a session; note the processes that were killed."""
    while len(killed) < times and not ended.wait(seconds / times):
        pid = voice.own.process.pid
        if pid is not None:
            os.kill(pid, signal.SIGKILL)
            killed.append(pid)


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("video", nargs="?", type=Path, default=sample())
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--kills", type=int, default=20)
    asked = parser.parse_args()
    video = filmed(asked.video)
    warming = round(WARMING_S * FPS)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {asked.seconds:g} s each")
    with served() as server, tempfile.TemporaryDirectory() as folder:
        os.environ.update(server.environment)
        for name in ("silent", "spoken", "killed"):
            place = Path(folder) / name
            voice = Noted() if name != "silent" else None
            followed, ended, killed = Followed(voice), threading.Event(), list[int]()
            with recorded(server) as recording:
                if voice is not None and name == "killed":
                    threading.Thread(target=killing, args=(voice, asked.kills, asked.seconds, ended, killed)).start()
                stages, taken, drawn = performed(video, asked.seconds, place, followed, voice or Silent())
                ended.set()
                print(f"{name}: {followed.held} holds reached, {followed.counted} reps counted", flush=True)
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
