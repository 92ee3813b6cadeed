"""How soon counts are heard, from the frame to the speaker, and how soon a killed voice is back.

    python -m benchmarks.heard [VIDEO] [--seconds S] [--kills N]

A session watches a video at its own pace, with poses that were found beforehand, and speaks on the speaker of a
PulseAudio of its own, which is recorded. A count is late by the time from the instant of the frame that it was decided
on until the block with its first sample has arrived in the recording. Then the session is repeated while the process of
the voice is killed again and again.
"""

from __future__ import annotations

import argparse
import os
import signal
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.memory import MOVE, Replayed, estimated
from coach.app import sample
from coach.app.live.loop import run_session
from coach.app.live.sinks import voice
from coach.body import Side
from coach.capture.live import Live, Stalled, open_live
from coach.events import Command, Counted, Event
from coach.language import Language
from coach.library import load_move
from coach.moves.reading import Reading
from coach.pose import Pose
from coach.session.live import LiveSession
from coach.session.routine import Exercise, Routine
from coach.stream import Picture
from coach.voice.coach_voice import Narrator, counts
from coach.voice.lines import FRESH_S, EarconName
from coach.voice.settings import Settings
from coach.voice.speaker import ProcessSpeaker, open_speaker
from tests.voice.sink import recorded, served

BACK_S: Final = 5.0


class Watched:
    """A speaker that notes when counts are asked for, and passes them on; nothing else is sounded."""

    def __init__(self, speaker: ProcessSpeaker, camera: Live) -> None:
        self.asked: list[tuple[float, float]] = []
        self.frames: list[float] = []
        self.counted = 0
        self._speaker, self._camera = speaker, camera
        self._t = 0.0

    def tell(self, event: Event) -> None:
        """Note the instant of the frame, before the voice hears of it."""
        self._t = max(self._t, event.t)
        self.counted += isinstance(event, Counted)

    def see(self, t: float, picture: Picture, pose: Pose | None, reading: Reading | None) -> Iterable[Command]:
        """Note the instant of the frame."""
        self._t = max(self._t, t)
        self.frames.append(self._camera.now() - t)
        return ()

    def stall(self, stalled: Stalled) -> Iterable[Command]:
        """Nothing."""
        return ()

    def say(self, text: str, urgent: bool = False, fresh_s: float = FRESH_S) -> None:
        """Pass on what begins with a number."""
        if text[:1].isdigit():
            now = time.monotonic()
            self.asked.append((now - (self._camera.now() - self._t), now))
            self._speaker.say(text, urgent, fresh_s)

    def earcon(self, name: EarconName) -> None:
        """Nothing: the tone of a rep would be heard in the place of its count."""

    def drain(self, timeout_s: float) -> bool:
        """Wait until all is said."""
        return self._speaker.drain(timeout_s)

    def close(self) -> None:
        """Nothing: the caller closes the speaker."""


def session(video: Path, side: Side, poses: list[Pose | None], seconds: float, speaker: ProcessSpeaker) -> Watched:
    """Lead a session before the video, over and over, at its own pace."""
    moves = {MOVE: load_move(MOVE)}
    routine = Routine("heard", "Heard", (Exercise(MOVE, reps=100, sides=(side,)),))
    camera = open_live([str(video)] * 100)
    watched = Watched(speaker, camera)
    narrator = voice(Narrator(moves, "counts", Language.load("en")), watched)
    threading.Timer(seconds, camera.close).start()
    run_session(LiveSession(routine, moves), camera, lambda: Replayed(poses), sinks=[watched, narrator])
    return watched


class Kills(threading.Thread):
    """Kills the process of the voice again and again, a moment after it was ready."""

    def __init__(self, speaker: ProcessSpeaker, times: int) -> None:
        super().__init__()
        self.back: list[float] = []
        self._speaker, self._times = speaker, times

    def run(self) -> None:
        """Kill, and note how long it takes until it is ready."""
        for number in range(self._times):
            time.sleep(0.05 + (number % 7) * 0.05)
            child = self._speaker.process.pid
            if child is None:
                continue
            began = time.monotonic()
            os.kill(child, signal.SIGKILL)
            while self._speaker.process.pid == child:
                time.sleep(0.002)
            if self._speaker.process.ready(BACK_S) is not None:
                self.back.append(time.monotonic() - began)


def row(name: str, values: list[float]) -> str:
    """One line of the table."""
    if not values:
        return f"{name}: none"
    return (
        f"{name}: {len(values)}, median {np.median(values):.3f} s, 95th percentile {np.percentile(values, 95):.3f} s, "
        f"longest {max(values):.3f} s"
    )


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("video", nargs="?", type=Path, default=sample())
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--side", default="right", choices=("left", "right"))
    parser.add_argument("--kills", type=int, default=0)
    asked = parser.parse_args()
    poses = estimated(asked.video)
    with served() as server:
        os.environ.update(server.environment)
        with recorded(server) as recording:
            speaker = open_speaker(Settings(), print)
            speaker.process.ready(BACK_S * 2)
            speaker.prepare(counts(Language.load("en")))
            time.sleep(BACK_S)
            watched = session(asked.video, asked.side, poses, asked.seconds, speaker)
            time.sleep(1.0)
            heard = [(frame, said, recording.onset(said)) for frame, said in watched.asked]
            print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {asked.video.name}")
            silent = sum(at is None for *_, at in heard)
            print(f"{watched.counted} reps counted, {len(heard)} counts asked for, {silent} not heard")
            print(row("from the frame to the first sample", [at - frame for frame, _, at in heard if at]))
            print(row("of it, from the decision on", [at - said for _, said, at in heard if at]))
            print(row("the age of a frame when the loop is done with it", watched.frames))
            if asked.kills:
                kills = Kills(speaker, asked.kills)
                kills.start()
                again = session(asked.video, asked.side, poses, asked.seconds, speaker)
                kills.join()
                print(f"{again.counted} reps counted in as much time with {len(kills.back)} kills")
                print(row("from a kill until the voice can be heard again", kills.back))
            speaker.close()


if __name__ == "__main__":
    main()
