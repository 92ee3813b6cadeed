"""Live frames: from a webcam, a network camera, or a video played as one."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol, TypeAlias

from coach.capture.address import address
from coach.capture.camera import is_device, webcam
from coach.capture.feed import Feed
from coach.capture.frame_filter import frozen_message
from coach.capture.frame_slot import FrameSlot
from coach.capture.health import State
from coach.capture.network import is_address
from coach.capture.player import Player
from coach.capture.reconnect import Reconnecting
from coach.capture.video import SUFFIXES
from coach.closing import Closing
from coach.errors import SourceError
from coach.stream import Frame, Image

POLL_S: Final = 0.2
"""Longest time for which iteration blocks."""

JOIN_S: Final = 0.3
"""How long ``close`` waits for the grabbing thread. A thread blocked in a driver ends when the driver returns."""

Opener: TypeAlias = Callable[[], Feed]


@dataclass(frozen=True, slots=True, eq=False)
class Stalled:
    """An instant without a usable frame.

    Attributes:
        t: Seconds from the source's start.
        state: State of the camera; ``running`` if the next frame has merely not arrived yet.
        why: What is wrong and what to do, a sentence; empty while the camera runs.
        image: The unusable image, such as a black or frozen one, for display.
    """

    t: float
    state: State
    why: str
    image: Image | None = None


class Grabber(Protocol):
    """Grabs frames in a thread and puts them into a frame slot."""

    @property
    def lazy(self) -> bool:
        """Whether grabbing starts with the iteration instead of at construction."""
        ...

    @property
    def fps(self) -> float | None:
        """Frames per second, if known."""
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

    def __init__(self, grabber: Grabber, name: str, *, clock: Callable[[], float], no_signal: str = "") -> None:
        self.name = name
        self._grabber = grabber
        self._slot = FrameSlot(clock, no_signal=no_signal)
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
    def state(self) -> State:
        """State of the camera."""
        return self._slot.condition.state

    @property
    def why(self) -> str:
        """What is wrong and what to do, a sentence; empty while the camera runs."""
        return self._slot.condition.why

    @property
    def dropped(self) -> int:
        """Number of frames replaced by a newer one before they were taken."""
        return self._slot.dropped

    @property
    def fps(self) -> float | None:
        """Frames per second, if known."""
        return self._grabber.fps

    def now(self) -> float:
        """Seconds since the start, on the clock of the frames."""
        return self._slot.now()

    def _frames(self) -> Iterator[Frame | Stalled]:
        slot = self._slot
        while True:
            try:
                frame = slot.take(POLL_S)
            except StopIteration:
                return
            if frame is not None:
                yield frame
                continue
            condition = slot.condition
            yield Stalled(slot.now(), condition.state, condition.why, slot.seen)

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
    return Live(grabber, name, clock=clock, no_signal="" if grabber.lazy else frozen_message(name))


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
    if opener is None and len(specs) == 1 and not _is_video(specs[0]):
        opener, name = _camera(specs[0])
    elif opener is not None:
        name = specs[0]
    else:
        return _player(specs, mirrored=mirrored, speed=speed)
    return Reconnecting(opener, name, mirrored=mirrored), name


def _player(specs: Sequence[str], *, mirrored: bool, speed: float) -> tuple[Grabber, str]:
    for each in specs:
        if not _is_video(each):
            raise SourceError(f"only videos can be combined, not {_display_name(each)}; give a single camera")
    player = Player([Path(each) for each in specs], mirrored=mirrored, speed=speed)
    return player, ", ".join(Path(each).name for each in specs)


def _camera(spec: str) -> tuple[Opener, str]:
    if is_address(spec):
        where = address(spec)
        return where.feed, where.name
    return webcam(spec)


def _is_video(spec: str) -> bool:
    """Whether ``spec`` means a video file: by its suffix, by a folder in it, or because the file exists."""
    path = Path(spec)
    if (spec.isascii() and spec.isdigit()) or is_device(path) or (is_address(spec) and not path.is_file()):
        return False
    return path.suffix.lower() in SUFFIXES or os.sep in spec or "/" in spec or path.exists()


def _display_name(spec: str) -> str:
    return address(spec).name if is_address(spec) else f"camera {spec}"
