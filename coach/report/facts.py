"""What a report speaks of: the video that was checked, and what was found in it."""

from __future__ import annotations

from dataclasses import dataclass

from coach.session.result import Result


@dataclass(frozen=True, slots=True)
class Video:
    """The video, recording or file of landmarks that was checked; ``None`` where the file does not say.

    Attributes:
        name: The file's name, without its folder.
        size: Width and height of the upright picture, pixels.
        fps: Frames a second as the file declares them; the times of the frames are read, never computed from it.
        duration_s: Length of the whole file as it declares it, seconds.
        frames: How many moments were looked at.
        truncated: The file ends before its declared length, and was checked as far as it goes.
        mirrored: The picture was turned back from a mirror image before anything was decided.
        start: Where checking started, seconds from the video's start; ``None`` is the beginning.
        end: Where checking ended, seconds from the video's start; ``None`` is the end.
        model: SHA-256 of the pose model that saw it.
    """

    name: str
    size: tuple[int, int] | None = None
    fps: float | None = None
    duration_s: float | None = None
    frames: int = 0
    truncated: bool = False
    mirrored: bool = False
    start: float | None = None
    end: float | None = None
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What one move looked like in one video."""

    video: Video
    result: Result
