"""Says and sounds what was decided, without anybody having to wait for it."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Final, Protocol

from coach.errors import CoachError
from coach.voice.lane import Lane
from coach.voice.lines import FRESH_S, Earcon, EarconName, Line
from coach.voice.process import HOST, START_S, VoiceProcess
from coach.voice.settings import Settings

SOUND_FRESH_S: Final = 0.3
"""A tick that comes later than this belongs to no second any more."""

LONGEST_S: Final = 5.0
"""A line that takes longer than this and its words hangs."""

A_LETTER_S: Final = 0.2
"""The slowest voice takes half of this."""


class Speaker(Protocol):
    """Whatever can be heard. No method blocks but ``drain``; silence is a legal outcome."""

    def say(self, text: str, urgent: bool = False, fresh_s: float = FRESH_S) -> None:
        """Say something once what is being said is over, or at once; dropped if it waited for too long."""
        ...

    def earcon(self, name: EarconName) -> None:
        """Sound something, also while something is being said."""
        ...

    def drain(self, timeout_s: float) -> bool:
        """Wait until all is said; whether it is."""
        ...

    def close(self) -> None:
        """Be silent at once, and let go of everything; twice is fine."""
        ...


class ProcessSpeaker:
    """Speaks and sounds by a child process, one utterance at a time; tones run beside the words.

    Args:
        process: The child.
        complain: Takes what goes wrong, a sentence, once, from a thread.
        clock: ``time.monotonic``, or a stand-in for it.
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
            lambda: complain("the voice fails: the screen goes on without it; try another with --voice-engine"),
            clock,
            "speaking",
        )
        self._tones = Lane(
            lambda name, until: process.perform("tones", {"tone": name}, until, LONGEST_S),
            lambda: process.cut("tones"),
            lambda: complain("the tones fail: the screen goes on without them; check the sound settings"),
            clock,
            "sounding",
        )

    def say(self, text: str, urgent: bool = False, fresh_s: float = FRESH_S) -> None:
        """Say something once what is being said is over, or at once; dropped if it waited for too long."""
        self._words.add(text, fresh_s=fresh_s, urgent=urgent)

    def earcon(self, name: EarconName) -> None:
        """Sound something, also while something is being said."""
        self._tones.add(name, fresh_s=SOUND_FRESH_S)

    def prepare(self, texts: Sequence[str]) -> None:
        """Have words rendered before they are needed, so that they are heard sooner."""
        self.process.prepare(texts)

    def drain(self, timeout_s: float) -> bool:
        """Wait until all is said and sounded; whether it is."""
        until = time.monotonic() + timeout_s
        return all(lane.drain(max(0.0, until - time.monotonic())) for lane in (self._words, self._tones))

    def close(self) -> None:
        """Be silent at once, and let go of everything; twice is fine."""
        self.process.close()
        self._words.close()
        self._tones.close()


def open_speaker(settings: Settings, complain: Callable[[str], object]) -> ProcessSpeaker:
    """Return a speaker of the voice and the sounds of this computer.

    Args:
        settings: How to sound.
        complain: Takes what cannot be heard and why, a sentence, once, from a thread.
    """
    return ProcessSpeaker(VoiceProcess(settings, complain), complain)


def speakers() -> list[str]:
    """Return the names of the speakers that are connected.

    Raises:
        CoachError: There are none, or the system of sound does not answer.
    """
    try:
        done = subprocess.run((*HOST, "--speakers"), capture_output=True, text=True, timeout=START_S, check=False)
        answer = json.loads(done.stdout or "{}")
    except (OSError, ValueError, subprocess.TimeoutExpired):
        answer = {}
    if "speakers" not in answer:
        raise CoachError(answer.get("trouble", "the sound system does not answer: check the sound settings"))
    return [str(name) for name in answer["speakers"]]


def deliver(lines: Iterable[Line], speaker: Speaker) -> None:
    """Have lines heard, in their order."""
    for line in lines:
        if isinstance(line, Earcon):
            speaker.earcon(line.name)
        else:
            speaker.say(line.text, line.urgent, line.fresh_s)
