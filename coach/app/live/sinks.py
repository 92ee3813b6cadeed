"""Sinks of a live session: the voice, and lines of text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from coach.capture.latest import Stalled
from coach.events import Command, Event, SessionEnded
from coach.language import sentence
from coach.moves.reading import Reading
from coach.pose import Pose
from coach.stream import Image
from coach.voice.coach_voice import Narrator
from coach.voice.lines import Line, Utterance
from coach.voice.speaker import Speaker, deliver

LAST_WORDS_S: Final = 12.0
"""Longest time for speaking the summary at the end of a session."""

STEP_S: Final = 0.2
"""Interval at which the user can stop it."""


class NarratorSink:
    """Passes the narrator's lines to ``utter``.

    At the end, ``close`` is called with whether the session was completed.
    """

    def __init__(
        self, narrator: Narrator, utter: Callable[[Iterable[Line]], object], close: Callable[[bool], object]
    ) -> None:
        self._narrator, self._utter, self._close = narrator, utter, close
        self._t = 0.0
        self._done = False

    def update(self, event: Event) -> None:
        """Utter the lines for an event."""
        self._t = max(self._t, event.t)
        self._utter(self._narrator.update(event, self._t))
        if isinstance(event, SessionEnded):
            self._done = event.done

    def see(self, t: float, image: Image, pose: Pose | None, reading: Reading | None) -> Iterable[Command]:
        """Utter the lines due at this time."""
        self._t = max(self._t, t)
        self._utter(self._narrator.camera("running", self._t))
        self._utter(self._narrator.tick(self._t))
        return ()

    def stall(self, stalled: Stalled) -> Iterable[Command]:
        """Utter the lines about the camera."""
        self._t = max(self._t, stalled.t)
        self._utter(self._narrator.camera(stalled.state, self._t))
        return ()

    def close(self) -> None:
        """End, after the summary if the session was completed."""
        self._close(self._done)


def voice(narrator: Narrator, speaker: Speaker, leave: Callable[[], bool] = lambda: False) -> NarratorSink:
    """Return a sink that speaks; ``leave`` returns whether to cut the summary short."""

    def close(done: bool) -> None:
        waits = int(LAST_WORDS_S / STEP_S) if done else 0
        for _ in range(waits):
            if leave() or speaker.drain(STEP_S):
                break
        speaker.close()

    return NarratorSink(narrator, lambda spoken: deliver(spoken, speaker), close)


def lines(narrator: Narrator, write: Callable[[str], object]) -> NarratorSink:
    """Return a sink that writes the narrator's lines as text."""

    def utter(spoken: Iterable[Line]) -> None:
        for line in spoken:
            if isinstance(line, Utterance):
                text = sentence(line.text)
                write(f"{text}." if " " in text and text[-1].isalnum() else text)  # numbers stay as they are

    return NarratorSink(narrator, utter, lambda done: None)
