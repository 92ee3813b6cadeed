"""The facts of a report: the video that was checked, and the result."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from coach.events import Event
from coach.moves.move import Move
from coach.session.result import Result


@dataclass(frozen=True, slots=True)
class Video:
    """The checked video, or the video its landmarks were recorded from; unknown facts are ``None``.

    Attributes:
        name: Its name, without its folder; the name of the landmark file if that does not name its source.
        size: Width and height of the upright frame, pixels.
        fps: Frames per second as the file declares them; the times of the frames are read, never computed from it.
        duration_s: Length of the whole file as it declares it, seconds.
        frames: Number of moments processed.
        last: Time of the last of them, seconds from the video's start.
        truncated: Whether the file ends before its declared length; it was checked up to there.
        mirrored: Whether the frames were mirrored, and flipped back before processing.
        start: Where checking started, seconds from the video's start; ``None`` is the beginning.
        end: Where checking ended, seconds from the video's start; ``None`` is the end.
        model: SHA-256 of the pose model used.
        rotate: Clockwise rotation in degrees, in addition to what the file declares.
        slow_motion: Slow-motion factor; all times and durations here are those of the real movement.
        lost: Spans that could not be decoded, seconds.
        problems: Problems with the file or the recording, one sentence each.
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
    """An annotated video.

    Attributes:
        start: Its start in the checked video, seconds: time ``t`` is shown at ``t - start``.
        silenced: Why the sound is missing or cut short; empty if it is complete, or there was none.
    """

    path: Path
    start: float
    silenced: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The report on one move in one video.

    Attributes:
        file: Name of the file that was checked: the video itself, or a landmark recording of it.
        move: The move it was checked as, with the requested numbers.
    """

    video: Video
    result: Result
    file: str
    move: Move
    annotated: Annotated | None = None
    events: tuple[Event, ...] = ()
