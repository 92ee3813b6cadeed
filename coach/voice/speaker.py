"""Says and sounds what was decided, without anybody having to wait for it."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final, Protocol

from coach.voice.lane import Lane
from coach.voice.lines import FRESH_S, Earcon, EarconName, Line
from coach.voice.sounds import write_sounds
from coach.voice.system import Player, Settings, Voice, find_player, find_voice

SOUND_FRESH_S: Final = 0.3
"""A tick that comes later than this belongs to no second any more."""


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


class ChildSpeaker:
    """Speaks and sounds by child processes, one utterance at a time; sounds run beside the words.

    Args:
        voice: How to say something; ``None`` says nothing.
        player: How to play a sound; ``None`` plays nothing.
        volume: Of the sounds, 0 to 1.
        clock: Seconds from whenever.
    """

    def __init__(
        self,
        voice: Voice | None,
        player: Player | None,
        *,
        volume: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._voice, self._player = voice, player
        self._folder = Path(tempfile.mkdtemp(prefix="coach-sounds-"))
        self._sounds = write_sounds(self._folder, volume) if player is not None else {}
        self._words = Lane(clock, "speaking")
        self._tones = Lane(clock, "sounding")
        self._closed = False

    def say(self, text: str, urgent: bool = False, fresh_s: float = FRESH_S) -> None:
        """Say something once what is being said is over, or at once; dropped if it waited for too long."""
        if self._voice is not None and not self._closed:
            self._words.add(self._voice(text), fresh_s=fresh_s, urgent=urgent)

    def earcon(self, name: EarconName) -> None:
        """Sound something, also while something is being said."""
        if self._player is not None and not self._closed:
            self._tones.add(self._player(self._sounds[name]), fresh_s=SOUND_FRESH_S)

    @property
    def trouble(self) -> str:
        """What cannot be heard and why, a sentence to show once; empty where all can."""
        if self._voice is None and self._player is None:
            return "there is neither a voice nor a player of sounds here: follow the screen, or install espeak-ng"
        if self._voice is None:
            return "there is no voice here: sounds and screen go on without it; install espeak-ng to hear words"
        if self._words.broken:
            return "the voice of this computer fails: sounds and screen go on without it; check the sound settings"
        if self._player is None or self._tones.broken:
            return "sounds cannot be played here: words and screen go on without them; check the sound settings"
        return ""

    def drain(self, timeout_s: float) -> bool:
        """Wait until all is said; whether it is."""
        return self._words.drain(timeout_s)

    def close(self) -> None:
        """Be silent at once, and let go of everything; twice is fine."""
        if self._closed:
            return
        self._closed = True
        self._words.close()
        self._tones.close()
        shutil.rmtree(self._folder, ignore_errors=True)


def open_speaker(settings: Settings) -> ChildSpeaker:
    """The system's voice and sounds, as far as there are any; ``trouble`` says what is missing."""
    return ChildSpeaker(find_voice(settings), find_player(), volume=settings.volume)


def deliver(lines: Iterable[Line], speaker: Speaker) -> None:
    """Have lines heard, in their order."""
    for line in lines:
        if isinstance(line, Earcon):
            speaker.earcon(line.name)
        else:
            speaker.say(line.text, line.urgent, line.fresh_s)
