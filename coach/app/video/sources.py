"""Open a source: turn a path into moments and facts about their origin."""

from __future__ import annotations

import hashlib
import math
import os
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from coach.app.ahead import Ahead
from coach.app.loop import Moments, Thinned
from coach.app.video.pipeline import Overlapped
from coach.app.watchdog import LIMIT_S, Guarded, OverdueError, Worker
from coach.capture.shot import AS_IT_IS, Shot
from coach.errors import ModelError, SourceError
from coach.language import phrase
from coach.pose import Pose
from coach.report.facts import Video
from coach.resources import resource
from coach.store.landmarks import is_landmarks, open_landmarks
from coach.store.recording import Fact, Header
from coach.stream import Frame

if TYPE_CHECKING:
    from coach.capture.video import VideoFile

NEEDED: Final = 20.0
"""Frames per second that the checkers need; measured in ``docs/decisions/looking-rate.md``."""


@dataclass(frozen=True, slots=True)
class VideoOptions:
    """How to read a video or a landmark recording.

    Attributes:
        start: Where to begin, seconds from the start of the video; at its first frame by default.
        end: Where to stop, seconds from the start of the video; at its last frame by default.
        model: Name or file of the pose model, instead of the default one. Landmarks need none.
        rate: Frames per second to process at most; ``math.inf`` for every frame. By default as many as the checkers
            need of a video, and all of a recording.
    """

    start: float | None = None
    end: float | None = None
    mirrored: bool = False
    model: str | Path | None = None
    rate: float | None = None
    shot: Shot = AS_IT_IS


@dataclass(frozen=True, slots=True)
class VideoSource:
    """Moments with the facts about their source, which may grow until the last moment."""

    moments: Moments
    facts: Callable[[], Video]


def open_source(
    path: str | Path, options: VideoOptions, *, every_frame: bool = False, recorded: Path | None = None
) -> VideoSource:
    """Open a landmark recording as it is, or a video with a pose estimator.

    ``recorded`` is a landmark recording of the video, made with the same options, to use instead of the estimator.
    """
    if is_landmarks(path):
        return _open_landmarks(path, options)
    # Imported here and not above: checking a recording is faster than importing OpenCV and the estimator.
    from coach.estimate import models
    from coach.estimate.landmarker import Landmarker

    with ExitStack() as on_failure:
        frames = _opened(path, options)
        on_failure.callback(frames.close)
        least_s = apart(frames.fps, options.rate)
        if not every_frame:
            frames.skip(least_s)
        weights = models.find(options.model)
        about = _about(path, frames, weights, options)
        estimator = Guarded((lambda: Landmarker(weights)) if recorded is None else (lambda: RecordedPoses(recorded)))
        on_failure.pop_all()
    return VideoSource(
        Overlapped(Ahead(frames, frames.close, decoded=lambda: frames.steps), estimator, least_s),
        lambda: replace(about, truncated=frames.truncated, lost=tuple(frames.lost), problems=frames.problems),
    )


class RecordedPoses:
    """Return for each frame the pose that a recording has for it."""

    def __init__(self, path: Path) -> None:
        self._landmarks = open_landmarks(path)
        self._moments = iter(self._landmarks)
        self._next = next(self._moments, None)

    def detect(self, frame: Frame) -> Pose | None:
        """Return the pose at the time of ``frame``; frames must come in time order."""
        while self._next is not None and self._next.t < frame.t:
            self._next = next(self._moments, None)
        return self._next.pose if self._next is not None and self._next.t == frame.t else None

    def close(self) -> None:
        """Close the recording."""
        self._landmarks.close()


def _opened(path: str | Path, options: VideoOptions) -> VideoFile:
    """Open a video; raise an error if its decoder hangs."""
    from coach.capture.video import VideoFile

    worker = Worker("opening a video")
    try:
        return worker.do(lambda: VideoFile(path, options.start, options.end, options.mirrored, options.shot))
    except OverdueError:
        raise SourceError(phrase("errors.video.overdue", path=path, seconds=LIMIT_S)) from None
    finally:
        worker.end()


