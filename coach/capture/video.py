"""A video file as a source of frames."""

from __future__ import annotations

import math
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

import numpy as np

from coach.capture import decoder, interlaced
from coach.capture.admission import admit, shown
from coach.capture.clock import Clock
from coach.errors import SourceError
from coach.stream import Frame, Pace, Picture

if TYPE_CHECKING:
    from cv2.typing import MatLike

SUFFIXES: Final = frozenset(
    {".3gp", ".asf", ".avi", ".flv", ".m2ts", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".mts", ".ogv", ".ts"}
    | {".webm", ".wmv"}
)
"""What a folder is searched for; a file named by itself may be called anything."""

_USUAL_FPS: Final = 30.0
_SEEK_FROM_S: Final = 20.0
"""Before this, reading on is quicker than seeking."""
_SEEK_MARGIN_S: Final = 10.0
"""How far before the start to land: OpenCV counts frames when it seeks, and errs where their rate varies."""
_SHORT_BY_S: Final = 1.0
_MOST_GROWTH: Final = 2
"""What has become so many times as long since it was opened might never end."""

MOST_PIXELS: Final = 8192 * 4608
"""Of a picture: 8K, and a little more. Decoding such takes up to a gigabyte."""


class VideoFile:
    """Frames of a video file: upright RGB with square pixels, each at the file's own time.

    Rotation written in the file is applied. All pictures have the size of the first one: where a file changes size
    on the way, the later ones are fitted into it without being stretched.

    Args:
        path: The file. Addresses, lists of files, devices and series of pictures are refused before they are opened.
        start: Frames before this instant are left out, seconds; times stay those of the whole video.
        end: Frames after this instant are left out, seconds.
        mirrored: The recording is a mirror image; its pictures are turned back, so that left is left again.

    Attributes:
        path: The file.
        size: Width and height of every picture, pixels.
        fps: Nominal frames per second, for information only; ``None`` where the file does not say.
        duration_s: How long the whole video lasts, an estimate; ``None`` where the file does not say.
        frames: How many frames were given so far.
        decoded: How many pictures were decoded so far.
        truncated: The file ended clearly before its declared length. Known once the last frame was asked for.

    Raises:
        SourceError: It cannot be read as a video.
        ValueError: ``start`` or ``end`` is no instant, or they are the wrong way round.
    """

    def __init__(
        self, path: str | Path, start: float | None = None, end: float | None = None, mirrored: bool = False
    ) -> None:
        _check_span(start, end)
        self._start, self._end, self._mirrored = start or 0.0, math.inf if end is None else end, mirrored
        self._pace = Pace(0.0)
        self._container = admit(path)
        self.path = Path(path)
        self.frames = 0
        self.truncated = False
        self.decoded = 0
        self._lock = threading.Lock()
        self._iterated = self._closed = False
        self._bytes = os.path.getsize(self.path)
        self._capture = decoder.open_file(self.path)
        try:
            self._refuse_by_size()
            self._pixel_aspect = self._read_pixel_aspect()
            first = self._picture(None) if self._capture.isOpened() and self._grab() else None
            if first is None:
                raise SourceError(self._undecodable())
            self.size = (first.shape[1], first.shape[0])
            self.fps = self._read_fps()
            self.duration_s = self._read_duration()
        except BaseException:
            self.close()
            raise

    def __iter__(self) -> Iterator[Frame]:
        if self._iterated:
            raise ValueError("a video file is iterated once; open it again")
        self._iterated = True
        return self._window()

    def skip(self, least_s: float) -> None:
        """From now on give frames that are at least so many seconds apart; those between are decoded all the same."""
        self._pace = Pace(least_s)

    def close(self) -> None:
        """Let the file go; a frame being decoded is waited for."""
        with self._lock:
            self._closed = True
            self._capture.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _window(self) -> Iterator[Frame]:
        """The frames from start to end; those before are decoded, as what follows builds on them, but not looked at."""
        sought = self._seek()
        t, before = 0.0, np.empty(0, np.uint8)
        for t in self._times():
            if t > self._end:
                break
            if t < self._start or not self._pace.due(t):
                continue
            picture = self._picture(self.size)
            if picture is None:
                continue
            self.frames += 1
            if self.frames == 2 and np.array_equal(before, picture):
                interlaced.refuse(self.path)
            before = picture
            yield Frame(t, picture)
        else:
            self.truncated = not self._closed and self._ended_early(t, counted=not sought)
        if not self.frames and not self._closed:
            raise SourceError(self._nothing_there(t))

    def _times(self) -> Iterator[float]:
        """The instant of each picture, which is then the one that ``_picture`` gives."""
        clock = Clock(1 / (self.fps or _USUAL_FPS))
        grabbed = True  # the first was grabbed when the file was opened, or when the start was sought
        while grabbed:
            self.decoded += 1
            yield clock.update(self._given())
            self._refuse_growth()
            grabbed = self._grab()

    def _seek(self) -> bool:
        """Jump to shortly before a late start; where that does not land there, stay at the first picture."""
        import cv2

        if self._start < _SEEK_FROM_S or self._container.kind not in ("mp4", "matroska"):
            return False  # the other kinds have no index, and some of them no times that can be trusted
        with self._lock:
            self._capture.set(cv2.CAP_PROP_POS_MSEC, (self._start - _SEEK_MARGIN_S) * 1000)
        if self._grab() and 0 < self._given() <= self._start:
            return True
        with self._lock:
            self._capture.release()
            if not self._closed:
                self._capture = decoder.open_file(self.path)
        self._grab()
        return False

    def _grab(self) -> bool:
        """Decode the next picture, for ``_given`` and ``_picture`` to tell of it."""
        with self._lock:
            return not self._closed and self._capture.grab()

    def _given(self) -> float:
        """The file's own instant of the picture grabbed last, seconds; 0 also where it has none."""
        import cv2

        with self._lock:
            return self._capture.get(cv2.CAP_PROP_POS_MSEC) / 1000

    def _picture(self, size: tuple[int, int] | None) -> Picture | None:
        """The picture grabbed last, of that size, or ``None`` where it cannot be decoded."""
        import cv2

        with self._lock:
            found, picture = (False, None) if self._closed else self._capture.retrieve()
        if not found or picture is None or picture.ndim != 3:
            return None
        rgb = cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)
        wanted = size or _square(rgb.shape[1], rgb.shape[0], self._pixel_aspect)
        if wanted != (rgb.shape[1], rgb.shape[0]):
            rgb = _fitted(rgb, wanted, self._pixel_aspect)
        if self._mirrored:
            rgb = cv2.flip(rgb, 1)
        return np.ascontiguousarray(rgb, dtype=np.uint8)

    def _refuse_by_size(self) -> None:
        """Nothing is decoded that would not fit into the memory of an ordinary computer."""
        import cv2

        width = round(self._capture.get(cv2.CAP_PROP_FRAME_WIDTH))
        height = round(self._capture.get(cv2.CAP_PROP_FRAME_HEIGHT))
        if width * height > MOST_PIXELS:
            raise SourceError(
                f"{shown(self.path)} has pictures of {width} × {height}, more than 8K: give a smaller copy"
            )

    def _refuse_growth(self) -> None:
        """Whatever writes more quickly than is read here would be read for ever."""
        try:
            size = os.path.getsize(self.path)
        except OSError:
            return  # it was taken away; what was opened can be read on
        if size > _MOST_GROWTH * self._bytes:
            raise SourceError(f"{shown(self.path)} is still being written; wait until its recording has ended")

    def _read_pixel_aspect(self) -> float:
        """How much wider than high the pixels of the upright picture are."""
        import cv2

        get = self._capture.get
        wide, high = get(cv2.CAP_PROP_SAR_NUM), get(cv2.CAP_PROP_SAR_DEN)
        if not (wide > 0 and high > 0 and 1 / 4 <= wide / high <= 4):
            return 1.0
        on_its_side = round(get(cv2.CAP_PROP_ORIENTATION_META)) % 180 == 90
        return high / wide if on_its_side else wide / high

    def _read_fps(self) -> float | None:
        import cv2

        fps = self._capture.get(cv2.CAP_PROP_FPS)
        return fps if 0 < fps <= 1000 else None

    def _read_duration(self) -> float | None:
        import cv2

        if self._container.duration_s is not None:
            return self._container.duration_s
        count = self._capture.get(cv2.CAP_PROP_FRAME_COUNT)
        # Where the file counts no frames, OpenCV makes the count of the length and this very rate.
        duration = count / self.fps if self.fps else 0.0
        return duration if 0 < duration < 7 * 24 * 3600 else None

    def _ended_early(self, t: float, *, counted: bool) -> bool:
        """Whether the file broke off.

        Its headers may say that bytes are missing. Or the bytes are there but no longer decode: then both pictures
        and time are missing. One alone is no proof: an edit list hides pictures, and a last picture may stay long.
        """
        if self._container.complete is False:
            return True
        duration, frames = self._container.duration_s, self._container.frames
        if not counted or duration is None or frames is None:
            return False
        return self.decoded < frames and t < duration - max(_SHORT_BY_S, 0.02 * duration)

    def _undecodable(self) -> str:
        name = shown(self.path)
        if self._container.complete is False:
            return f"{name} is cut short and cannot be decoded; copy or record it again"
        return (
            f"no picture of {name} can be decoded: it may be sound only, damaged or in an unusual codec; "
            "if it plays elsewhere, convert it to MP4 with H.264"
        )

    def _nothing_there(self, last: float) -> str:
        if last < self._start:
            return f"{shown(self.path)} ends at {last:.1f} s, before the start asked for ({self._start:g} s)"
        until = f" and {self._end:g} s" if math.isfinite(self._end) else " and its end"
        return f"{shown(self.path)} shows nothing between {self._start:g} s{until}; choose another stretch"


