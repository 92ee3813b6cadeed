"""Write an annotated video: every frame drawn as in the live window."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np

from coach.app.loop import EstimatedMoments
from coach.app.video.pipeline import Behind
from coach.app.video.sources import VideoSource
from coach.display.checked import CheckedBoard
from coach.display.render import NARROWEST, render
from coach.errors import SourceError
from coach.events import Event
from coach.language import Language, phrase
from coach.moves.move import Move
from coach.moves.reading import Reading
from coach.pose import Pose
from coach.report.facts import Annotated
from coach.report.video_writer import VideoWriter
from coach.session.checker import Checker
from coach.stream import Frame, Moment

LINES: Final = (360, 1080)
"""Height of an annotated video, pixels: less is hard to read, more takes longer and shows no more."""


MOST_BETWEEN: Final = 12
"""Maximum number of frames waiting to be drawn: enough for a camera of 240 frames per second."""


JudgedFrame: TypeAlias = tuple[Frame, Moment | None, Reading, tuple[Event, ...]]
"""A frame with the state once it was judged; a frame that was not processed has no moment."""


class Annotator:
    """Draw and write frames in a thread: takes every event, then the frame that was judged.

    A frame shows what was known at its time, as in a session: what only later frames confirm,
    such as the end of a rep, appears on those.

    Attributes:
        made: The annotated video, once it is complete.
    """

    def __init__(self, path: Path, video: Path, checker: Checker, move: Move, words: Language) -> None:
        self.made: Annotated | None = None
        self._path, self._video, self._checker = path, video, checker
        self._move, self._words = move.in_language(words.language), words
        self._events: list[Event] = []
        self._start = math.nan

    @contextmanager
    def following(self, source: VideoSource) -> Iterator[Callable[[Event], object]]:
        """Within the block, write every frame of the source; yield the sink for events.

        Raises:
            SourceError: The source has no frames.
            CoachError: The video cannot be written.
        """
        facts, watched = source.facts(), source.moments
        if facts.size is None or not isinstance(watched, EstimatedMoments):
            raise SourceError(phrase("errors.video.landmarks_only", path=self._video))
        size = canvas(facts.size)
        # Slow motion is shown at real speed, which its sound cannot follow.
        sound = self._video if facts.slow_motion == 1 else None
        with VideoWriter(self._path, size, facts.fps, sound_of=sound) as writer:
            drawing = FrameDrawer(writer, size, self._move, self._words)
            with Behind(drawing.take, "drawing") as behind:

                def see(frame: Frame, moment: Moment | None) -> None:
                    if math.isnan(self._start):
                        self._start = frame.t
                    behind.put((frame, moment, self._checker.reading, tuple(self._events)))
                    self._events.clear()

                watched.see = see
                yield self._events.append
            drawing.end()
        self.made = Annotated(self._path, self._start, writer.silenced)


class FrameDrawer:
    """Draw each frame, in order, into a video.

    Between two processed frames, the pose is interpolated,
    so the frames in between wait for the later one.
    """

    def __init__(self, writer: VideoWriter, size: tuple[int, int], move: Move, words: Language) -> None:
        self._writer, self._size, self._words = writer, size, words
        self._board = CheckedBoard(move, words)
        self._moment: Moment | None = None
        self._reading: Reading | None = None
        self._between: deque[Frame] = deque()

    def take(self, seen: JudgedFrame) -> None:
        """Draw a frame, or hold it until the next processed frame arrives."""
        judged, moment, reading, events = seen
        if moment is None:
            self._between.append(judged)
            if len(self._between) > MOST_BETWEEN:
                self._draw(self._between.popleft(), self._known())
            return
        while self._between:
            frame = self._between.popleft()
            self._draw(frame, between(self._moment, moment, frame.t))
        for event in events:
            self._board.update(event)
        self._moment, self._reading = moment, reading
        self._draw(judged, moment.pose)

    def end(self) -> None:
        """Draw the waiting frames; nothing follows."""
        while self._between:
            self._draw(self._between.popleft(), self._known())

    def _known(self) -> Pose | None:
        return None if self._moment is None else self._moment.pose

    def _draw(self, frame: Frame, pose: Pose | None) -> None:
        shown = self._board.shown(frame.t, self._reading)
        self._writer.write(frame.t, render(frame.image, pose, shown, self._size, mirror=False, words=self._words))


def between(before: Moment | None, after: Moment, t: float) -> Pose | None:
    """Interpolate the drawn pose at an instant between two moments; ``None`` if the earlier one has no pose."""
    if before is None or before.pose is None:
        return None
    if after.pose is None:
        return before.pose
    part = np.float32((t - before.t) / (after.t - before.t))
    return replace(before.pose, image_px=before.pose.image_px * (1 - part) + after.pose.image_px * part)


def canvas(size: tuple[int, int]) -> tuple[int, int]:
    """Return the width and height of the annotated video for a frame of the given size.

    A portrait frame gets margins at its sides for the count and the hold.
    """
    width, height = size
    lines = min(max(height, LINES[0]), LINES[1])
    return max(round(width * lines / height), math.ceil(NARROWEST * lines)), lines
