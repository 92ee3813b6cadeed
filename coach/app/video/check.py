"""Checks one video from end to end: connects source, core and outputs."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from coach import library
from coach.app.loop import Decider, run
from coach.app.video.hints import VideoHints
from coach.app.video.recorder import recording
from coach.app.video.segments import open_segments
from coach.app.video.sources import VideoOptions, open_source
from coach.body import SIDES, Side
from coach.errors import SourceError
from coach.events import Event, Measured
from coach.language import Language, english, phrase
from coach.moves.move import Move
from coach.report.facts import Report, Video
from coach.session.checker import Checker
from coach.session.recogniser import Recogniser
from coach.session.result import Result, Unseen, fold
from coach.stream import Moment, check_span

if TYPE_CHECKING:
    from coach.app.video.annotate import Annotator

_log = logging.getLogger(__name__)

Progress: TypeAlias = Callable[[float, float | None], None]
"""Called with the time of the moment just processed and the end of the source if known; seconds."""


SLOWEST: Final = 5.0
"""Frame rate below which motion between two frames would be missed."""


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
    rate: float | None = None,
    record: str | Path | None = None,
    annotate: str | Path | None = None,
    curves: bool = True,
    jobs: int = 1,
    progress: Progress | None = None,
) -> Report:
    """Check how ``move`` was done in a video, a landmark recording or a ``.npz`` of landmarks.

    ``move`` is a move, its id or an alias, or a TOML file that describes one; ``hold`` (seconds), ``reps``, ``side``
    and ``target`` (degrees) replace its own numbers. ``start`` to ``rate`` are those of ``VideoOptions``, the rest
    those of ``check_move``.

    Raises:
        ValueError: A number is out of range, or there is no such move.
        SourceError: The file cannot be read as a video.
        ModelError: The pose model is missing or cannot run.
        RecordingError: The landmarks are damaged, or cannot be written.
        CoachError: The annotated video cannot be written.
    """
    chosen = choose_move(move, hold=hold, reps=reps, side=side, target=target)
    options = VideoOptions(start, end, mirrored, model, rate)
    return check_move(
        path, chosen, options, record=record, annotate=annotate, curves=curves, jobs=jobs, progress=progress
    )


def check_move(
    path: str | Path,
    move: Move,
    options: VideoOptions = VideoOptions(),  # noqa: B008  # frozen
    *,
    record: str | Path | None = None,
    annotate: str | Path | None = None,
    language: Language | None = None,
    recorded: Path | None = None,
    curves: bool = True,
    jobs: int = 1,
    progress: Progress | None = None,
) -> Report:
    """Check how ``move`` was done in a video; errors are those of ``check_video``.

    Args:
        path: A video, a landmark recording, or a ``.npz`` of landmarks.
        move: The move.
        options: How to read the video.
        record: File for the landmarks; checking it gives the same result, faster.
        annotate: File for the annotated video, an MP4.
        language: Language of the annotated video, English by default.
        recorded: Landmark recording of the video, made with the same options, to annotate from.
        curves: Whether the report includes the curves of each attempt, ten kilobytes each.
        jobs: Number of processes, each for other segments of the video; with several, times may differ by a frame. A
            video to annotate is processed by one.
        progress: Called after every moment.
    """
    happened: list[Event] = []

    def collect(event: Event) -> None:
        if curves or not isinstance(event, Measured):
            happened.append(event)

    checker = Checker(move)
    annotator = None
    if annotate is not None:
        # Imported here and not above: drawing and writing videos take long to import.
        from coach.app.video.annotate import Annotator

        annotator = Annotator(Path(annotate), Path(path), checker, move, language or english())
    hints = VideoHints()
    video = _watch(
        path, checker, options, jobs, record=record, progress=progress, annotator=annotator, recorded=recorded,
        moment_sinks=[hints], event_sinks=[collect],
    )  # fmt: skip
    made = None if annotator is None else annotator.made
    result = _with_lost(fold(move, happened), video)
    video = replace(video, problems=(*video.problems, *hints.about(move, result)))
    return Report(video, result, Path(path).name, move, made, tuple(happened))


def recognise_video(
    path: str | Path,
    options: VideoOptions = VideoOptions(),  # noqa: B008  # frozen
    *,
    record: str | Path | None = None,
    curves: bool = True,
    jobs: int = 1,
    progress: Progress | None = None,
) -> list[Report]:
    """Find the shipped moves that were done in a video, and check each in its segment.

    Arguments and errors are those of ``check_move``. The video of each report starts and ends with its move.
    """
    moves = [library.load_move(name) for name in library.move_ids()]
    recogniser = Recogniser(moves, curves=curves)
    video = _watch(path, recogniser, options, jobs, record=record, progress=progress)
    by_id = {move.id: move for move in moves}
    return [
        Report(
            replace(video, start=found.start, end=found.end),
            _with_lost(found.result, video, found.start, found.end),
            Path(path).name,
            by_id[found.result.move],
            events=found.events,
        )
        for found in recogniser.segments()
    ]


def _watch(
    path: str | Path,
    decider: Decider,
    options: VideoOptions,
    jobs: int,
    *,
    record: str | Path | None,
    progress: Progress | None,
    annotator: Annotator | None = None,
    recorded: Path | None = None,
    moment_sinks: Sequence[Callable[[Moment], object]] = (),
    event_sinks: Sequence[Callable[[Event], object]] = (),
) -> Video:
    """Pass the moments of a video to ``decider`` and the sinks, and return the facts about the video."""
    start, end = options.start, options.end
    check_span(start, end)
    check_rate(options.rate)
    began = time.monotonic()
    with ExitStack() as owned:
        source = open_segments(path, jobs, options) if jobs > 1 and annotator is None else None
        if source is None:
            source = open_source(path, options, every_frame=annotator is not None, recorded=recorded)
        owned.callback(source.moments.close)
        _log.info("opened in %.0f ms", 1000 * (time.monotonic() - began))
        seen = _Count()
        see: list[Callable[[Moment], object]] = [seen, *moment_sinks]
        tell = [*event_sinks]
        if record is not None:
            see.append(owned.enter_context(recording(Path(record), source)))
        if progress is not None:
            last = source.facts().end or source.facts().duration_s
            see.append(lambda moment: progress(moment.t, last))
        if annotator is not None:
            tell.append(owned.enter_context(annotator.following(source)))
        run(source.moments, decider, moment_sinks=see, event_sinks=tell)
        took = time.monotonic() - began
        _log.info("processed %d moments in %.1f s, %.0f per second", seen.frames, took, seen.frames / took)
        video = replace(source.facts(), frames=seen.frames, last=seen.last)
    if seen.last is None:
        key = "errors.video.no_frames_left" if end is None else "errors.video.no_frames"
        raise SourceError(phrase(key, path=path, start=start or 0.0, end=end or 0.0))
    return video


def _with_lost(result: Result, video: Video, start: float = 0.0, end: float = math.inf) -> Result:
    """Return the result with undecodable spans added to the unseen ones, unless they are covered already."""
    lost = [
        Unseen(since, until, "damaged")
        for since, until in video.lost
        if start <= until and since <= end and not any(gap.start <= since and until <= gap.end for gap in result.unseen)
    ]
    return replace(result, unseen=tuple(sorted((*result.unseen, *lost), key=lambda gap: gap.start)))


def choose_move(
    move: str | Path | Move,
    *,
    hold: float | None = None,
    reps: int | None = None,
    side: Side | None = None,
    target: float | None = None,
) -> Move:
    """Return the chosen move with the given numbers in place of its own.

    Raises:
        ValueError: There is no such move, or a number is out of range.
        DataFileError: The move file is invalid.
    """
    if side is not None and side not in SIDES:
        raise ValueError(f"the side is {' or '.join(SIDES)}, not {side}")
    found = move if isinstance(move, Move) else library.load_move(move)
    return found.adjusted(hold_s=hold, reps=reps, target_deg=target, side=side)


def check_rate(rate: float | None) -> None:
    """Raise ``ValueError`` unless the frame rate is high enough to time holds and tell reps apart."""
    if rate is not None and not rate >= SLOWEST:
        raise ValueError(f"the rate is a number of frames per second from {SLOWEST:g} up, not {rate:g}")


@dataclass(slots=True)
class _Count:
    """The number of moments so far, and the time of the last."""

    frames: int = 0
    last: float | None = None

    def __call__(self, moment: Moment) -> None:
        self.frames += 1
        self.last = moment.t