def videos_in(folder: str | Path) -> list[Path]:
    """The videos directly in a folder, by name.

    Raises:
        SourceError: There are none, or the folder cannot be read.
    """
    name = shown(folder)
    try:
        entries = sorted(Path(folder).iterdir())
        found = [entry for entry in entries if entry.suffix.lower() in SUFFIXES and entry.is_file()]
    except FileNotFoundError as error:
        raise SourceError(f"there is no folder {name}; check its name") from error
    except NotADirectoryError as error:
        raise SourceError(f"{name} is no folder; a folder with videos is expected") from error
    except OSError as error:
        raise SourceError(f"the folder {name} cannot be read ({error.strerror}); check its permissions") from error
    # macOS leaves a "._clip.mp4" beside "clip.mp4" on foreign disks, which is no video.
    found = [entry for entry in found if not entry.name.startswith(".")]
    if not found:
        raise SourceError(f"the folder {name} holds no video ({', '.join(sorted(SUFFIXES))}); name another")
    return found


def _check_span(start: float | None, end: float | None) -> None:
    for t in (start, end):
        if t is not None and not (math.isfinite(t) and t >= 0):
            raise ValueError(f"an instant in a video is a number of seconds from 0 up, not {t:g}")
    if end is not None and (start or 0.0) >= end:
        raise ValueError(f"the stretch ends at {end:g} s, not after its start at {start or 0.0:g} s")


def _square(width: int, height: int, pixel_aspect: float) -> tuple[int, int]:
    """Width and height with square pixels; none are thrown away."""
    if pixel_aspect >= 1:
        return round(width * pixel_aspect), height
    return width, round(height / pixel_aspect)


def _fitted(picture: MatLike, size: tuple[int, int], pixel_aspect: float) -> MatLike:
    """The picture in the middle of one of that size, its proportions kept, black beside it."""
    import cv2

    height, width = picture.shape[:2]
    true_width, true_height = _square(width, height, pixel_aspect)
    scale = min(size[0] / true_width, size[1] / true_height)
    inner = (max(1, round(true_width * scale)), max(1, round(true_height * scale)))
    shrinks = inner[0] * inner[1] < width * height
    resized = cv2.resize(picture, inner, interpolation=cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR)
    left, top = (size[0] - inner[0]) // 2, (size[1] - inner[1]) // 2
    right, bottom = size[0] - inner[0] - left, size[1] - inner[1] - top
    return cv2.copyMakeBorder(resized, top, bottom, left, right, cv2.BORDER_CONSTANT, value=(0, 0, 0))
