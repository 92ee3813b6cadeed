"""Checking one video from end to end: the only wiring of source, core and sinks."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from coach import library
from coach.app.loop import Decider, run
from coach.app.video.recorder import keeping
from coach.app.video.segments import open_segments
from coach.app.video.sources import open_source
from coach.body import SIDES, Side
from coach.errors import SourceError
from coach.events import Event, Measured
from coach.moves.move import Move
from coach.report.facts import Report, Video
from coach.session.checker import Checker
from coach.session.recogniser import Recogniser
from coach.session.result import fold
from coach.stream import Moment

if TYPE_CHECKING:
    from coach.app.video.annotate import Annotator

_log = logging.getLogger(__name__)

Progress: TypeAlias = Callable[[float, float | None], None]
"""Told the instant just looked at and the instant at which the source will end, if it says; seconds."""


SLOWEST: Final = 5.0
"""Pictures a second in fewer of which the motions between two of them would be lost."""


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
    seen: Path | None = None,
    curves: bool = True,
    jobs: int = 1,
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
        rate: Pictures a second to look at, at most; ``math.inf`` for every picture. Where none is given, as many as are
            needed of a video, and all that there are of landmarks.
        record: Where to keep the landmarks while checking; checking that file gives the same result at once.
        annotate: Where to write the video with what is known drawn on every picture, an MP4.
        seen: The landmarks that were kept of this very video, asked for alike: they are drawn, and not found once more.
        jobs: Processes that look at the video, each at other stretches of it; what they see is judged as one. Times may
            then differ by a picture or so. A film being annotated is looked at by one.
        curves: Whether the events of the report tell what was measured in each attempt too: ten kilobytes each.
        progress: Called after every moment.

    Raises:
        ValueError: A number or a name that cannot be meant.
        SourceError: The file cannot be read as a video.
        ModelError: The pose model is missing or cannot run.
        RecordingError: The landmarks are damaged, or cannot be kept.
        CoachError: The annotated film cannot be written.
    """
    chosen = choose_move(move, hold=hold, reps=reps, side=side, target=target)
    happened: list[Event] = []
    checker = Checker(chosen)
    annotator = None if annotate is None else _annotator(Path(annotate), Path(path), checker, chosen)
    kept = _kept(happened, curves=curves)
    video = _watch(path, checker, kept, start, end, mirrored, model, rate, record, progress, jobs, annotator, seen)
    made = None if annotator is None else annotator.made
    return Report(video, fold(chosen, happened), Path(path).name, chosen, made, tuple(happened))


def recognise_video(
    path: str | Path,
    *,
    start: float | None = None,
    end: float | None = None,
    mirrored: bool = False,
    model: str | Path | None = None,
    rate: float | None = None,
    record: str | Path | None = None,
    curves: bool = True,
    jobs: int = 1,
    progress: Progress | None = None,
) -> list[Report]:
    """Which of the shipped moves were done in a video, each stretch checked as that move.

    Arguments and errors are those of ``check_video``. The video of each report starts and ends with its stretch.
    """
    moves = [library.load_move(name) for name in move_ids()]
    recogniser = Recogniser(moves, curves=curves)
    video = _watch(path, recogniser, None, start, end, mirrored, model, rate, record, progress, jobs)
    by_id = {move.id: move for move in moves}
    return [
        Report(
            replace(video, start=stretch.start, end=stretch.end),
            stretch.result,
            Path(path).name,
            by_id[stretch.result.move],
            events=stretch.events,
        )
        for stretch in recogniser.stretches()
    ]


def _watch(
    path: str | Path,
    decider: Decider,
    keep: Callable[[Event], object] | None,
    start: float | None,
    end: float | None,
    mirrored: bool,
    model: str | Path | None,
    rate: float | None,
    record: str | Path | None,
    progress: Progress | None,
    jobs: int,
    annotator: Annotator | None = None,
    seen_before: Path | None = None,
) -> Video:
    """Show a video to whatever decides, and give what is known about it."""
    check_span(start, end)
    check_rate(rate)
    began = time.monotonic()
    with ExitStack() as owned:
        source = None
        if jobs > 1 and annotator is None:
            source = open_segments(path, jobs, start=start, end=end, mirrored=mirrored, model=model, rate=rate)
        if source is None:
            source = open_source(
                path,
                start=start,
                end=end,
                mirrored=mirrored,
                model=model,
                rate=rate,
                pictures=annotator is not None,
                seen=seen_before,
            )
        owned.callback(source.moments.close)
        _log.info("opened in %.0f ms", 1000 * (time.monotonic() - began))
        seen = _Count()
        moment_sinks: list[Callable[[Moment], object]] = [seen]
        event_sinks: list[Callable[[Event], object]] = [] if keep is None else [keep]
        if record is not None:
            moment_sinks.append(owned.enter_context(keeping(Path(record), source)))
        if progress is not None:
            moment_sinks.append(_meter(progress, end if end is not None else source.facts().duration_s))
        if annotator is not None:
            event_sinks.append(owned.enter_context(annotator.following(source)))
        run(source.moments, decider, moment_sinks=moment_sinks, event_sinks=event_sinks)
        took = time.monotonic() - began
        _log.info("looked at %d moments in %.1f s, %.0f a second", seen.frames, took, seen.frames / took)
        video = replace(source.facts(), frames=seen.frames, last=seen.last)
    if seen.last is None:
        until = "its end" if end is None else f"{end:g} s"
        raise SourceError(f"{path} shows nothing between {start or 0.0:g} s and {until}; choose another stretch")
    return video


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


def check_rate(rate: float | None) -> None:
    """Raise ``ValueError`` unless holds can be timed and repetitions told apart at so many pictures a second."""
    if rate is not None and not rate >= SLOWEST:
        raise ValueError(f"the rate is a number of pictures a second from {SLOWEST:g} up, not {rate:g}")


def move_ids() -> tuple[str, ...]:
    """The moves that can be named, shipped ones and the user's own."""
    return library.move_ids()


def _kept(happened: list[Event], *, curves: bool) -> Callable[[Event], object]:
    """What keeps events in ``happened``."""
    if curves:
        return happened.append
    return lambda event: None if isinstance(event, Measured) else happened.append(event)


def _annotator(path: Path, video: Path, checker: Checker, move: Move) -> Annotator:
    # Loaded here and not above: what draws and writes films takes long to load.
    from coach.app.video.annotate import Annotator

    return Annotator(path, video, checker, move)


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
