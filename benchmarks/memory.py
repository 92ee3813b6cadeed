"""Memory, threads and file handles over a long session: an hour by default, played faster than real time.

    python benchmarks/memory.py [VIDEO] [--minutes N] [--estimate] [--no-window]

The session is as in ``coach run``: videos decoded in the grabbing thread, window, voice (sent to a child process that
discards it), history and recording. The poses of the video are estimated once and replayed with each repetition, which
leaves out only the pose engine; with ``--estimate`` the engine processes every frame, in about real time.
"""

from __future__ import annotations

import argparse
import gc
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import psutil

from coach.app.history.writer import HistorySink, planned
from coach.app.live.loop import Sink, run_session
from coach.app.live.sinks import lines, voice
from coach.app.live.window_sink import WindowSink
from coach.app.video.sources import sample
from coach.capture.latest import Stalled
from coach.capture.live import open_live
from coach.capture.video import VideoFile
from coach.display.window import Window
from coach.estimate import models
from coach.estimate.landmarker import Landmarker
from coach.events import Command, Counted, Event
from coach.language import Language
from coach.library import load_move
from coach.moves.reading import Reading
from coach.pose import Pose
from coach.session.live import LiveSession
from coach.session.routine import Exercise, Routine
from coach.store.history import History
from coach.store.recording import Header, RecordingWriter
from coach.stream import Estimator, Frame, Image
from coach.voice.coach_voice import Narrator
from coach.voice.settings import Settings
from coach.voice.speaker import open_speaker

FPS = 30.0
MOVE = "hip-abduction"
MB = 2**20


@dataclass(frozen=True, slots=True)
class Held:
    """Resources of this process at a time of the session; memory in bytes."""

    t: float
    memory: int
    handles: int
    threads: int


class Watch:
    """A sink that samples the resources once a minute of the session, and counts frames and reps."""

    def __init__(self) -> None:
        self.held: list[Held] = []
        self.counted = self.frames = 0
        self._process = psutil.Process()
        self._due = 0.0

    def now(self, t: float) -> Held:
        """Return the resources now, labelled with session time ``t``."""
        gc.collect()
        process = self._process
        return Held(t, process.memory_info().rss, process.num_fds(), process.num_threads())

    def update(self, event: Event) -> None:
        """Count the reps."""
        self.counted += isinstance(event, Counted)

    def see(self, t: float, image: Image, pose: Pose | None, reading: Reading | None) -> Iterable[Command]:
        """Sample the resources when a minute is over."""
        self.frames += 1
        if t >= self._due:
            self.held.append(self.now(t))
            self._due += 60
        return ()

    def stall(self, stalled: Stalled) -> Iterable[Command]:
        """Do nothing."""
        return ()

    def close(self) -> None:
        """Do nothing."""


class Replayed:
    """An estimator that returns the known poses of a repeated video."""

    def __init__(self, poses: Sequence[Pose | None]) -> None:
        self._poses, self._number = poses, -1

    def detect(self, frame: Frame) -> Pose | None:
        """Return the pose of the next frame."""
        self._number += 1
        return self._poses[self._number % len(self._poses)]

    def close(self) -> None:
        """Do nothing."""


def resample(video: Path, target: Path) -> None:
    """Write the same frames at 30 per second."""
    frames = VideoFile(video)
    width, height = frames.size
    writer = cv2.VideoWriter(str(target), cv2.VideoWriter.fourcc(*"mp4v"), FPS, (width, height))
    for frame in frames:
        writer.write(cv2.cvtColor(frame.image, cv2.COLOR_RGB2BGR))
    writer.release()


def estimated(video: Path) -> list[Pose | None]:
    """Return the pose of every frame of a video."""
    with Landmarker(models.find()) as landmarker:
        return [landmarker.detect(frame) for frame in VideoFile(video)]


def performed(video: Path, folder: Path, minutes: float, *, estimate: bool, window: bool) -> Watch:
    """Run a session of some minutes."""
    moves = {MOVE: load_move(MOVE)}
    # Short sets with rests in between, so that everything that is allocated per move or set is allocated often.
    routine = Routine("long", "Long", (Exercise(MOVE, reps=2, sets=3, sides=("right",), rest_s=5),) * 400)
    poses = None if estimate else estimated(video)
    times = round(minutes * 60 * FPS / (len(poses) if poses else sum(1 for _ in VideoFile(video)))) + 1
    phrases, watch = Language.load("en"), Watch()
    speaker = open_speaker(Settings(), print)
    sinks: list[Sink] = [
        lines(Narrator(moves, "full", phrases), lambda text: None),
        voice(Narrator(moves, "full", phrases), speaker),
        *([WindowSink(moves, Window())] if window else []),
        watch,
    ]

    def estimator() -> Estimator:
        return Landmarker(models.find()) if poses is None else Replayed(poses)

    with History(folder) as history, RecordingWriter(folder / "it.landmarks", Header("video", "")) as writer:
        log = history.sessions.begin(routine.id, planned(history, routine, moves), {})
        keeper = HistorySink(log, print)
        camera = open_live([str(video)] * times, speed=float("inf"))
        run_session(
            LiveSession(routine, moves), camera, estimator,
            sinks=sinks, moment_sinks=[writer.write], event_sinks=[keeper],
        )  # fmt: skip
        keeper.end()
    for sink in sinks:
        sink.close()
    return watch


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("video", nargs="?", type=Path, default=sample())
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--estimate", action="store_true")
    parser.add_argument("--no-window", dest="window", action="store_false")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        video = folder / "30fps.mp4"
        resample(asked.video, video)
        performed(video, folder / "first", 0, estimate=asked.estimate, window=asked.window)
        before = Watch().now(0.0)
        names = {thread.name for thread in threading.enumerate()}
        start = time.monotonic()
        watch = performed(video, folder / "data", asked.minutes, estimate=asked.estimate, window=asked.window)
        took = time.monotonic() - start
        kept = sum(each.stat().st_size for each in (folder / "data").iterdir())
    left = sorted({thread.name for thread in threading.enumerate()} - names)
    after = watch.now(watch.held[-1].t)
    print(
        f"Python {sys.version.split()[0]}, {asked.video.name} repeated: {watch.frames} frames, "
        f"{watch.counted} repetitions, {kept / MB:.1f} MB on disk, in {took / 60:.1f} minutes"
    )
    print(f"{'minute':>8} {'resident MB':>12} {'handles':>8} {'threads':>8}")
    for name, held in [("before", before), *((f"{each.t / 60:.1f}", each) for each in watch.held), ("closed", after)]:
        print(f"{name:>8} {held.memory / MB:12.1f} {held.handles:8} {held.threads:8}")
    first = watch.held[1].memory if len(watch.held) > 1 else watch.held[0].memory
    print(f"growth after the first minute: {(watch.held[-1].memory - first) / MB:.1f} MB   target: at most 5")
    print(f"leaked threads: {', '.join(left) or 'none'}; child processes: {len(psutil.Process().children())}")


if __name__ == "__main__":
    main()
