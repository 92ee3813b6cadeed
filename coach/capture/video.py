"""A video file as a source of frames."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt

from coach.capture.admission import admit, shown
from coach.capture.clock import Clock
from coach.capture.image import Converter, alike
from coach.capture.light import dark
from coach.capture.reader import VideoReader
from coach.capture.shot import AS_IT_IS, Shot
from coach.closing import Closing
from coach.errors import SourceError
from coach.stream import Frame, Image, Pace

if TYPE_CHECKING:
    from av import VideoFrame

SUFFIXES: Final = frozenset(
    {".3g2", ".3gp", ".asf", ".avi", ".dv", ".f4v", ".flv", ".m2ts", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg"}
    | {".mts", ".ogv", ".ts", ".vob", ".webm", ".wmv"}
)
"""What a folder is searched for; a file named by itself may be called anything."""

_USUAL_FPS: Final = 30.0
_SEEK_FROM_S: Final = 20.0
"""Before this, reading on is quicker than seeking."""
_SEEK_MARGIN_S: Final = 1.0
"""How far before the start to land: what precedes a key frame in time but follows it in the file may not decode."""
_STILL_FROM_S: Final = 0.5
_STILL_TO_S: Final = 30.0
"""Between two frames so far apart that are alike, the first is taken to have stayed, as screen recorders write it."""
_STILL_FRAMES: Final = 3
"""And as many times as long as the frames of the video usually are: one frame per second is no screen recorder."""
_REPEAT_S: Final = 0.05
"""How often the frame that stayed is shown again: as often as the checkers look."""
_SLOWEST_FPS: Final = 5.0
"""In fewer frames per second a movement is lost between two of them."""
_SMALLEST: Final = 120
"""Lines or columns of which a body takes too few to be measured."""
_DARK_SHARE: Final = 0.8
_LOOK_S: Final = 1.0
"""How often brightness is looked at, and in which part of the looks it has to be dark."""


class VideoFile(Closing):
    """Frames of a video file: upright RGB with square pixels, each at the file's own time.

    The rotation and mirroring that the file declares are applied. All frames have the size of the first one: where a
    file changes size on the way, the later ones are fitted into it without being stretched. What does not decode is
    passed over.

    Args:
        path: The file. Addresses, lists of files, devices and series of images are refused before they are opened.
        start: Frames before this instant are left out, seconds; times stay those of the whole video.
        end: Frames after this instant are left out, seconds.
        mirrored: The recording is a mirror image; its frames are turned back, so that left is left again.
        shot: How else it was recorded; with slow motion, instants are those of the movement, not of the file.

    Attributes:
        size: Width and height of every frame, pixels.
        fps: Frames per second, for information only; ``None`` where the file does not say.
        duration_s: How long the whole video lasts, an estimate; ``None`` where the file does not say.
        truncated: The file ended clearly before its declared length. Known once the last frame was asked for.
        lost: Spans between the frames before and after what could not be decoded, seconds.

    Raises:
        SourceError: It cannot be read as a video.
        ValueError: ``start`` or ``end`` is no instant, or they are the wrong way round.
    """

    def __init__(
        self,
        path: str | Path,
        start: float | None = None,
        end: float | None = None,
        mirrored: bool = False,
        shot: Shot = AS_IT_IS,
    ) -> None:
        _check_span(start, end)
        self._start, self._end = start or 0.0, math.inf if end is None else end
        self._pace = Pace(0.0)
        admit(path)
        self.path = Path(path)
        self.frames = 0
        self.truncated = False
        self.decoded = 0
        self.lost: list[tuple[float, float]] = []
        self._shot = shot
        self._looks = self._dark_looks = 0
        self._reached = 0.0
        self._lock = threading.Lock()
        self._iterated = self._closed = False
        self._reader = VideoReader(self.path)
        try:
            self._next = self._read()
            if self._next is None:
                raise SourceError(self._undecodable())
            fps, duration_s, pace = self._reader.fps, self._reader.duration_s, shot.slow_motion
            self.fps = None if fps is None else fps * pace
            self.duration_s = None if duration_s is None else duration_s / pace
            self._gap_s = max(_STILL_FROM_S, _STILL_FRAMES / (fps or _USUAL_FPS))
            self._converter = Converter(self._reader.pixel_aspect, mirrored, shot.rotate)
            first = self._converter.convert(self._next)
            self.size = (first.shape[1], first.shape[0])
        except BaseException:
            self.close()
            raise

    def __iter__(self) -> Iterator[Frame]:
        if self._iterated:
            raise ValueError("a video file is iterated once; open it again")
        self._iterated = True
        return self._window()

    @property
    def steps(self) -> int:
        """Grows as long as the file is being read, also where nothing decodes."""
        return self._reader.packets

    @property
    def for_browsers(self) -> bool:
        """Whether any current browser plays the file as it is."""
        return self._reader.for_browsers

    def skip(self, least_s: float) -> None:
        """From now on return frames that are at least so many seconds apart; those between are decoded all the same."""
        self._pace = Pace(least_s)

    def close(self) -> None:
        """Close the file; a frame being decoded is waited for."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._reader.close()

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong with the video itself, a sentence each. Complete once the last frame was asked for."""
        found = []
        fps = self._reader.fps
        if fps is not None and fps < _SLOWEST_FPS:
            found.append(
                f"the video has {fps:.2g} fps, too few to follow a movement: "
                f"record with at least {_SLOWEST_FPS:g}, better 25"
            )
        if min(self.size) < _SMALLEST:
            found.append(
                f"the video has only {self.size[0]} × {self.size[1]} pixels, too few to measure a body: "
                "record with at least 640 × 360"
            )
        if self._looks and self._dark_looks >= _DARK_SHARE * self._looks:
            found.append("the video is too dark to see a body: record with more light")
        return tuple(found)

    def _window(self) -> Iterator[Frame]:
        """The frames from start to end; those before are decoded, as what follows builds on them, but not shown."""
        self._seek()
        look = -math.inf
        for t, image in self._images():
            if t > self._end:
                break
            self.frames += 1
            if t - look >= _LOOK_S:
                look = t
                self._looks += 1
                self._dark_looks += dark(image)
            yield Frame(t / self._shot.slow_motion, image)
        else:
            with self._lock:
                self.truncated = not self._closed and self._reader.ended_early(self._reached)
            if self._reader.single_image and self.decoded == 1:
                raise SourceError(f"{shown(self.path)} is a still image; give a video")
        if not self.frames and not self._closed:
            raise SourceError(self._nothing_there(self._reached))

    def _images(self) -> Iterator[tuple[float, Image]]:
        """The frames that are due, from the start on to one after the end; among them those that stayed."""
        before: tuple[float, VideoFrame] | None = None
        for t, frame in self._times():
            if t >= self._start:
                image = None
                if before is not None and self._gap_s < t - before[0] <= _STILL_TO_S:
                    image = self._converter.convert(frame)
                    yield from self._stayed(before, t, image)
                self._note_lost(before[0] if before is not None else self._start, t)
                if t > self._end or self._pace.due(t / self._shot.slow_motion):
                    yield t, self._converter.convert(frame) if image is None else image
            before = t, frame
        if before is not None and self._reader.lost:
            self._note_lost(before[0], max(self._reader.lost))

    def _stayed(self, before: tuple[float, VideoFrame], until: float, image: Image) -> Iterator[tuple[float, Image]]:
        """A frame again and again until the next one, where that shows that it simply stayed."""
        since, frame = before
        stayed = self._converter.convert(frame)
        if any(since < t < until for t in self._reader.lost) or not alike(stayed, image):
            return
        for t in np.arange(since + _REPEAT_S, until - _REPEAT_S / 2, _REPEAT_S).tolist():
            if t >= self._start and self._pace.due(t / self._shot.slow_motion):
                yield t, stayed

    def _note_lost(self, since: float, until: float) -> None:
        """See whether something between two frames, or after the last, could not be decoded."""
        lost = self._reader.lost
        if any(since < t <= until for t in lost):
            self.lost.append((since / self._shot.slow_motion, until / self._shot.slow_motion))
        self._reader.lost = [t for t in lost if t > until] if lost else lost

    def _times(self) -> Iterator[tuple[float, VideoFrame]]:
        clock = Clock(1 / (self._reader.fps or _USUAL_FPS))
        while self._next is not None:
            frame, self._next = self._next, None
            self.decoded += 1
            self._reached = clock.update(self._reader.time(frame))
            yield self._reached, frame
            self._next = self._read()

    def _seek(self) -> None:
        """Go to shortly before a late start; where that does not land there, stay at the first frame."""
        if self._start < _SEEK_FROM_S or not self._reader.seekable:
            return  # other formats have no index, and some of them no times that can be trusted
        with self._lock:
            sought = not self._closed and self._reader.seek(self._start - _SEEK_MARGIN_S)
        if sought:
            self._next = self._read()
            if self._next is not None and 0 < self._reader.time(self._next) <= self._start:
                return
        with self._lock:
            if not self._closed:
                self._reader.close()
                self._reader = VideoReader(self.path)
        self._next = self._read()

    def _read(self) -> VideoFrame | None:
        with self._lock:
            return None if self._closed else self._reader.read()

    def _undecodable(self) -> str:
        return (
            f"no frame of {shown(self.path)} can be decoded: it may be damaged or cut short, or in a rare form of "
            f"{self._reader.codec}; if it plays elsewhere, convert it to MP4 with H.264"
        )

    def _nothing_there(self, last: float) -> str:
        if last < self._start:
            return f"{shown(self.path)} ends at {last:.1f} s, before the start asked for ({self._start:g} s)"
        until = f" and {self._end:g} s" if math.isfinite(self._end) else " and its end"
        return f"{shown(self.path)} shows nothing between {self._start:g} s{until}; choose another span"


def instants(path: str | Path) -> npt.NDArray[np.float64] | None:
    """When each frame of a video comes, seconds from the first, where its index knows that; shape (n,), rising.

    Raises:
        SourceError: It cannot be read as a video.
    """
    admit(path)
    reader = VideoReader(Path(path))
    try:
        return reader.instants()
    finally:
        reader.close()


def videos_in(folder: str | Path) -> list[Path]:
    """Return the videos in a folder and its subfolders, by name; hidden ones are left out.

    Raises:
        SourceError: There are none, or the folder cannot be read.
    """
    name = shown(folder)
    try:
        next(Path(folder).iterdir(), None)  # rglob passes over a folder that cannot be read
        entries = sorted(Path(folder).rglob("*"))
        found = [entry for entry in entries if entry.suffix.lower() in SUFFIXES and entry.is_file()]
    except FileNotFoundError as error:
        raise SourceError(f"there is no folder {name}; check its name") from error
    except NotADirectoryError as error:
        raise SourceError(f"{name} is no folder; a folder with videos is expected") from error
    except OSError as error:
        raise SourceError(f"the folder {name} cannot be read ({error.strerror}); check its permissions") from error
    # macOS leaves a "._clip.mp4" beside "clip.mp4" on foreign disks, which is no video.
    found = [entry for entry in found if not any(part.startswith(".") for part in entry.relative_to(folder).parts)]
    if not found:
        raise SourceError(f"the folder {name} holds no video ({', '.join(sorted(SUFFIXES))}); name another")
    return found


def _check_span(start: float | None, end: float | None) -> None:
    for t in (start, end):
        if t is not None and not (math.isfinite(t) and t >= 0):
            raise ValueError(f"an instant in a video is a number of seconds from 0 up, not {t:g}")
    if end is not None and (start or 0.0) >= end:
        raise ValueError(f"the segment ends at {end:g} s, not after its start at {start or 0.0:g} s")
