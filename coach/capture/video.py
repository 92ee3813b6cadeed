"""A video file as a source of frames."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from coach.capture.admission import admit
from coach.capture.clock import Clock
from coach.capture.health import dark
from coach.capture.image import Converter, alike
from coach.capture.reader import VideoReader
from coach.capture.shot import AS_IT_IS, Shot
from coach.closing import Closing
from coach.errors import SourceError
from coach.language import Phrase, phrase
from coach.stream import Frame, Image, RateLimiter, check_span

if TYPE_CHECKING:
    from av import VideoFrame

USUAL_FPS: Final = 30.0
"""Assumed where a video does not declare its frame rate."""
_SEEK_FROM_S: Final = 20.0
"""Up to here, decoding from the beginning is faster than seeking."""
_SEEK_MARGIN_S: Final = 1.0
"""Margin before the start: frames that precede a key frame in time but follow it in the file may not decode."""
_STILL_FROM_S: Final = 0.5
_STILL_TO_S: Final = 30.0
"""Between two similar frames this far apart, the first is repeated: screen recorders write only changes."""
_STILL_FRAMES: Final = 3
"""The gap must also be this many frame intervals long: a video of 1 fps is not from a screen recorder."""
_REPEAT_S: Final = 0.05
"""Interval at which such a frame is repeated: the rate at which the checkers process frames."""
_SLOWEST_FPS: Final = 5.0
"""Below this rate, movements are lost between frames."""
_SMALLEST: Final = 120
"""Below this width or height, pixels, a body is too small to be measured."""
_DARK_SHARE: Final = 0.8
_LOOK_S: Final = 1.0
"""Brightness is sampled at this interval; the video is too dark if at least this share of the samples is."""


class VideoFile(Closing):
    """Frames of a video file: upright RGB with square pixels, with the file's own timestamps.

    The rotation and mirroring that the file declares are applied. All frames have the size of the first: where the
    size changes within a file, later frames are letterboxed. What does not decode is skipped.

    Args:
        path: The file. URLs, playlists, devices and image sequences are refused before they are opened.
        start: Frames before this instant are skipped, seconds; timestamps stay those of the whole video.
        end: Frames after this instant are skipped, seconds.
        mirrored: The recording is a mirror image; its frames are flipped back.
        shot: Rotation and slow motion of the recording. With slow motion, timestamps are in real time.

    Attributes:
        size: Width and height of every frame, pixels.
        fps: Frames per second, for information only; ``None`` if unknown.
        duration_s: Estimated duration of the whole video; ``None`` if unknown.
        for_browsers: All current browsers can play the file.
        truncated: The file ended before its declared length. Valid after the last frame.
        lost: Spans in which something could not be decoded, seconds, from the frame before to the frame after.

    Raises:
        SourceError: The file cannot be read as a video.
        ValueError: ``start`` or ``end`` is invalid, or ``end`` is not after ``start``.
    """

    def __init__(
        self,
        path: str | Path,
        start: float | None = None,
        end: float | None = None,
        mirrored: bool = False,
        shot: Shot = AS_IT_IS,
    ) -> None:
        check_span(start, end)
        self._start, self._end = start or 0.0, math.inf if end is None else end
        self._pace = RateLimiter(0.0)
        admit(path)
        self.path = Path(path)
        self.frames = 0
        self.truncated = False
        self.decoded = 0
        self.lost: list[tuple[float, float]] = []
        self._shot = shot
        self._dark_looks: list[bool] = []
        self._reached = 0.0
        self._lock = threading.Lock()
        self._iterated = self._closed = False
        self._reader = VideoReader(self.path)
        try:
            first = self._read()
            if first is None:
                raise SourceError(phrase("errors.video.undecodable", path=self.path, codec=self._reader.codec))
            fps, duration_s, pace = self._reader.fps, self._reader.duration_s, shot.slow_motion
            self.fps = None if fps is None else fps * pace
            self.duration_s = None if duration_s is None else duration_s / pace
            self.for_browsers = self._reader.for_browsers
            self._gap_s = max(_STILL_FROM_S, _STILL_FRAMES / (fps or USUAL_FPS))
            self._converter = Converter(self._reader.pixel_aspect, mirrored, shot.rotate)
            height, width, _ = self._converter.convert(first).shape
            self.size = (width, height)
            self._upcoming: Iterator[VideoFrame] = chain([self._sought() or first], iter(self._read, None))
        except BaseException:
            self.close()
            raise

    def __iter__(self) -> Iterator[Frame]:
        if self._iterated:
            raise ValueError("a video file can be iterated only once; open it again")
        self._iterated = True
        return self._window()

    @property
    def steps(self) -> int:
        """Packets read so far. Grows while the file is being read, even if nothing decodes."""
        return self._reader.packets

    def skip(self, least_s: float) -> None:
        """From now on yield only frames at least ``least_s`` seconds apart; those between are still decoded."""
        self._pace = RateLimiter(least_s * self._shot.slow_motion)

    def close(self) -> None:
        """Close the file, after any frame that is being decoded."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._reader.close()
                self._upcoming = iter(())

    @property
    def problems(self) -> tuple[str, ...]:
        """Problems of the video itself, one sentence each. Complete after the last frame."""
        found = []
        fps = self._reader.fps
        if fps is not None and fps < _SLOWEST_FPS:
            found.append(phrase("errors.video.few_fps", fps=float(f"{fps:.2g}"), least=_SLOWEST_FPS))
        if min(self.size) < _SMALLEST:
            found.append(phrase("errors.video.small", width=self.size[0], height=self.size[1]))
        if self._dark_looks and sum(self._dark_looks) >= _DARK_SHARE * len(self._dark_looks):
            found.append(phrase("errors.video.dark"))
        return tuple(found)

    def _window(self) -> Iterator[Frame]:
        """Yield the frames from start to end. Earlier ones are decoded too, because later ones depend on them."""
        look = RateLimiter(_LOOK_S)
        for t, image in self._images():
            if t > self._end:
                break
            self.frames += 1
            if look.due(t):
                self._dark_looks.append(dark(image))
            yield Frame(t / self._shot.slow_motion, image)
        else:
            with self._lock:
                self.truncated = not self._closed and self._reader.ended_early(self._reached)
            if self._reader.format == "gif" and self.decoded == 1:
                raise SourceError(phrase("errors.video.still", path=self.path))
        if not self.frames and not self._closed:
            raise SourceError(self._no_frames(self._reached))

    def _images(self) -> Iterator[tuple[float, Image]]:
        """Yield the frames that are due, repeated ones included, from the start to the first after the end."""
        before: tuple[float, VideoFrame] | None = None
        for t, frame in self._times():
            if t >= self._start:
                if before is not None and self._gap_s < t - before[0] <= _STILL_TO_S:
                    yield from self._repeated(before[0], t, before[1], frame)
                self._note_lost(before[0] if before is not None else self._start, t)
                if t > self._end or self._pace.due(t):
                    yield t, self._converter.convert(frame)
            before = t, frame
        if before is not None and self._reader.lost:
            self._note_lost(before[0], max(self._reader.lost))

    def _repeated(self, since: float, until: float, *frames: VideoFrame) -> Iterator[tuple[float, Image]]:
        """Yield repetitions of a frame up to the next one, if nothing was lost between them and they are alike."""
        repeated, after = map(self._converter.convert, frames)
        if any(since < t < until for t in self._reader.lost) or not alike(repeated, after):
            return
        for t in np.arange(since + _REPEAT_S, until - _REPEAT_S / 2, _REPEAT_S).tolist():
            if t >= self._start and self._pace.due(t):
                yield t, repeated

    def _note_lost(self, since: float, until: float) -> None:
        """Record the span between two frames, or after the last, if something in it did not decode."""
        lost = self._reader.lost
        if any(since < t <= until for t in lost):
            self.lost.append((since / self._shot.slow_motion, until / self._shot.slow_motion))
        self._reader.lost = [t for t in lost if t > until] if lost else lost

    def _times(self) -> Iterator[tuple[float, VideoFrame]]:
        clock = Clock(1 / (self._reader.fps or USUAL_FPS))
        for frame in self._upcoming:
            self.decoded += 1
            self._reached = clock.update(self._reader.time(frame))
            yield self._reached, frame

    def _sought(self) -> VideoFrame | None:
        """Seek to shortly before a late start and return the next frame; if that fails, the first one of all."""
        if self._start < _SEEK_FROM_S or not self._reader.seekable:
            return None  # other formats have no index or no reliable timestamps
        if self._reader.seek(self._start - _SEEK_MARGIN_S):
            frame = self._read()
            if frame is not None and 0 < self._reader.time(frame) <= self._start:
                return frame
        self._reader.close()
        self._reader = VideoReader(self.path)
        return self._read()

    def _read(self) -> VideoFrame | None:
        with self._lock:
            return None if self._closed else self._reader.read()

    def _no_frames(self, last: float) -> Phrase:
        if last < self._start:
            return phrase("errors.video.ends_before", path=self.path, end=round(last, 1), start=self._start)
        if math.isfinite(self._end):
            return phrase("errors.video.no_frames", path=self.path, start=self._start, end=self._end)
        return phrase("errors.video.no_frames_left", path=self.path, start=self._start)
