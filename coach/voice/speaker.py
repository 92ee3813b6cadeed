"""Says lines and plays tones without blocking the caller."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Final, Protocol

from coach.errors import CoachError
from coach.language import phrase
from coach.voice.lane import Lane
from coach.voice.lines import FRESH_S, Earcon, EarconName, Line
from coach.voice.process import HOST, START_S, VoiceProcess
from coach.voice.settings import Settings

SOUND_FRESH_S: Final = 0.3
"""A tone that starts later than this would mark the wrong moment."""

LONGEST_S: Final = 5.0
"""Longest time for a line, beyond ``A_LETTER_S`` for each letter; after that the child hangs."""

A_LETTER_S: Final = 0.2
"""At half speed a voice takes about 0.13 s a letter."""


class Speaker(Protocol):
    """An audible output for lines. Only ``drain`` blocks; silence is a legal outcome."""

    def say(self, text: str, urgent: bool = False, fresh_s: float = FRESH_S) -> None:
        """Say a line in its turn, or at once if urgent; it is dropped if it waits for longer than ``fresh_s``."""
        ...

    def earcon(self, name: EarconName) -> None:
        """Play a tone, also over speech."""
        ...

    def drain(self, timeout_s: float) -> bool:
        """Wait until everything is spoken; return whether it is."""
        ...

    def close(self) -> None:
        """Stop at once and release everything; may be called twice."""
        ...


class ProcessSpeaker:
    """Speaks and plays tones through a child process: one line at a time, tones over it.

    ``complain`` is called from a thread with each problem, as a sentence.
    """

    def __init__(
        self,
        process: VoiceProcess,
        complain: Callable[[str], object] = lambda _: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.process = process
        self._words = Lane(
            lambda text, until: process.perform("words", {"text": text}, until, LONGEST_S + A_LETTER_S * len(text)),
            lambda: process.cut("words"),
            lambda: complain(phrase("errors.voice.words")),
            clock,
            "speaking",
        )
        self._tones = Lane(
            lambda name, until: process.perform("tones", {"tone": name}, until, LONGEST_S),
            lambda: process.cut("tones"),
            lambda: complain(phrase("errors.voice.tones")),
            clock,
            "sounding",
        )

    def say(self, text: str, urgent: bool = False, fresh_s: float = FRESH_S) -> None:
        """Say a line in its turn, or at once if urgent; it is dropped if it waits for longer than ``fresh_s``."""
        self._words.add(text, fresh_s=fresh_s, urgent=urgent)

    def earcon(self, name: EarconName) -> None:
        """Play a tone, also over speech."""
        self._tones.add(name, fresh_s=SOUND_FRESH_S)

    def prepare(self, texts: Sequence[str]) -> None:
        """Render phrases before they are needed, so that they start sooner."""
        self.process.prepare(texts)

    def drain(self, timeout_s: float) -> bool:
        """Wait until everything is spoken and played; return whether it is."""
        until = time.monotonic() + timeout_s
        return all(lane.drain(max(0.0, until - time.monotonic())) for lane in (self._words, self._tones))

    def close(self) -> None:
        """Stop at once and release everything; may be called twice."""
        self.process.close()
        self._words.close()
        self._tones.close()


def open_speaker(settings: Settings, complain: Callable[[str], object]) -> ProcessSpeaker:
    """Open the voice and tones of this computer.

    ``complain`` is called from a thread with each problem, once, as a sentence.
    """
    return ProcessSpeaker(VoiceProcess(settings, complain), complain)


def speakers() -> list[str]:
    """Return the names of the speakers that are connected.

    Raises:
        CoachError: There are none, or the sound system does not answer.
    """
    try:
        done = subprocess.run((*HOST, "--speakers"), capture_output=True, text=True, timeout=START_S, check=False)
        answer = json.loads(done.stdout or "{}")
    except (OSError, ValueError, subprocess.TimeoutExpired):
        answer = {}
    if "speakers" not in answer:
        raise CoachError(phrase("errors.voice.no_output" if answer.get("silent") else "errors.voice.silent"))
    return [str(name) for name in answer["speakers"]]


def deliver(lines: Iterable[Line], speaker: Speaker) -> None:
    """Say and play lines in order."""
    for line in lines:
        if isinstance(line, Earcon):
            speaker.earcon(line.name)
        else:
            speaker.say(line.text, line.urgent, line.fresh_s)
