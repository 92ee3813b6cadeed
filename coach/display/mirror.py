"""The person's mirror: follows a session and shows it in a window."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final, Protocol

from coach.display.board import Board
from coach.display.gauge import Gauge
from coach.display.render import render
from coach.display.shown import Shown
from coach.display.window import COMMANDS, Display
from coach.display.words import ENGLISH, Words
from coach.events import Command, Event, SessionEnded
from coach.moves.move import Move
from coach.pose import Pose
from coach.stream import Picture

SUMMARY_S: Final = 20.0
"""How long the summary of a session that came to its own end stays to be read, unless a key is pressed."""

SMOOTH: Final = 0.1
"""Part that the newest interval has in the pictures a second."""


class Stalled(Protocol):
    """An instant at which there is no picture to work with (``capture.live.Stalled``)."""

    @property
    def t(self) -> float:
        """Seconds from the source's start."""
        ...

    @property
    def why(self) -> str:
        """What is wrong and what to do; empty while the camera is opened, and between two pictures."""
        ...

    @property
    def picture(self) -> Picture | None:
        """What the camera shows all the same."""
        ...


class Mirror:
    """Shows a session: hears its events, sees its pictures, and passes on what keys ask for.

    Args:
        moves: The moves of the routine, by id.
        window: Where it is shown; with ``NoWindow`` nothing is drawn.
        words: The fixed words.
        mirror: Whether pictures are shown as a mirror shows them.
    """

    def __init__(
        self, moves: Mapping[str, Move], window: Display, words: Words = ENGLISH, *, mirror: bool = True
    ) -> None:
        self._board = Board(moves, words)
        self._gauge = Gauge(moves)
        self._window, self._words, self._mirror = window, words, mirror
        self._keys = False
        self._last: float | None = None
        self._interval: float | None = None
        self._lingers = False

    def tell(self, event: Event) -> None:
        """Take an event."""
        self._board.update(event)
        self._gauge.tell(event)
        if isinstance(event, SessionEnded):
            self._lingers = event.done

    def see(self, t: float, picture: Picture, pose: Pose | None) -> Iterable[Command]:
        """Show a moment that was decided upon; gives what keys ask for."""
        canvas = self._window.canvas
        if canvas is None:
            return ()
        self._clock(t)
        reading = self._gauge.read(t, pose)
        fps = None if not self._interval else 1 / self._interval
        return self._show(picture, pose, self._board.shown(t, reading, keys=self._keys, fps=fps), canvas)

    def stall(self, stalled: Stalled) -> Iterable[Command]:
        """Show what is wrong with the camera; gives what keys ask for."""
        canvas = self._window.canvas
        if canvas is None:
            return ()
        if not stalled.why and self._last is not None:  # the next picture is merely not there yet
            return self._heed(self._window.show(None))
        message = stalled.why or self._words.opening
        shown = replace(self._board.shown(stalled.t, keys=self._keys), phase="trouble", message=message)
        if not stalled.why:
            shown = replace(shown, phase="opening")
        return self._show(stalled.picture, None, shown, canvas)

    def close(self) -> None:
        """Close the window; the summary of a session that came to its own end is left to be read for a while."""
        until = time.monotonic() + SUMMARY_S
        while self._lingers and self._window.canvas is not None and time.monotonic() < until:
            if self._window.show(None) is not None:
                break
            time.sleep(0.02)
        self._window.close()

    def _show(
        self, picture: Picture | None, pose: Pose | None, shown: Shown, canvas: tuple[int, int]
    ) -> Iterable[Command]:
        image = render(picture, pose, shown, canvas, mirror=self._mirror, words=self._words)
        return self._heed(self._window.show(image))

    def _heed(self, key: str | None) -> Iterable[Command]:
        if key == "h":
            self._keys = not self._keys
        return () if key is None or key not in COMMANDS else (COMMANDS[key],)

    def _clock(self, t: float) -> None:
        if self._last is not None:
            step = t - self._last
            self._interval = step if self._interval is None else self._interval + SMOOTH * (step - self._interval)
        self._last = t
