"""A checked video, annotated: what is known is drawn on every picture as in the live window, and kept as a film."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from coach.app.beside import Behind
from coach.app.loop import Watched
from coach.app.sources import Source
from coach.display.checked import CheckedBoard
from coach.display.paint import Canvas
from coach.display.render import NARROWEST, render
from coach.errors import SourceError
from coach.events import Event
from coach.moves.move import Move
from coach.moves.reading import Reading
from coach.pose import Pose
from coach.report.facts import Annotated
from coach.report.film import Film
from coach.session.checker import Checker
from coach.stream import Frame

LINES: Final = (360, 1080)
"""Height of an annotated film, pixels: in fewer little could be read, more take long and show no more."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture, and what was known once it was judged."""

    frame: Frame
    pose: Pose | None
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
        self._board = CheckedBoard(move)
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
        with Film(self._path, size, facts.fps, sound_of=self._video) as film:

            def draw(seen: Seen) -> None:
                film.write(seen.frame.t, self._drawn(seen, size))

            with Behind(draw, "drawing") as behind:

                def see(frame: Frame, pose: Pose | None) -> None:
                    if math.isnan(self._start):
                        self._start = frame.t
                    told, self._told = tuple(self._told), []
                    behind.put(Seen(frame, pose, self._checker.reading, told))

                watched.see = see
                yield self._told_of
        self.made = Annotated(self._path, self._start, film.silenced)

    def _told_of(self, event: Event) -> None:
        self._told.append(event)

    def _drawn(self, seen: Seen, size: tuple[int, int]) -> Canvas:
        for event in seen.events:
            self._board.update(event)
        shown = self._board.shown(seen.frame.t, seen.reading)
        return render(seen.frame.picture, seen.pose, shown, size, mirror=False)


def canvas(size: tuple[int, int]) -> tuple[int, int]:
    """Width and height of the film that a picture of that size is drawn into.

    An upright picture gets room at its sides, for that is where the count and the hold stand.
    """
    width, height = size
    lines = min(max(height, LINES[0]), LINES[1])
    return max(round(width * lines / height), math.ceil(NARROWEST * lines)), lines
