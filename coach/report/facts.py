"""What a report speaks of: the video that was checked, and what was found in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from coach.events import Event
from coach.moves.move import Move
from coach.session.result import Result


@dataclass(frozen=True, slots=True)
class Video:
    """The video that was looked at, be it now or when its landmarks were recorded; ``None`` where that is not known.

    Attributes:
        name: Its name, without its folder; that of the landmarks where they do not say whose they are.
        size: Width and height of the upright picture, pixels.
        fps: Frames a second as the file declares them; the times of the frames are read, never computed from it.
        duration_s: Length of the whole file as it declares it, seconds.
        frames: How many moments were looked at.
        last: The last of them, seconds from the video's start.
        truncated: The file ends before its declared length, and was checked as far as it goes.
        mirrored: The picture was turned back from a mirror image before anything was decided.
        start: Where checking started, seconds from the video's start; ``None`` is the beginning.
        end: Where checking ended, seconds from the video's start; ``None`` is the end.
        model: SHA-256 of the pose model that saw it.
        rotate: Degrees by which it was turned clockwise besides what its file says.
        slow_motion: How many times as slow as life it plays; all instants and lengths here are those of the movement.
        lost: Spans of it that could not be decoded, seconds.
        problems: What is wrong with it or how it was recorded, a sentence each.
    """

    name: str
    size: tuple[int, int] | None = None
    fps: float | None = None
    duration_s: float | None = None
    frames: int = 0
    last: float | None = None
    truncated: bool = False
    mirrored: bool = False
    start: float | None = None
    end: float | None = None
    model: str | None = None
    rotate: int = 0
    slow_motion: float = 1.0
    lost: tuple[tuple[float, float], ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Annotated:
    """The film in which a checked video was annotated.

    Attributes:
        path: Where it is.
        start: Its beginning in the video, seconds: what happens at ``t`` is seen at ``t - start``.
        silenced: Why the sound is not kept, or not to its end; empty where it is, or where there was none.
    """

    path: Path
    start: float
    silenced: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What one move looked like in one video.

    Attributes:
        video: The video.
        result: What was found in it.
        file: Name of the file that was checked: the video itself, or a recording of its landmarks.
        move: The move it was checked as, with the numbers asked for.
        annotated: The film made of it, where one was asked for.
        events: All that was said of it while it was checked.
    """

    video: Video
    result: Result
    file: str
    move: Move
    annotated: Annotated | None = None
    events: tuple[Event, ...] = ()
