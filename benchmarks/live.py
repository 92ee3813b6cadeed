"""Latency and cost of a live session, in milliseconds and relative to one detection in the same run.

    python benchmarks/live.py [VIDEO] [--seconds S]

A video replaces the webcam: 1280×720 JPEG at 30 frames per second, as most webcams deliver, decoded in the grabbing
thread. The rest is a session as in ``coach run``, with window, voice, history and recording. Needs a display and an
idle machine.
"""

from __future__ import annotations

import argparse
import math
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np

from benchmarks.mask import engine
from benchmarks.stages import Stages
from coach.app.history.writer import HistorySink, planned
from coach.app.live.loop import Sink, run_session
from coach.app.live.sinks import lines, voice
from coach.app.live.window_sink import WindowSink
from coach.app.video.sources import sample
from coach.capture.feed import Feed
from coach.capture.latest import Live, Stalled
from coach.capture.reconnect import Reconnecting
from coach.capture.video import VideoFile
from coach.display.paint import Canvas
from coach.display.window import Window
from coach.estimate import models, runtime
from coach.estimate.landmarker import Landmarker
from coach.events import Command, Event
from coach.language import Language
from coach.library import load_move
from coach.moves.move import Move
from coach.moves.reading import Reading
from coach.pose import Pose
from coach.session.live import LiveSession
from coach.session.routine import Exercise, Routine
from coach.store.history import History
from coach.store.recording import Header, RecordingWriter
from coach.stream import Frame, Image, Moment
from coach.voice.coach_voice import Narrator
from coach.voice.settings import Settings
from coach.voice.speaker import Speaker, open_speaker

SIZE, FPS = (1280, 720), 30.0
WARMING_S = 3.0
"""Warm-up; excluded from the measurements."""

MOVE = "hip-abduction"


class Webcam(Feed):
    """A simulated webcam: decodes JPEG frames in real time, and drops frames that are not read in time.

    Attributes:
        handed: Number of frames that the reader has finished with.
    """

    def __init__(self, video: Sequence[bytes], seconds: float) -> None:
        self.handed = -1
        self._video, self._left = video, round(seconds * FPS)
        self._stopped = threading.Event()
        self._start: float | None = None
        self._number = -1

    def read(self) -> Image | None:
        """Return the next frame when it is due, ``None`` at the end."""
        self.handed += 1
        now = time.monotonic()
        self._start = now if self._start is None else self._start
        self._number = max(self._number + 1, int((now - self._start) * FPS))
        if self._stopped.wait(max(0.0, self._start + self._number / FPS - now)) or self._number >= self._left:
            return None
        image = cv2.imdecode(np.frombuffer(self._video[self._number % len(self._video)], np.uint8), cv2.IMREAD_COLOR)
        assert image is not None
        return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), np.uint8)

    def interrupt(self) -> None:
        """End the stream."""
        self._stopped.set()

    def close(self) -> None:
        """End the stream."""
        self._stopped.set()


class Taken:
    """A camera that ends with its webcam. Records the number of queued frames whenever one is requested."""

    def __init__(self, camera: Live, webcam: Webcam) -> None:
        self.waiting: list[int] = []
        self.frames = 0
        self._camera, self._webcam = camera, webcam

    def __iter__(self) -> Iterator[Frame | Stalled]:
        for given in self._camera:
            if isinstance(given, Stalled):
                if given.state == "lost":
                    return
                yield given
                continue
            self.frames += 1
            yield given
            self.waiting.append(self._webcam.handed - self.frames - self._camera.dropped)

    def close(self) -> None:
        """Close the camera."""
        self._camera.close()


class Drawn:
    """The last sink: records the age of each frame after all other sinks, and the time spent on it in the loop."""

    def __init__(self, camera: Live) -> None:
        self.ages: list[float] = []
        self.busy: list[float] = []
        self._camera, self._began = camera, math.nan

    def moment(self, moment: Moment) -> None:
        """Start timing the loop."""
        self._began = time.perf_counter()

    def update(self, event: Event) -> None:
        """Nothing."""

    def see(self, t: float, image: Image, pose: Pose | None, reading: Reading | None) -> Iterable[Command]:
        """Record the age of the frame."""
        self.ages.append(self._camera.now() - t)
        self.busy.append(time.perf_counter() - self._began)
        return ()

    def stall(self, stalled: Stalled) -> Iterable[Command]:
        """Record the age of a frame that was shown while the machine was too slow."""
        if stalled.state == "behind":
            self.see(stalled.t, np.empty(0, np.uint8), None, None)
        return ()

    def close(self) -> None:
        """Nothing."""


class TimedWindow(Window):
    """A window that times ``show``."""

    def __init__(self, stages: Stages) -> None:
        super().__init__(size=SIZE)
        self._timed = stages.around("showing", super().show)

    def show(self, image: Canvas | None) -> str | None:
        """Show an image."""
        return self._timed(image)


class TimedSession(LiveSession):
    """A session that times ``update``."""

    def __init__(self, stages: Stages, routine: Routine, moves: Mapping[str, Move]) -> None:
        super().__init__(routine, moves)
        self._timed = stages.around("deciding", super().update)

    def update(self, moment: Moment) -> list[Event]:
        """Process a moment."""
        return self._timed(moment)


class Observer(Protocol):
    """Receives the moments and events of a session."""

    def moment(self, camera: Live, moment: Moment) -> None:
        """Receive a moment before the session processes it."""
        ...

    def event(self, event: Event) -> None:
        """Receive an event."""
        ...


