"""Pictures as they happen: a webcam, a network camera, or a film in the place of one."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Protocol, Self, TypeAlias

from coach.capture.camera import is_device, webcam
from coach.capture.feed import Feed
from coach.capture.frame_filter import stuck
from coach.capture.frame_slot import FrameSlot
from coach.capture.health import State
from coach.capture.network import address, is_address
from coach.capture.player import Player
from coach.capture.reconnect import Reconnecting
from coach.capture.video import SUFFIXES
from coach.errors import SourceError
from coach.stream import Frame, Picture

PATIENCE_S: Final = 0.2
"""Whoever iterates is never kept waiting for longer."""

LEAVE_S: Final = 0.3
"""How long to wait on closing for the thread that grabs; one stuck in a driver ends once that answers."""

Opener: TypeAlias = Callable[[], Feed]


@dataclass(frozen=True, slots=True, eq=False)
class Stalled:
    """An instant at which there is no picture to work with.

    Attributes:
        t: Seconds from the source's start.
        state: How the camera fares; ``running`` where the next picture is merely not there yet.
        why: What is wrong and what to do, a sentence; empty while it runs.
        picture: What the camera shows all the same, black, frozen or too seldom, for the person to see.
    """

    t: float
    state: State
    why: str
    picture: Picture | None = None


class Film(Protocol):
    """What grabs: runs in a thread of its own, and hands over on a stage."""

    @property
    def patient(self) -> bool:
        """Whether time begins when somebody asks for the first frame, rather than at once."""
        ...

    @property
    def fps(self) -> float | None:
        """Pictures a second, if that can be told."""
        ...

    def run(self, stage: FrameSlot) -> None:
        """Hand over pictures until there are no more, or nobody wants any."""
        ...

    def interrupt(self) -> None:
        """Have ``run`` return soon."""
        ...


class Live:
    """Frames as they happen, the newest one each time, never a queue.

    Iterated once. It gives a ``Frame`` where there is one to work with and, a few times a second while there is none,
    a ``Stalled`` that says why; after either it goes on by itself when pictures return. It ends with the last film, or
    when it is closed, from whatever thread.

    Attributes:
        name: What the camera is called; holds no password.
    """

    def __init__(self, film: Film, name: str, *, clock: Callable[[], float], silence: str = "") -> None:
        self.name = name
        self._film = film
        self._stage = FrameSlot(clock, silence=silence)
        self._thread = threading.Thread(target=self._grab, name=f"grabbing from {name}", daemon=True)
        self._iterated = False
        self._lock = threading.Lock()
        if not film.patient:
            self._start()

    def __iter__(self) -> Iterator[Frame | Stalled]:
        if self._iterated:
            raise ValueError("a camera is iterated once; open it again")
        self._iterated = True
        self._start()
        return self._frames()

    def close(self) -> None:
        """Let the camera go. Whoever iterates is done at once."""
        self._stage.close()
        self._film.interrupt()
        with self._lock:
            started = self._thread.ident is not None
        if started and self._thread is not threading.current_thread():
            self._thread.join(LEAVE_S)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def state(self) -> State:
        """How the camera fares."""
        return self._stage.condition.state

    @property
    def why(self) -> str:
        """What is wrong and what to do, a sentence; empty while it runs."""
        return self._stage.condition.why

    @property
    def dropped(self) -> int:
        """How many frames were overtaken by a newer one before they were taken."""
        return self._stage.dropped

    @property
    def fps(self) -> float | None:
        """Frames a second, if that can be told."""
        return self._film.fps

    def now(self) -> float:
        """Seconds since the start, on the clock of the frames."""
        return self._stage.now()

    def _frames(self) -> Iterator[Frame | Stalled]:
        stage = self._stage
        while True:
            try:
                frame = stage.take(PATIENCE_S)
            except StopIteration:
                return
            if frame is not None:
                yield frame
                continue
            fares = stage.condition
            yield Stalled(stage.now(), fares.state, fares.why, stage.seen)

    def _start(self) -> None:
        with self._lock:
            if self._thread.ident is None and not self._stage.closing.is_set():
                self._stage.start()
                self._thread.start()

    def _grab(self) -> None:
        try:
            self._film.run(self._stage)
        except BaseException as error:  # noqa: BLE001  whatever it is, it belongs to whoever iterates
            self._stage.end(error)
        else:
            self._stage.end()


def open_live(
    spec: str | Sequence[str],
    *,
    clock: Callable[[], float] = time.monotonic,
    mirrored: bool = False,
    speed: float = 1.0,
    opener: Opener | None = None,
) -> Live:
    """Open a camera, or films in the place of one.

    Args:
        spec: A camera's number or name, the address of a network camera, or a film; of several films, each follows on
            the one before it, their times going on.
        clock: Seconds from whenever, only ever forward.
        mirrored: The camera gives a mirror image; its pictures are turned back, so that left is left again.
        speed: How many times as fast as life films are played. At life's own speed the newest frame wins, as with a
            camera; at any other, each frame waits until it is taken, and at ``inf`` nothing else is waited for.
        opener: Opens the camera in place of what ``spec`` would, which is then only its name.

    Raises:
        SourceError: It can never become a camera: no such film, no such kind of address.
        ValueError: No spec at all, or a speed that none can be.
    """
    film, name = _prepared(spec, mirrored=mirrored, speed=speed, opener=opener)
    return Live(film, name, clock=clock, silence="" if film.patient else stuck(name))


def prove(spec: str | Sequence[str], *, speed: float = 1.0) -> None:
    """Return where ``open_live`` would open these, and open nothing.

    Raises:
        SourceError: It can never become a camera: no such film, no such kind of address.
        ValueError: No spec at all, or a speed that none can be.
    """
    _prepared(spec, mirrored=False, speed=speed, opener=None)


def _prepared(spec: str | Sequence[str], *, mirrored: bool, speed: float, opener: Opener | None) -> tuple[Film, str]:
    """What will grab, and what it is called."""
    specs = [spec] if isinstance(spec, str) else list(spec)
    if not specs:
        raise ValueError("a camera is expected, or a film in its place")
    if not speed > 0:
        raise ValueError(f"a film is played at a speed above 0, not {speed:g}")
    if opener is None and len(specs) == 1 and not _is_film(specs[0]):
        opener, name = _camera(specs[0])
    elif opener is not None:
        name = specs[0]
    else:
        return _player(specs, mirrored=mirrored, speed=speed)
    return Reconnecting(opener, name, mirrored=mirrored), name


def _player(specs: Sequence[str], *, mirrored: bool, speed: float) -> tuple[Film, str]:
    for each in specs:
        if not _is_film(each):
            raise SourceError(f"only films are played one after another, and {_told(each)} is none; give one camera")
    player = Player([Path(each) for each in specs], mirrored=mirrored, speed=speed)
    return player, ", ".join(Path(each).name for each in specs)


def _camera(spec: str) -> tuple[Opener, str]:
    if is_address(spec):
        where = address(spec)
        return where.feed, where.name
    return webcam(spec)


def _is_film(spec: str) -> bool:
    """Whether a video file is meant: by its suffix, by naming a folder, or because there is such a file."""
    path = Path(spec)
    if (spec.isascii() and spec.isdigit()) or is_device(path) or (is_address(spec) and not path.is_file()):
        return False
    return path.suffix.lower() in SUFFIXES or os.sep in spec or "/" in spec or path.exists()


def _told(spec: str) -> str:
    return address(spec).name if is_address(spec) else f"camera {spec}"
