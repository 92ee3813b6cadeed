"""The loop of a live session: frame, pose, session, sinks, commands."""

from __future__ import annotations

import logging
import math
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from itertools import chain
from types import FrameType
from typing import Final, Protocol

from coach.app.ahead import Ahead
from coach.app.live.scene_checks import SceneChecks
from coach.app.live.throughput import Throughput
from coach.capture.latest import Stalled
from coach.errors import CoachError, SourceError
from coach.events import Command, Event
from coach.language import phrase, phrase_of
from coach.moves.reading import Reading
from coach.pose import Pose
from coach.session.live import LiveSession
from coach.stream import Estimator, Frame, Image, Moment

_log = logging.getLogger(__name__)

SIGNALS: Final = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
"""Signals that end a program: Ctrl-C, another program, a closed terminal. Not every system has all of them."""


class Camera(Protocol):
    """A source of live frames, and of reasons while there are none. Iterated once."""

    def __iter__(self) -> Iterator[Frame | Stalled]: ...

    def close(self) -> None:
        """Release the camera; may be called at any time, and more than once."""
        ...


class Sink(Protocol):
    """Shows or speaks what happens in a session. The loop waits for it, so it has to return quickly.

    A sink that raises a ``CoachError`` is dropped with a warning, and the session continues without it.
    """

    def update(self, event: Event) -> None:
        """Process an event."""
        ...

    def see(self, t: float, image: Image, pose: Pose | None, reading: Reading | None) -> Iterable[Command]:
        """Process a frame after the session, with its pose and the measures that are judged.

        Returns the commands of keys pressed.
        """
        ...

    def stall(self, stalled: Stalled) -> Iterable[Command]:
        """Process a missing frame; returns the commands of keys pressed."""
        ...

    def close(self) -> None:
        """End with the session."""
        ...


class Sinks:
    """Several sinks as one; a sink that fails is dropped."""

    def __init__(self, sinks: Sequence[Sink], warn: Callable[[str], object]) -> None:
        self._sinks, self._warn = list(sinks), warn

    def update(self, event: Event) -> None:
        """Pass on an event."""
        self._each(lambda sink: sink.update(event))

    def see(self, t: float, image: Image, pose: Pose | None, reading: Reading | None) -> list[Command]:
        """Pass on a processed frame; returns the commands of all sinks."""
        return self._each(lambda sink: sink.see(t, image, pose, reading))

    def stall(self, stalled: Stalled) -> list[Command]:
        """Pass on the reason for a missing frame; returns the commands of all sinks."""
        return self._each(lambda sink: sink.stall(stalled))

    def _each(self, do: Callable[[Sink], Iterable[Command] | None]) -> list[Command]:
        commands: list[Command] = []
        for sink in tuple(self._sinks):
            try:
                commands += do(sink) or ()
            except CoachError as error:
                self._sinks.remove(sink)
                self._warn(phrase("errors.continues", trouble=phrase_of(error)))
        return commands


def run_session(
    session: LiveSession,
    camera: Camera,
    make_estimator: Callable[[], Estimator],
    *,
    sinks: Sequence[Sink] = (),
    scene: SceneChecks | None = None,
    moment_sinks: Sequence[Callable[[Moment], object]] = (),
    event_sinks: Sequence[Callable[[Event], object]] = (),
    stop: threading.Event | None = None,
    first_frame_s: float = math.inf,
    warn: Callable[[str], object] = lambda text: None,
) -> None:
    """Run a session until it is over, the camera ends, or ``stop`` is set.

    After any error, the events that are certain by then reach the sinks before the error is raised.

    Args:
        session: The session.
        camera: Source of the frames; closed at the end.
        make_estimator: Makes the pose estimator; called after the first frame was shown. It is used in another thread,
            which processes the next frame while this one is judged and drawn, and closed at the end.
        sinks: Window, voice and terminal, in this order; not closed here.
        scene: Checks of the camera image while the person takes up position.
        moment_sinks: Called with every moment before the session.
        event_sinks: Called with every event, before any of ``sinks``.
        stop: Checked with every frame or stall, at least five times a second.
        first_frame_s: How long to wait for the first frame.
        warn: Called with a sentence when a sink fails and is dropped.

    Raises:
        SourceError: There was no first frame.
    """
    stop = stop or threading.Event()
    followers, throughput = Sinks(sinks, warn), Throughput()
    began, seen = time.monotonic(), False

    def publish(events: Iterable[Event]) -> None:
        for event in events:
            for store in event_sinks:
                store(event)
            followers.update(event)

    with ExitStack() as owned:
        owned.callback(camera.close)
        try:
            for given, moment in _estimated(camera, make_estimator, owned):
                if stop.is_set():
                    break
                if isinstance(given, Stalled):
                    commands = followers.stall(given)
                    if not seen and given.t > first_frame_s:
                        raise SourceError(given.why)
                elif moment is None:
                    seen, commands = True, followers.see(given.t, given.image, None, None)
                else:
                    for record in moment_sinks:
                        record(moment)
                    publish(session.update(moment))
                    if throughput.update(given.t):
                        commands = followers.stall(Stalled(given.t, "behind", throughput.why, given.image))
                    else:
                        commands = followers.see(given.t, given.image, moment.pose, session.reading)
                        if scene is not None:
                            session.notice(scene.update(given, placing=session.placing))
                for command in commands:
                    session.command(command)
                if session.done or "finish" in commands:
                    break
            publish(session.finish())
        except Exception:
            with suppress(Exception):  # the first error is the one to report
                publish(session.finish())
            raise
        finally:
            _log.info("the session took %.1f s", time.monotonic() - began)


def _estimated(
    camera: Camera, make_estimator: Callable[[], Estimator], owned: ExitStack
) -> Iterator[tuple[Frame | Stalled, Moment | None]]:
    """Yield frames with their moments, and stalls with ``None``.

    The first frame comes twice, at first without its moment: making the estimator takes a second. ``Ahead`` lets the
    estimator work while the loop draws; a watchdog around the estimator, if any, has a thread of its own.
    """
    items = iter(camera)
    for given in items:
        yield given, None
        if isinstance(given, Frame):
            estimator = make_estimator()
            owned.callback(estimator.close)
            ahead = Ahead(_detected(chain((given,), items), estimator), name="estimating", depth=1)
            owned.callback(ahead.close)
            yield from ahead
            return


def _detected(
    items: Iterable[Frame | Stalled], estimator: Estimator
) -> Iterator[tuple[Frame | Stalled, Moment | None]]:
    for given in items:
        yield given, None if isinstance(given, Stalled) else Moment(given.t, estimator.detect(given))


@contextmanager
def stopping(stop: threading.Event) -> Iterator[None]:
    """Within the block, a signal to end the program ends the session instead; a second one raises KeyboardInterrupt.

    Does nothing outside the main thread, where no signals arrive.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def handle(number: int, frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    known = [getattr(signal, name) for name in SIGNALS if hasattr(signal, name)]
    before = [(number, signal.signal(number, handle)) for number in known]
    try:
        yield
    finally:
        for number, handler in before:
            signal.signal(number, handler)