class NullObserver:
    """Ignores everything."""

    def moment(self, camera: Live, moment: Moment) -> None:
        """Ignore a moment."""

    def event(self, event: Event) -> None:
        """Ignore an event."""


def as_webcam(video: Path) -> list[bytes]:
    """Return the frames of a video as a webcam sends them: JPEG of ``SIZE``, ``FPS`` per second."""
    frames = VideoFile(video)
    every = (frames.fps or FPS) / FPS
    images = [
        cv2.imencode(".jpg", cv2.cvtColor(cv2.resize(frame.image, SIZE), cv2.COLOR_RGB2BGR))[1].tobytes()
        for frame in frames
    ]
    return [images[int(i * every)] for i in range(int(len(images) / every))]


def performed(
    video: Sequence[bytes],
    seconds: float,
    folder: Path,
    observer: Observer,
    speaker: Speaker | None = None,
) -> tuple[Stages, Taken, Drawn]:
    """Run a complete session in front of the video.

    Args:
        video: Frames as a webcam sends them.
        seconds: Duration.
        folder: Folder for the history.
        observer: Also receives every moment and event.
        speaker: The voice; by default that of this computer.
    """
    stages = Stages()
    moves = {MOVE: load_move(MOVE)}
    routine = Routine("benchmark", "Benchmark", (Exercise(MOVE, reps=100, sides=("right",)),))
    webcam = Webcam(video, seconds)
    camera = Reconnecting(lambda: webcam, "a webcam")
    taken, drawn = Taken(camera, webcam), Drawn(camera)
    phrases = Language.load("en")
    viewer = WindowSink(moves, TimedWindow(stages))
    speaker = open_speaker(Settings(), print) if speaker is None else speaker
    session = TimedSession(stages, routine, moves)
    followers: list[Sink] = [
        lines(Narrator(moves, "full", phrases), lambda text: None),
        voice(Narrator(moves, "full", phrases), speaker),
        viewer,
        drawn,
    ]
    with History(folder) as history, RecordingWriter(folder / "it.landmarks", Header("video", "")) as writer:
        log = history.sessions.begin(routine.id, planned(history, routine, moves), {})
        keeper = HistorySink(log, print)
        run_session(
            session,
            taken,
            lambda: stages.estimator("detection", Landmarker(models.find())),
            sinks=followers,
            moment_sinks=[drawn.moment, stages.around("recording", writer.write), partial(observer.moment, camera)],
            event_sinks=[stages.around("event", keeper), observer.event],
        )
        keeper.end()
    for sink in followers:
        sink.close()
    return stages, taken, drawn


def untouched(video: Sequence[bytes], frames: int = 90) -> float:
    """Return the median time in seconds of one MediaPipe detection with the unmodified model."""
    mediapipe = runtime.load()
    times: list[float] = []
    with engine(models.find().read_bytes(), "VIDEO") as landmarker:
        for number in range(frames):
            data = np.frombuffer(video[number % len(video)], np.uint8)
            rgb = cv2.cvtColor(np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR)), cv2.COLOR_BGR2RGB)
            image = mediapipe.Image(image_format=mediapipe.ImageFormat.SRGB, data=rgb)
            began = time.perf_counter()
            landmarker.detect_for_video(image, 33 * number)
            times.append(time.perf_counter() - began)
    return statistics.median(times)


def row(name: str, seconds: float, detection: float, limit: float | None = None) -> str:
    """Return a line of the table."""
    asked = "" if limit is None else f"   {limit:g}"
    return f"{name:58} {seconds * 1000:9.2f} {detection * 1000:9.2f} {seconds / detection:7.3f}{asked}"


def late(samples: Sequence[float]) -> float:
    """Return the 95th percentile."""
    return float(np.percentile(samples, 95))


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("video", nargs="?", type=Path, default=sample())
    parser.add_argument("--seconds", type=float, default=60.0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        video = as_webcam(asked.video)
        before = untouched(video)
        stages, taken, drawn = performed(video, asked.seconds, Path(folder), NullObserver())
        plain = statistics.median((before, untouched(video)))
    detections = stages.taken["detection"]
    warming = round(WARMING_S * FPS)
    # The first frame is drawn twice: once before the estimator is ready.
    ages, outside = drawn.ages[1:], drawn.busy[1 + warming :]
    detection = statistics.median(detections[warming:])
    print(
        f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, {asked.video.name} at {SIZE[0]}x{SIZE[1]}, "
        f"{FPS:g} frames per second, {asked.seconds:g} s"
    )
    print(f"processed {taken.frames} of {round(asked.seconds * FPS)} frames; at most {max(taken.waiting)} queued")
    print(f"{'':58} {'ms':>9} {'baseline':>9} {'ratio':>7}   target")
    print(row("from grab to drawn, median, relative to a detection", statistics.median(ages[warming:]), detection, 1.8))
    print(row("the same, relative to the unmodified model", statistics.median(ages[warming:]), plain, 1.2))
    print(row("from grab to drawn, 95th percentile", late(ages[warming:]), detection))
    print(row("one detection, 95th percentile", late(detections[warming:]), detection))
    print(row("the loop outside the estimator, median", statistics.median(outside), detection, 0.5))
    print(row("the loop outside the estimator, 95th percentile", late(outside), detection))
    for name, stage in (("of this, session logic", "deciding"), ("of this, showing the frame", "showing")):
        print(row(f"{name}, median", statistics.median(stages.taken[stage]), detection))
    print(row("storing a moment in the recording, 95th percentile", late(stages.taken["recording"]), detection))
    print(row("storing an event in the history, 95th percentile", late(stages.taken["event"]), detection, 0.5))


if __name__ == "__main__":
    main()