def facts_of(path: str | Path, options: VideoOptions) -> Video | None:
    """Return what ``open_source`` would report about a video, without an estimator; ``None`` for landmarks."""
    if is_landmarks(path):
        return None
    from coach.capture.video import VideoFile
    from coach.estimate import models

    with VideoFile(path, options.start, options.end, options.mirrored, options.shot) as frames:
        return _about(path, frames, models.find(options.model), options)


def _about(path: str | Path, frames: VideoFile, weights: Path, options: VideoOptions) -> Video:
    return Video(
        Path(path).name,
        frames.size,
        frames.fps,
        frames.duration_s,
        mirrored=options.mirrored,
        start=None if options.start is None else options.start / options.shot.slow_motion,
        end=None if options.end is None else options.end / options.shot.slow_motion,
        model=sha256(weights),
        rotate=options.shot.rotate,
        slow_motion=options.shot.slow_motion,
    )


def apart(fps: float | None, rate: float | None) -> float:
    """Least time between processed frames, seconds, for the requested rate.

    Without a rate, every n-th frame of a steady video, and ``NEEDED`` per second. Half a frame's time is tolerated, as
    frames from phones come early and late.
    """
    if rate is not None:
        return 1 / rate
    every = 0 if fps is None else math.floor(fps / NEEDED + 0.01)  # 59.94 a second pass for 60
    return 0.0 if fps is None or every < 2 else (every - 0.5) / fps


def _open_landmarks(path: str | Path, options: VideoOptions) -> VideoSource:
    start, end, mirrored = options.start, options.end, options.mirrored
    landmarks = open_landmarks(path, start, end, mirrored)
    header, about = landmarks.header or Header(), landmarks.about
    if mirrored and header.mirrored:
        # The recording's poses were already unmirrored when they were estimated.
        landmarks = open_landmarks(path, start, end)
    width, height = (_positive(about.get(name)) for name in ("width", "height"))
    video = Video(
        name=header.source or Path(path).name,
        size=landmarks.size or (None if width is None or height is None else (int(width), int(height))),
        fps=_positive(about.get("fps")),
        duration_s=_positive(about.get("duration_s")),
        truncated=landmarks.torn or about.get("truncated") is True,
        mirrored=mirrored or header.mirrored,
        start=start if start is not None else _positive(about.get("start")),
        end=end if end is not None else _positive(about.get("end")),
        model=header.model_sha256 or None,
        rotate=int(_positive(about.get("rotate")) or 0),
        slow_motion=_positive(about.get("slow_motion")) or 1.0,
        lost=_spans(about.get("lost")),
        problems=tuple(line for line in str(about.get("problems") or "").split("\n") if line and line.isprintable()),
    )
    return VideoSource(landmarks if options.rate is None else Thinned(landmarks, 1 / options.rate), lambda: video)


SAMPLE_MOVE: Final = "hip-abduction"
"""The move in the clip that ships with the program."""


def sample() -> Path:
    """Return the path of the clip that ships with the program."""
    return resource("sample.mp4")


def videos(name: str) -> list[str]:
    """Return the video of that name; for a folder, the videos in it, sorted by name.

    Raises:
        SourceError: The folder contains no video, or cannot be read.
    """
    if not os.path.isdir(name):
        return [name]
    from coach.capture.admission import videos_in

    return [str(path) for path in videos_in(name)]


def _positive(fact: Fact) -> float | None:
    """Return a recorded fact as a positive number, or ``None`` if it is not one: the file is untrusted."""
    if isinstance(fact, (int, float)) and not isinstance(fact, bool) and 0 < fact < math.inf:
        return fact
    return None


def _spans(fact: Fact) -> tuple[tuple[float, float], ...]:
    """Return recorded spans, written as pairs of numbers; empty if the fact is anything else."""
    try:
        numbers = [float(word) for word in str(fact or "").split()]
    except ValueError:
        return ()
    pairs = zip(numbers[::2], numbers[1::2], strict=False)
    return tuple((start, end) for start, end in pairs if 0 <= start <= end < math.inf)


def sha256(path: Path) -> str:
    """Return the SHA-256 by which a recording header identifies a pose model."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(phrase("errors.model.unreadable", path=path, why=error.strerror)) from error
