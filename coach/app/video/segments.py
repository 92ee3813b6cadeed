"""Process a long video in parallel segments and join their moments in order.

The estimator tracks the body from frame to frame, so each segment starts a little early, and moments before the tracker
has settled are discarded. After that, its results differ from those of a single run by no more than any two runs differ
that start at different frames: ``docs/decisions/segments.md``.
"""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from coach.app.processes import Died, Finished, Processes, Raised, Sent, killed
from coach.app.video.sources import VideoOptions, VideoSource, apart, facts_of, open_source
from coach.capture.reader import instants
from coach.errors import SourceError
from coach.report.facts import Video
from coach.stream import ROUNDED_S, Moment

OVERLAP_S: Final = 2.0
"""Overlap before a segment, seconds: landmark visibility, which the estimator smooths longest, takes a second to
settle."""

LONGEST_S: Final = 60.0
"""Longest average segment, seconds: longer ones gain little, and results ahead of earlier segments are held in
memory."""

SHORTEST_S: Final = 10.0
"""Shortest average segment, seconds: in shorter ones overlap and start-up cost too much."""

_ALIKE: Final = 0.1
"""Relative tolerance between two lengths of a video."""

_BATCH: Final = 25
"""Moments sent in one batch."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Part of a video: the moments from ``begin`` up to but excluding ``end``; ``None`` is the end of the video."""

    begin: float
    end: float | None


Workload: TypeAlias = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]
"""How the work for a video is distributed: increasing times, seconds, and the frames processed by then; shape (n,)."""


def even(duration_s: float) -> Workload:
    """Return a load with equal work in every second."""
    return np.array([0.0, duration_s]), np.array([0.0, 1.0])


def load(path: Path, duration_s: float, least_s: float) -> Workload:
    """Return the load for a video processed every ``least_s`` seconds, from its frame times if it lists them."""
    try:
        t = instants(path)
    except SourceError:  # reported when the video is opened
        t = None
    if t is None or len(t) < 2 or not math.isclose(t[-1], duration_s, rel_tol=_ALIKE):  # truncated, or incomplete
        return even(duration_s)
    gap = np.maximum(np.diff(t), ROUNDED_S)
    looked_at = 1 / np.maximum(1, np.ceil((least_s - ROUNDED_S) / gap))
    # A length may include time before the first frame, whose time is 0 nevertheless: the times are not rescaled.
    return t * min(1.0, duration_s / t[-1]), np.concatenate(([0.0], np.cumsum(looked_at)))


def cut(begin: float, end: float, jobs: int, work: Workload) -> list[Segment]:
    """Split a span for ``jobs`` processes: equal work in each segment, equal numbers of segments for each."""
    rounds = math.ceil((end - begin) / (jobs * LONGEST_S))
    count = max(1, min(jobs * rounds, int((end - begin) / SHORTEST_S)))
    t, done = work
    first, last = np.interp([begin, end], t, done)
    found = np.interp(np.linspace(first, last, count + 1)[1:-1], done, t).round(3).tolist()
    edges = [edge for edge in dict.fromkeys(found) if begin < edge < end]
    return [Segment(edge, until) for edge, until in zip([begin, *edges], [*edges, None], strict=True)]


def open_segments(path: str | Path, jobs: int, options: VideoOptions) -> VideoSource | None:
    """Open a video like ``open_source``, processed by ``jobs`` processes; ``None`` if it cannot be split.

    A video cannot be split if it is short, in slow motion, of unknown length, or a landmark file.
    """
    about = facts_of(path, options)
    if about is None or about.duration_s is None or options.shot.slow_motion != 1:
        return None
    until = about.duration_s if options.end is None else min(options.end, about.duration_s)
    segments = cut(
        options.start or 0.0, until, jobs, load(Path(path), about.duration_s, apart(about.fps, options.rate))
    )
    if len(segments) == 1:
        return None
    joined = Joined(str(path), about, segments, jobs, options)
    return VideoSource(joined, lambda: joined.facts)


class Joined:
    """The moments of all segments, in order.

    Attributes:
        facts: The facts about the video, complete once all moments were read.
    """

    def __init__(self, path: str, about: Video, segments: list[Segment], jobs: int, options: VideoOptions) -> None:
        self.facts = about
        self._path, self._segments, self._options = path, segments, options
        self._jobs = min(jobs, len(segments))
        self._processes = Processes(self._jobs)

    def __iter__(self) -> Iterator[Moment]:
        seen: dict[int, tuple[bool, Video]] = {}
        ahead: defaultdict[int, deque[list[Moment]]] = defaultdict(deque)
        given = 0
        for number in range(len(self._segments)):
            while number not in seen or ahead[number]:
                while ahead[number]:
                    yield from ahead[number].popleft()
                if number in seen:
                    break
                while given < min(len(self._segments), number + 2 * self._jobs) and self._processes.free:
                    self._processes.give(given, look, self._path, self._segments[given], self._options)
                    given += 1
                for message in self._processes.messages():
                    match message:
                        case Sent(at, moments):
                            ahead[at].append(moments)
                        case Finished(at, ending):
                            seen[at] = ending
                        case Raised(_, error):
                            raise error
                        case Died(_, how):
                            raise killed(self._path, how)
            del ahead[number]
            over, part = seen[number]
            self.facts = replace(
                self.facts,
                truncated=over and (part.truncated or number + 1 < len(self._segments)),
                lost=tuple(dict.fromkeys((*self.facts.lost, *part.lost))),
                problems=tuple(dict.fromkeys((*self.facts.problems, *part.problems))),
            )
            if over:
                return

    def close(self) -> None:
        """End the processes."""
        self._processes.close()


def look(
    path: str, segment: Segment, options: VideoOptions, say: Callable[[list[Moment]], object]
) -> tuple[bool, Video]:
    """Process one segment of a video and send its moments in batches.

    Returns whether the video ended, not just the segment, and the facts about it.
    """
    first = segment.begin == (options.start or 0.0)
    begin = options.start if first else max(0.0, segment.begin - OVERLAP_S)
    source = open_source(path, replace(options, start=begin))
    moments: list[Moment] = []
    over = True
    try:
        for moment in source.moments:
            if segment.end is not None and moment.t >= segment.end:
                over = False
                break
            if moment.t >= segment.begin:
                moments.append(moment)
            if len(moments) == _BATCH:
                say(moments)
                moments = []
    except SourceError:
        if first:
            raise
        # No frames: the video ended before this segment. A frame that cannot be decoded also counts as the end.
    finally:
        source.moments.close()
    say(moments)
    return over, source.facts()
