"""The only wiring: chooses a source, an estimator and sinks, and runs the one loop that serves them all."""

from __future__ import annotations

import hashlib
import math
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, TypeAlias

from coach import library
from coach.body import SIDES, Side
from coach.errors import ModelError, RecordingError, SourceError
from coach.events import Event
from coach.moves.move import Move
from coach.report.facts import Report, Video
from coach.resources import resource
from coach.session.checker import Checker
from coach.session.result import fold
from coach.store.arrays import is_arrays, write_arrays
from coach.store.landmarks import is_landmarks, open_landmarks
from coach.store.recording import Fact, Header, RecordingWriter
from coach.stream import Estimator, Frames, Moment

Progress: TypeAlias = Callable[[float, float | None], None]
"""Told the instant just looked at and the instant at which the source will end, if it says; seconds."""


class Decider(Protocol):
    """Turns moments into events: the core."""

    def update(self, moment: Moment) -> Sequence[Event]:
        """What is sure now that ``moment`` was seen."""
        ...

    def finish(self) -> Sequence[Event]:
        """What is sure now that nothing follows."""
        ...


class Moments(Protocol):
    """A source of moments. Iterated once; ``close`` may be called at any time, twice too."""

    def __iter__(self) -> Iterator[Moment]: ...

    def close(self) -> None:
        """Let go of what is held."""
        ...


def run(
    moments: Iterable[Moment],
    checker: Decider,
    *,
    moment_sinks: Sequence[Callable[[Moment], object]] = (),
    event_sinks: Sequence[Callable[[Event], object]] = (),
) -> None:
    """Take every moment to the checker and every event to the sinks, until the source ends.

    A moment reaches its sinks before anything is decided about it, so that a recording holds what was seen even
    where the deciding fails.
    """
    for moment in moments:
        for see in moment_sinks:
            see(moment)
        for event in checker.update(moment):
            for tell in event_sinks:
                tell(event)
    for event in checker.finish():
        for tell in event_sinks:
            tell(event)


@dataclass(slots=True)
class Watched:
    """Moments from frames: each picture is shown to the estimator as it comes. Owns and closes both."""

    frames: Frames
    estimator: Estimator

    def __iter__(self) -> Iterator[Moment]:
        detect = self.estimator.detect
        for frame in self.frames:
            yield Moment(frame.t, detect(frame))

    def close(self) -> None:
        """Close the frames and the estimator, the second even if the first fails."""
        try:
            self.frames.close()
        finally:
            self.estimator.close()


def check_video(
    path: str | Path,
    move: str | Path | Move,
    *,
    hold: float | None = None,
    reps: int | None = None,
    side: Side | None = None,
    target: float | None = None,
    start: float | None = None,
    end: float | None = None,
    mirrored: bool = False,
    model: str | Path | None = None,
    record: str | Path | None = None,
    progress: Progress | None = None,
) -> Report:
    """What ``move`` looked like in a video, a landmark recording or a ``.npz`` of landmarks.

    Args:
        path: The file to check.
        move: A move, the id of one, or a TOML file that describes one.
        hold: Seconds to hold at the top, instead of the move's own.
        reps: Repetitions to do, instead of the move's own.
        side: The working side, where only one is to be done.
        target: Degrees to reach, instead of the move's own.
        start: Where to begin, seconds from the video's start.
        end: Where to stop, seconds from the video's start.
        mirrored: The video is a mirror image, as many front cameras record.
        model: Name or file of the pose model, instead of the default one. Landmarks need none.
        record: Where to keep the landmarks while checking; checking that file gives the same result at once.
        progress: Called after every moment.

    Raises:
        ValueError: A number or a name that cannot be meant.
        SourceError: The file cannot be read as a video.
        ModelError: The pose model is missing or cannot run.
        RecordingError: The landmarks are damaged, or cannot be kept.
    """
    chosen = choose_move(move, hold=hold, reps=reps, side=side, target=target)
    check_span(start, end)
    happened: list[Event] = []
    with ExitStack() as owned:
        source = open_source(path, start=start, end=end, mirrored=mirrored, model=model)
        owned.callback(source.moments.close)
        seen = _Count()
        moment_sinks: list[Callable[[Moment], object]] = [seen]
        if record is not None:
            moment_sinks.append(owned.enter_context(_keeping(Path(record), source)))
        if progress is not None:
            moment_sinks.append(_meter(progress, end if end is not None else source.facts().duration_s))
        run(source.moments, Checker(chosen), moment_sinks=moment_sinks, event_sinks=[happened.append])
        video = replace(source.facts(), frames=seen.frames, last=seen.last)
    if seen.last is None:
        until = "its end" if end is None else f"{end:g} s"
        raise SourceError(f"{path} shows nothing between {start or 0.0:g} s and {until}; choose another stretch")
    return Report(video, fold(chosen, happened), Path(path).name)


