"""Sink that shows a session in the window."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from coach.capture.latest import Stalled
from coach.display.board import Board
from coach.display.render import render
from coach.display.shown import Shown
from coach.display.window import COMMANDS, Display
from coach.events import Command, Event, SessionEnded
from coach.language import Language, english, sentence
from coach.moves.move import Move
from coach.moves.reading import Reading
from coach.pose import Pose
from coach.stream import Image

ANSWERS: Final[dict[str, Command]] = {"1": "easier", "2": "skip", "3": "pause", "4": "finish"}
"""The command of each answer's key."""

SUMMARY_S: Final = 20.0
"""Longest time to show the summary."""


class WindowSink:
    """Draws every frame with the state of the session, and handles key presses.

    ``leave`` returns whether to stop showing the summary.
    """

    def __init__(
        self,
        moves: Mapping[str, Move],
        display: Display,
        *,
        words: Language | None = None,
        leave: Callable[[], bool] = lambda: False,
    ) -> None:
        self._leave = leave
        self._done = False
        self._display, self._words = display, words or english()
        self._board = Board(moves, self._words)
        self._last: tuple[Image, Pose | None] | None = None
        self._keys = False

    def update(self, event: Event) -> None:
        """Process an event."""
        self._board.update(event)
        if isinstance(event, SessionEnded):
            self._done = event.done
            self._draw(None if self._last is None else self._last[0], None, self._board.shown(event.t))

    def see(self, t: float, image: Image, pose: Pose | None, reading: Reading | None) -> Iterable[Command]:
        """Draw a frame with the measures that are judged."""
        self._last = image, pose
        return self._draw(image, pose, self._board.shown(t, reading, keys=self._keys))

    def stall(self, stalled: Stalled) -> Iterable[Command]:
        """Draw the latest image, and why there is no new frame."""
        if stalled.state == "running":
            image, pose = self._last or (stalled.image, None)
            return self._draw(image, pose, self._board.shown(stalled.t, keys=self._keys))
        why = sentence(self._words.find(f"window.stalls.{stalled.state}", stalled.why))
        shown = Shown(phase="trouble", message=why, keys=self._keys)
        if stalled.state == "opening":  # nothing is wrong with it
            shown = Shown(phase="opening", keys=self._keys)
        return self._draw(stalled.image, None, shown)

    def close(self) -> None:
        """Close the window; after a completed session, the summary stays until a key is pressed."""
        try:
            until = time.monotonic() + SUMMARY_S
            while self._done and not self._leave() and time.monotonic() < until:
                if self._display.show(None) is not None:
                    break
                time.sleep(0.02)
        finally:
            self._display.close()

    def _draw(self, image: Image | None, pose: Pose | None, shown: Shown) -> Iterable[Command]:
        body = None if shown.phase == "summary" else pose
        drawn = render(image, body, shown, self._display.canvas, words=self._words)
        key = self._display.show(drawn)
        if key == "h":
            self._keys = not self._keys
        if key in ANSWERS:
            return (ANSWERS[key],) if shown.phase == "question" else ()
        return (COMMANDS[key],) if key in COMMANDS else ()
