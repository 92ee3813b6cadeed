"""The only wiring: chooses a source, an estimator and sinks, and runs the one loop that serves them all."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol, TypeAlias

from coach import library
from coach.body import SIDES, Side
from coach.errors import SourceError
from coach.events import Event
from coach.moves.move import Move
from coach.report.facts import Report, Video
from coach.session.checker import Checker
from coach.session.result import fold
from coach.stream import Estimator, Frames, Moment

Progress: TypeAlias = Callable[[float, float | None], None]
"""Told the instant just looked at and the instant at which the source will end, if it says; seconds."""


class Decider(Protocol):
    """Turns moments into events: the core."""

    def update(self, moment: Moment) -> Sequence[Event]: ...

    def finish(self) -> Sequence[Event]: ...


class Moments(Protocol):
    """A source of moments. Iterated once; ``close`` may be called at any time, twice too."""

    def __iter__(self) -> Iterator[Moment]: ...

    def close(self) -> None: ...


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
        video = replace(source.facts(), frames=seen.frames, start=start, end=end)
    if not seen.frames:
        until = "its end" if end is None else f"{end:g} s"
        raise SourceError(f"{path} shows nothing between {start or 0.0:g} s and {until}; choose another stretch")
    return Report(video, fold(chosen, happened))


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
        raise ValueError(f"the side is left or right, not {side}")
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
    path: str | Path, *, start: float | None, end: float | None, mirrored: bool, model: str | Path | None
) -> Source:
    """Open whatever ``path`` is: landmarks as they are, a video with an estimator before it."""
    name = Path(path).name
    from coach import store

    if store.is_landmarks(path):
        ...
    from coach.capture.video import VideoFile
    from coach.estimate import models
    from coach.estimate.landmarker import Landmarker

    frames = VideoFile(path, start, end, mirrored)
    try:
        weights = models.find(model)
        sha256 = hashlib.sha256(weights.read_bytes()).hexdigest()
        estimator = Landmarker(weights)
    except BaseException:
        frames.close()
        raise

    def facts() -> Video:
        return Video(
            name, frames.size, frames.fps, frames.duration_s, truncated=frames.truncated, mirrored=mirrored, model=sha256
        )

    return Source(Watched(frames, estimator), facts)


@contextmanager
def _keeping(path: Path, source: Source) -> Iterator[Callable[[Moment], object]]:
    ...


@dataclass(slots=True)
class _Count:
    """How many moments went by."""

    frames: int = 0

    def __call__(self, moment: Moment) -> None:
        self.frames += 1


def _meter(progress: Progress, end: float | None) -> Callable[[Moment], object]:
    return lambda moment: progress(moment.t, end)
