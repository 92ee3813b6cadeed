"""A checked video, annotated: what is known is drawn on every picture as in the live window, and kept as a film."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from coach.app.loop import Watched
from coach.app.video.pipeline import Behind
from coach.app.video.sources import Source
from coach.display.checked import CheckedBoard
from coach.display.render import NARROWEST, render
from coach.errors import SourceError
from coach.events import Event
from coach.moves.move import Move
from coach.moves.reading import Reading
from coach.pose import Pose
from coach.report.facts import Annotated
from coach.report.video_writer import VideoWriter
from coach.session.checker import Checker
from coach.stream import Frame, Moment

LINES: Final = (360, 1080)
"""Height of an annotated film, pixels: in fewer little could be read, more take long and show no more."""


MOST_BETWEEN: Final = 12
"""How many pictures wait to be drawn at most: those of a camera that takes 240 a second."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture, and what was known once it was judged; of one that was not looked at there is no moment."""

    frame: Frame
    moment: Moment | None
    reading: Reading
    events: tuple[Event, ...]


class Annotator:
    """Draws and writes beside the loop: it is told every event, and then shown the picture that was judged.

    What stands on a picture is what was known at its instant, as in a session: what only later pictures make sure,
    such as that a repetition is over, stands on those.

    Args:
        path: Where the film is to be.
        video: What is checked; its sound is kept.
        checker: What judges.
        move: As what.

    Attributes:
        made: The film, once it is whole.
    """

    def __init__(self, path: Path, video: Path, checker: Checker, move: Move) -> None:
        self.made: Annotated | None = None
        self._path, self._video, self._checker = path, video, checker
        self._move = move
        self._told: list[Event] = []
        self._start = math.nan

    @contextmanager
    def following(self, source: Source) -> Iterator[Callable[[Event], object]]:
        """Within, every picture of the source is written; gives what to tell the events to.

        Raises:
            SourceError: The source shows no pictures.
            CoachError: The film cannot be written.
        """
        facts, watched = source.facts(), source.moments
        if facts.size is None or not isinstance(watched, Watched):
            raise SourceError(f"{self._video} holds landmarks and no pictures to annotate; name the video itself")
        size = canvas(facts.size)
        # Slow motion is shown at the pace of life, which its sound cannot keep.
        sound = self._video if facts.slow_motion == 1 else None
        with VideoWriter(self._path, size, facts.fps, sound_of=sound) as film:
            drawing = Drawing(film, size, self._move)
            with Behind(drawing.take, "drawing") as behind:

                def see(frame: Frame, moment: Moment | None) -> None:
                    if math.isnan(self._start):
                        self._start = frame.t
                    told, self._told = tuple(self._told), []
                    behind.put(Seen(frame, moment, self._checker.reading, told))

                watched.see = see
                yield self._tell
            drawing.end()
        self.made = Annotated(self._path, self._start, film.silenced)

    def _tell(self, event: Event) -> None:
        self._told.append(event)


class Drawing:
    """Draws each picture that was seen, in their order, into a film.

    Between two pictures that were looked at, the body is drawn on the way from where it was in one to where it is in
    the other; so the pictures between wait for the latter.
    """

    def __init__(self, film: VideoWriter, size: tuple[int, int], move: Move) -> None:
        self._film, self._size = film, size
        self._board = CheckedBoard(move)
        self._moment: Moment | None = None
        self._reading: Reading | None = None
        self._between: deque[Frame] = deque()

    def take(self, seen: Seen) -> None:
        """Draw a picture, or keep it until there is what it takes."""
        if seen.moment is None:
            self._between.append(seen.frame)
            if len(self._between) > MOST_BETWEEN:
                self._draw(self._between.popleft(), self._known())
            return
        while self._between:
            frame = self._between.popleft()
            self._draw(frame, between(self._moment, seen.moment, frame.t))
        for event in seen.events:
            self._board.update(event)
        self._moment, self._reading = seen.moment, seen.reading
        self._draw(seen.frame, seen.moment.pose)

    def end(self) -> None:
        """Nothing follows: draw what waits."""
        while self._between:
            self._draw(self._between.popleft(), self._known())

    def _known(self) -> Pose | None:
        return None if self._moment is None else self._moment.pose

    def _draw(self, frame: Frame, pose: Pose | None) -> None:
        shown = self._board.shown(frame.t, self._reading)
        self._film.write(frame.t, render(frame.picture, pose, shown, self._size, mirror=False))


def between(before: Moment | None, after: Moment, t: float) -> Pose | None:
    """The body at an instant between two moments, as far as it is drawn; ``None`` where it was not seen before."""
    if before is None or before.pose is None:
        return None
    if after.pose is None:
        return before.pose
    part = np.float32((t - before.t) / (after.t - before.t))
    return replace(before.pose, image_px=before.pose.image_px * (1 - part) + after.pose.image_px * part)


def canvas(size: tuple[int, int]) -> tuple[int, int]:
    """Width and height of the film that a picture of that size is drawn into.

    An upright picture gets room at its sides, for that is where the count and the hold stand.
    """
    width, height = size
    lines = min(max(height, LINES[0]), LINES[1])
    return max(round(width * lines / height), math.ceil(NARROWEST * lines)), lines