def choose_move(
    move: str | Path | Move,
    *,
    hold: float | None = None,
    reps: int | None = None,
    side: Side | None = None,
    target: float | None = None,
) -> Move:
    """The move meant, with what is asked for instead of its own numbers.

    Raises:
        ValueError: No such move, or a number outside what can be meant.
        DataFileError: The file of the move does not hold up.
    """
    if side is not None and side not in SIDES:
        raise ValueError(f"the side is {' or '.join(SIDES)}, not {side}")
    found = move if isinstance(move, Move) else library.load_move(move)
    return found.adjusted(hold_s=hold, reps=reps, target_deg=target, side=side)


def check_span(start: float | None, end: float | None) -> None:
    """Raise ``ValueError`` unless the stretch from ``start`` to ``end`` can hold something."""
    for name, t in (("start", start), ("end", end)):
        if t is not None and not (math.isfinite(t) and t >= 0):
            raise ValueError(f"the {name} is a number of seconds from 0 up, not {t:g}")
    if end is not None and (start or 0.0) >= end:
        raise ValueError(f"the stretch ends at {end:g} s, which is not after its start at {start or 0.0:g} s")


def move_ids() -> tuple[str, ...]:
    """The moves that can be named, shipped ones and the user's own."""
    return library.move_ids()


def sample() -> Path:
    """The clip that comes with the program."""
    return resource("sample.mp4")


def videos(name: str) -> list[str]:
    """The video of that name; if it is a folder, the videos in it, by name.

    Raises:
        SourceError: The folder holds no video, or cannot be read.
    """
    if not os.path.isdir(name):
        return [name]
    from coach.capture.video import videos_in

    return [str(path) for path in videos_in(name)]


@dataclass(frozen=True, slots=True)
class Source:
    """Moments, and what is known about where they come from; the latter may grow until the last moment."""

    moments: Moments
    facts: Callable[[], Video]


def open_source(
    path: str | Path,
    *,
    start: float | None = None,
    end: float | None = None,
    mirrored: bool = False,
    model: str | Path | None = None,
) -> Source:
    """Open whatever ``path`` is: landmarks as they are, a video with an estimator behind it."""
    if is_landmarks(path):
        return _open_landmarks(path, start, end, mirrored)
    # Loaded here and not above: a recording is checked long before OpenCV and the estimator are loaded.
    from coach.capture.video import VideoFile
    from coach.estimate import models
    from coach.estimate.landmarker import Landmarker

    with ExitStack() as on_failure:
        frames = VideoFile(path, start, end, mirrored)
        on_failure.callback(frames.close)
        weights = models.find(model)
        about = Video(
            Path(path).name,
            frames.size,
            frames.fps,
            frames.duration_s,
            mirrored=mirrored,
            start=start,
            end=end,
            model=_sha256(weights),
        )
        estimator = Landmarker(weights)
        on_failure.pop_all()
    return Source(Watched(frames, estimator), lambda: replace(about, truncated=frames.truncated))


def _open_landmarks(path: str | Path, start: float | None, end: float | None, mirrored: bool) -> Source:
    landmarks = open_landmarks(path, start, end, mirrored)
    header, about = landmarks.header or Header(), landmarks.about
    if mirrored and header.mirrored:
        # Asked for again what the recording knows already: its poses were turned back when they were estimated.
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
    )
    return Source(landmarks, lambda: video)


@contextmanager
def _keeping(path: Path, source: Source) -> Iterator[Callable[[Moment], object]]:
    """What keeps every moment it is handed in ``path``: as plain arrays in an ``.npz``, else as a recording.

    However the block is left, what was seen until then is kept.
    """
    if path.suffix.lower() == ".npz":
        if path.exists() and not is_arrays(path):
            raise RecordingError(f"{path} holds something other than landmarks and is left alone; choose another name")
        moments: list[Moment] = []
        try:
            yield moments.append
        finally:
            if moments:
                write_arrays(path, moments, size=source.facts().size, overwrite=True)
        return
    video = source.facts()
    width, height = video.size or (None, None)
    about = {
        "width": width,
        "height": height,
        "fps": video.fps,
        "duration_s": video.duration_s,
        "start": video.start,
        "end": video.end,
    }
    writer = RecordingWriter(path, Header(video.name, video.model or "", video.mirrored, about), overwrite=True)
    whole = False
    try:
        yield writer.write
        whole = True
    finally:
        writer.close({"truncated": not whole or source.facts().truncated})


@dataclass(slots=True)
class _Count:
    """How many moments went by, and the instant of the last."""

    frames: int = 0
    last: float | None = None

    def __call__(self, moment: Moment) -> None:
        self.frames += 1
        self.last = moment.t


def _meter(progress: Progress, end: float | None) -> Callable[[Moment], object]:
    return lambda moment: progress(moment.t, end)


def _positive(fact: Fact) -> float | None:
    """A fact of a recording as a number above 0, or ``None`` if it is none: the file may come from anybody."""
    if isinstance(fact, (int, float)) and not isinstance(fact, bool) and 0 < fact < math.inf:
        return fact
    return None


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"the pose model {path} cannot be read ({error.strerror}); see coach models") from error
