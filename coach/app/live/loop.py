"""A live session from end to end: camera, estimator, core, and whoever keeps, shows and speaks."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from types import FrameType
from typing import Final, Protocol

from coach.app.live.throughput import Throughput
from coach.app.loop import run
from coach.capture.live import Stalled
from coach.errors import CoachError
from coach.events import Command, Event
from coach.pose import Pose
from coach.session.live import LiveSession
from coach.stream import Estimator, Frame, Moment, Picture

_log = logging.getLogger(__name__)

SIGNALS: Final = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
"""What asks a program to end, where the system knows it: by Ctrl-C, by another program, by closing the terminal."""


class Camera(Protocol):
    """Pictures as they happen, and why there are none. Iterated once; ``close`` may be called at any time."""

    def __iter__(self) -> Iterator[Frame | Stalled]: ...

    def close(self) -> None:
        """Let the camera go."""
        ...


class Sink(Protocol):
    """Whoever follows a session by eye or ear. Nothing here may take long: the loop waits for it.

    Whoever raises a ``CoachError`` is done with: it is told, and the session goes on without.
    """

    def tell(self, event: Event) -> None:
        """Something happened."""
        ...

    def see(self, t: float, picture: Picture, pose: Pose | None) -> Iterable[Command]:
        """A moment was decided upon; gives what keys ask for."""
        ...

    def stall(self, stalled: Stalled) -> Iterable[Command]:
        """There is no picture to work with; gives what keys ask for."""
        ...

    def close(self) -> None:
        """The session is over."""
        ...


@dataclass(slots=True)
class Stop:
    """Asks a session to end, from a signal or another thread; the next moment heeds it."""

    asked: threading.Event = field(default_factory=threading.Event)


class Sinks:
    """All onlookers, those left out that can follow no longer.

    Args:
        onlookers: They.
        complain: Told in a sentence why one of them is left out.
    """

    def __init__(self, onlookers: Sequence[Sink], complain: Callable[[str], object]) -> None:
        self._onlookers, self._complain = list(onlookers), complain

    def tell(self, event: Event) -> None:
        """Something happened."""
        self._each(lambda onlooker: onlooker.tell(event))

    def see(self, t: float, picture: Picture, pose: Pose | None) -> list[Command]:
        """A moment was decided upon; gives what keys ask for."""
        return self._each(lambda onlooker: onlooker.see(t, picture, pose))

    def stall(self, stalled: Stalled) -> list[Command]:
        """There is no picture to work with; gives what keys ask for."""
        return self._each(lambda onlooker: onlooker.stall(stalled))

    def _each(self, do: Callable[[Sink], Iterable[Command] | None]) -> list[Command]:
        asked: list[Command] = []
        for onlooker in tuple(self._onlookers):
            try:
                asked += do(onlooker) or ()
            except CoachError as error:
                self._onlookers.remove(onlooker)
                self._complain(f"{error}; the session goes on")
        return asked


@dataclass(slots=True)
class Watching:
    """The moments of a camera, until the session is over or somebody asks it to stop.

    While there are none, and after each was decided upon, the onlookers are served from here: the session's own
    ``update`` is between two moments.
    """

    camera: Camera
    estimator: Callable[[], Estimator]
    session: LiveSession
    audience: Sinks
    stop: Stop

    def __iter__(self) -> Iterator[Moment]:
        estimator: Estimator | None = None
        pace = Throughput()
        for given in self.camera:
            if self.stop.asked.is_set():
                return
            if isinstance(given, Stalled):
                asked = self.audience.stall(given)
            else:
                if estimator is None:
                    # The first picture is shown before the estimator is made, which takes a second.
                    self.audience.see(given.t, given.picture, None)
                    estimator = self.estimator()
                    if self.stop.asked.is_set():
                        return
                pose = estimator.detect(given)
                yield Moment(given.t, pose)
                if pace.update(given.t):
                    asked = self.audience.stall(Stalled(given.t, "behind", pace.why, given.picture))
                else:
                    asked = self.audience.see(given.t, given.picture, pose)
            for command in asked:
                self.session.command(command)
            if self.session.done or "finish" in asked:
                return


def follow(
    session: LiveSession,
    camera: Camera,
    estimator: Callable[[], Estimator],
    *,
    onlookers: Sequence[Sink] = (),
    moment_sinks: Sequence[Callable[[Moment], object]] = (),
    event_sinks: Sequence[Callable[[Event], object]] = (),
    stop: Stop | None = None,
    complain: Callable[[str], object] = lambda text: None,
) -> None:
    """Run a session until its end, the end of the pictures, or a wish to stop.

    Args:
        session: What leads.
        camera: Where the pictures come from; closed at the end.
        estimator: Makes what finds the body; called in this thread, after the first picture.
        onlookers: Who follows; they are not closed here.
        moment_sinks: Who keeps every moment; it gets there before anything is decided.
        event_sinks: Who keeps every event; it gets there before any onlooker hears of it.
        stop: Heeded within a fifth of a second.
        complain: Told in a sentence why an onlooker is left out.

    Whatever goes wrong, what is under way is ended, and what is sure by then reaches the sinks before it is raised.
    """
    with ExitStack() as owned:
        owned.callback(camera.close)
        made: list[Estimator] = []

        def make() -> Estimator:
            made.append(estimator())
            owned.callback(made[-1].close)
            return made[-1]

        audience = Sinks(onlookers, complain)
        watching = Watching(camera, make, session, audience, stop or Stop())
        tell = [*event_sinks, audience.tell]
        began = time.monotonic()
        try:
            run(watching, session, moment_sinks=moment_sinks, event_sinks=tell)
        except Exception:
            with suppress(Exception):  # what went wrong first is what is told
                for event in session.finish():
                    for each in tell:
                        each(event)
            raise
        finally:
            _log.info("the session took %.1f s", time.monotonic() - began)


@contextmanager
def stopping(stop: Stop) -> Iterator[None]:
    """Within, what asks the program to end asks the session instead; asked a second time, it breaks off.

    Outside the main thread, where signals are not heard, nothing is changed.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def heed(number: int, frame: FrameType | None) -> None:
        if stop.asked.is_set():
            raise KeyboardInterrupt
        stop.asked.set()

    known = [getattr(signal, name) for name in SIGNALS if hasattr(signal, name)]
    before = [(number, signal.signal(number, heed)) for number in known]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)
