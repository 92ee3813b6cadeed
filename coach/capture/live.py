"""Live frames: from a webcam, a network camera, or a video played as one."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final, Protocol, TypeAlias

from coach.capture.camera import is_device, webcam
from coach.capture.feed import Feed
from coach.capture.frame_slot import FrameSlot, Stalled
from coach.capture.network import is_address, parse
from coach.capture.player import Player
from coach.capture.reconnect import Reconnecting
from coach.capture.video import SUFFIXES
from coach.closing import Closing
from coach.errors import SourceError
from coach.stream import Frame

POLL_S: Final = 0.2
"""Longest time for which iteration blocks."""

JOIN_S: Final = 0.3
"""How long ``close`` waits for the grabbing thread. A thread blocked in a driver ends when the driver returns."""

Opener: TypeAlias = Callable[[], Feed]


class Grabber(Protocol):
    """Grabs frames in a thread and puts them into a frame slot."""

    @property
    def lazy(self) -> bool:
        """Whether grabbing starts with the iteration instead of at construction, as for videos."""
        ...

    def run(self, slot: FrameSlot) -> None:
        """Put frames into the slot until the stream ends or the slot is closed."""
        ...

    def interrupt(self) -> None:
        """Make ``run`` return soon; called from another thread."""
        ...


class Live(Closing):
    """Live frames without a queue: always the newest one.

    Can be iterated once. Yields a ``Frame`` when a usable one arrives and, a few times a second while there is none, a
    ``Stalled`` with the reason. Iteration continues after the camera recovers, and ends with the last video or when
    the source is closed, from any thread.

    Attributes:
        name: Name of the camera; contains no password.
    """

    def __init__(self, grabber: Grabber, name: str, *, clock: Callable[[], float]) -> None:
        self.name = name
        self._grabber = grabber
        self._slot = FrameSlot(clock, "" if grabber.lazy else name)
        self._thread = threading.Thread(target=self._grab, name=f"grabbing from {name}", daemon=True)
        self._iterated = False
        self._lock = threading.Lock()
        if not grabber.lazy:
            self._start()

    def __iter__(self) -> Iterator[Frame | Stalled]:
        if self._iterated:
            raise ValueError("a camera can be iterated only once; open it again")
        self._iterated = True
        self._start()
        return self._frames()

    def close(self) -> None:
        """Release the camera; iteration ends at once."""
        self._slot.close()
        self._grabber.interrupt()
        with self._lock:
            started = self._thread.ident is not None
        if started and self._thread is not threading.current_thread():
            self._thread.join(JOIN_S)

    @property
    def dropped(self) -> int:
        """Number of frames replaced by a newer one before they were taken."""
        return self._slot.dropped

    def now(self) -> float:
        """Seconds since the start, on the clock of the frames."""
        return self._slot.now()

    def _frames(self) -> Iterator[Frame | Stalled]:
        while (taken := self._slot.take(POLL_S)) is not None:
            yield taken

    def _start(self) -> None:
        with self._lock:
            if self._thread.ident is None and not self._slot.closing.is_set():
                self._slot.start()
                self._thread.start()

    def _grab(self) -> None:
        try:
            self._grabber.run(self._slot)
        except BaseException as error:  # noqa: BLE001  re-raised in the iterating thread
            self._slot.end(error)
        else:
            self._slot.end()


def open_live(
    spec: str | Sequence[str],
    *,
    clock: Callable[[], float] = time.monotonic,
    mirrored: bool = False,
    speed: float = 1.0,
    opener: Opener | None = None,
) -> Live:
    """Open a camera, or videos played as one.

    Args:
        spec: A camera's index or name, the address of a network camera, or a video. Several videos are played one
            after another on one timeline.
        clock: Monotonic seconds.
        mirrored: The camera sends a mirror image; its frames are flipped back.
        speed: Playback speed of videos. At 1 the newest frame wins, as with a camera; at any other speed no frame is
            dropped, and ``inf`` plays them as fast as they are processed.
        opener: Opens the camera instead; ``spec`` is then only its name.

    Raises:
        SourceError: There is no such video, or the kind of address is not supported.
        ValueError: ``spec`` is empty, or ``speed`` is not above 0.
    """
    grabber, name = _prepared(spec, mirrored=mirrored, speed=speed, opener=opener)
    return Live(grabber, name, clock=clock)


def check_source(spec: str | Sequence[str], *, speed: float = 1.0) -> None:
    """Check the arguments of ``open_live`` without connecting to a camera.

    Raises:
        SourceError: There is no such video, or the kind of address is not supported.
        ValueError: ``spec`` is empty, or ``speed`` is not above 0.
    """
    _prepared(spec, mirrored=False, speed=speed, opener=None)


def _prepared(spec: str | Sequence[str], *, mirrored: bool, speed: float, opener: Opener | None) -> tuple[Grabber, str]:
    """Return the grabber and the name of the camera."""
    specs = [spec] if isinstance(spec, str) else list(spec)
    if not specs:
        raise ValueError("a camera or a video is expected")
    if not speed > 0:
        raise ValueError(f"the playback speed must be above 0, not {speed:g}")
    if opener is None and all(map(_is_video, specs)):
        paths = [Path(each) for each in specs]
        return Player(paths, mirrored=mirrored, speed=speed), ", ".join(path.name for path in paths)
    if opener is None and len(specs) > 1:
        other = next(each for each in specs if not _is_video(each))
        name = parse(other).name if is_address(other) else f"camera {other}"
        raise SourceError(f"only videos can be combined, not {name}; give a single camera")
    opener, name = (opener, specs[0]) if opener is not None else camera_opener(specs[0])
    return Reconnecting(opener, name, mirrored=mirrored), name


def camera_opener(spec: str) -> tuple[Opener, str]:
    """Return an opener for a webcam or network camera, and its display name, which contains no password.

    Raises:
        SourceError: The address is malformed, or its scheme is not supported.
    """
    if not is_address(spec):
        return webcam(spec)
    place = parse(spec)
    # Imported lazily: a webcam needs neither an HTTP client nor PyAV.
    if place.scheme == "rtsp":
        from coach.capture.rtsp import Rtsp

        return lambda: Rtsp(place), place.name
    from coach.capture.mjpeg import Mjpeg

    return lambda: Mjpeg(place), place.name


def _is_video(spec: str) -> bool:
    """Whether ``spec`` means a video file: by its suffix, by a folder in it, or because the file exists."""
    path = Path(spec)
    if (spec.isascii() and spec.isdigit()) or is_device(path) or (is_address(spec) and not path.is_file()):
        return False
    return path.suffix.lower() in SUFFIXES or os.sep in spec or "/" in spec or path.exists()
