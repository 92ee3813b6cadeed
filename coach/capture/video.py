"""A video file as a source of frames."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import cv2
import numpy as np

from coach.errors import SourceError
from coach.stream import Frame


class VideoFile:
    """Frames of a video file, upright RGB, each with its own time."""

    def __init__(
        self, path: str | Path, start: float | None = None, end: float | None = None, mirrored: bool = False
    ) -> None:
        self.path = Path(path)
        self._capture = cv2.VideoCapture(str(self.path.absolute()), cv2.CAP_FFMPEG)
        if not self._capture.isOpened():
            raise SourceError(f"{path} is not a video that can be decoded here")
        width, height = (self._capture.get(p) for p in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT))
        fps, count = self._capture.get(cv2.CAP_PROP_FPS), self._capture.get(cv2.CAP_PROP_FRAME_COUNT)
        self.size = (int(width), int(height))
        self.fps: float | None = fps if fps > 0 else None
        self.duration_s: float | None = count / fps if fps > 0 and count > 0 else None
        self.frames = 0
        self.truncated = False
        self._start, self._end, self._mirrored = start or 0.0, end, mirrored

    def __iter__(self) -> Iterator[Frame]:
        last = -1.0
        while self._capture.grab():
            t = max(self._capture.get(cv2.CAP_PROP_POS_MSEC) / 1000, last + 0.001)
            last = t
            if t < self._start:
                continue
            if self._end is not None and t > self._end:
                return
            ok, picture = self._capture.retrieve()
            if not ok:
                continue
            rgb = cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)
            self.frames += 1
            yield Frame(t, np.ascontiguousarray(cv2.flip(rgb, 1) if self._mirrored else rgb, dtype=np.uint8))

    def close(self) -> None:
        """Let the file go."""
        self._capture.release()

    def __enter__(self) -> VideoFile:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def videos_in(folder: str | Path) -> list[Path]:
    """The videos of a folder, by name."""
    found = sorted(p for p in Path(folder).iterdir() if p.suffix.lower() in (".mp4", ".mov", ".webm", ".mkv", ".avi"))
    if not found:
        raise SourceError(f"{folder} holds no video")
    return found
