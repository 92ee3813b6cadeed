"""Benchmark checking a video: each stage by itself, and the whole beside the bare loop, in one run."""

from __future__ import annotations

import math
import os
import platform
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Final

from coach.app.loop import EstimatedMoments, run
from coach.app.video.annotate import canvas
from coach.app.video.check import check_video
from coach.capture.video import VideoFile
from coach.display.checked import CheckedBoard
from coach.display.render import render
from coach.estimate import bare, models
from coach.estimate.landmarker import Landmarker
from coach.moves.move import Move
from coach.report.video_writer import VideoWriter
from coach.session.checker import Checker
from coach.stream import Moment

CHUNK: Final = 25
"""Frames per turn of one stage: few enough to hold in memory, enough for other threads to settle."""

BARE: Final = "the bare loop"
ONE_THREAD: Final = "check --every-frame in one thread"
EVERY: Final = "check --every-frame"
NEEDED: Final = "check"
ANNOTATED: Final = "check --every-frame --annotate"


@dataclass(frozen=True, slots=True)
class Cost:
    """Cost of a frame: elapsed time and processor time; milliseconds."""

    wall_ms: float
    cpu_ms: float


@dataclass(frozen=True, slots=True)
class Bench:
    """Benchmark results: medians of several runs, and the machine.

    Attributes:
        whole: Cost of the whole, per frame of the video, processed or not.
        speed: Speed relative to the bare loop.
        ceiling: Greatest speed the stages allow on the available processors.
    """

    video: str
    size: tuple[int, int]
    fps: float | None
    frames: int
    runs: int
    machine: dict[str, str | int]
    stages: dict[str, Cost]
    whole: dict[str, Cost]
    speed: dict[str, float]
    ceiling: dict[str, float]


class Stopwatch:
    """Add up elapsed time by name, and store it run by run."""

    def __init__(self) -> None:
        self._runs: dict[str, list[Cost]] = defaultdict(list)
        self._sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])

    @contextmanager
    def timing(self, name: str) -> Iterator[None]:
        """Add the time that the block takes."""
        wall, cpu = time.perf_counter(), time.process_time()
        yield
        sums = self._sums[name]
        sums[0] += time.perf_counter() - wall
        sums[1] += time.process_time() - cpu

    def lap(self, frames: int) -> None:
        """End a run of ``frames`` frames."""
        for name, (wall, cpu) in self._sums.items():
            self._runs[name].append(Cost(1000 * wall / frames, 1000 * cpu / frames))
        self._sums.clear()

    def costs(self) -> dict[str, Cost]:
        """Return the median of the runs, by name."""
        return {
            name: Cost(statistics.median(c.wall_ms for c in runs), statistics.median(c.cpu_ms for c in runs))
            for name, runs in self._runs.items()
        }

    def speed(self, name: str) -> float:
        """Return the median, over the runs, of the speed relative to the bare loop."""
        pairs = zip(self._runs[BARE], self._runs[name], strict=True)
        return statistics.median(bare.wall_ms / each.wall_ms for bare, each in pairs)


def bench(
    video: str | Path,
    move: Move,
    *,
    model: str | Path | None = None,
    seconds: float = 10.0,
    runs: int = 5,
    progress: Callable[[int, int], object] | None = None,
) -> Bench:
    """Benchmark the first ``seconds`` of a video.

    Raises:
        SourceError: The video cannot be read.
        ModelError: The pose model is missing or cannot run.
    """
    path, weights = Path(video), models.find(model)
    with VideoFile(path, end=seconds) as source:
        size, fps, frames = source.size, source.fps, sum(1 for _ in source)
    stages, whole = Stopwatch(), Stopwatch()
    with tempfile.TemporaryDirectory() as folder:
        ways = _ways(path, move, weights, seconds, Path(folder) / "annotated.mp4")
        for i in range(runs):
            _each(path, move, weights, seconds, Path(folder) / "stages.mp4", stages)
            stages.lap(frames)
            for j, (name, way) in enumerate(ways.items()):
                with whole.timing(name):
                    way()
                if progress is not None:
                    progress(i * len(ways) + j + 1, runs * len(ways))
            whole.lap(frames)
    speed = {name: whole.speed(name) for name in ways}
    costs = stages.costs()
    return Bench(
        path.name,
        size,
        fps,
        frames,
        runs,
        _machine(),
        costs,
        whole.costs(),
        speed,
        _ceiling(costs, whole.costs()[BARE].cpu_ms),
    )


def _ways(path: Path, move: Move, weights: Path, seconds: float, target: Path) -> dict[str, Callable[[], object]]:
    """Return the complete checks to compare, by name."""

    def in_one_thread() -> None:
        with closing(EstimatedMoments(VideoFile(path, end=seconds), Landmarker(weights))) as watched:
            run(watched, Checker(move))

    checked = partial(check_video, path, move, end=seconds, model=weights)
    return {
        BARE: partial(bare.run, path, weights, seconds),
        ONE_THREAD: in_one_thread,
        EVERY: partial(checked, rate=math.inf),
        NEEDED: checked,
        ANNOTATED: partial(checked, rate=math.inf, annotate=target),
    }


def _each(path: Path, move: Move, weights: Path, seconds: float, target: Path, watch: Stopwatch) -> None:
    """Run each stage by itself, a few frames at a time."""
    with VideoFile(path, end=seconds) as passed, watch.timing("pass over"):
        passed.skip(math.inf)
        for _ in passed:
            pass
    with ExitStack() as owned:
        frames = owned.enter_context(VideoFile(path, end=seconds))
        landmarker = owned.enter_context(Landmarker(weights))
        checker, board = Checker(move), CheckedBoard(move)
        size = canvas(frames.size)
        drawn = owned.enter_context(VideoWriter(target, size, frames.fps, None))
        decoded = iter(frames)
        while True:
            with watch.timing("decode"):
                chunk = list(islice(decoded, CHUNK))
            if not chunk:
                return
            with watch.timing("estimate"):
                moments = [Moment(frame.t, landmarker.detect(frame)) for frame in chunk]
            with watch.timing("core"):
                judged = [(moment, checker.update(moment), checker.reading) for moment in moments]
            with watch.timing("draw"):
                drawings = []
                for frame, (moment, events, reading) in zip(chunk, judged, strict=True):
                    for event in events:
                        board.update(event)
                    shown = board.shown(moment.t, reading)
                    drawings.append(render(frame.image, moment.pose, shown, size, mirror=False))
            with watch.timing("encode"):
                for frame, image in zip(chunk, drawings, strict=True):
                    drawn.write(frame.t, image)


def _ceiling(stages: dict[str, Cost], plain: float) -> dict[str, float]:
    """Return how fast each way could be if waiting cost nothing: its busiest thread, or all of it on all cores.

    ``plain`` is the processor time of the bare loop, milliseconds a frame.
    """
    cpu = {name: cost.cpu_ms for name, cost in stages.items()}
    judging = cpu["estimate"] + cpu["core"]
    cores = os.cpu_count() or 1

    def ceiling(*beside: float) -> float:
        return plain / max(judging, *beside, (judging + sum(beside)) / cores)

    return {EVERY: ceiling(cpu["decode"]), ANNOTATED: ceiling(cpu["decode"], cpu["draw"] + cpu["encode"])}


def _machine() -> dict[str, str | int]:
    return {
        "processors": os.cpu_count() or 1,
        "system": platform.system(),
        "architecture": platform.machine(),
        "python": platform.python_version(),
        **{package: version(package) for package in ("opencv-python", "mediapipe", "av", "numpy")},
    }
