"""Mixes words and tones for one output: two tracks with one sound each, summed as the device asks for samples."""

from __future__ import annotations

import threading
import time
from array import array
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias

from coach.voice.level import RATE

Track: TypeAlias = Literal["words", "tones"]

Played: TypeAlias = Literal["done", "late", "cut", "failed"]
"""Played to its end; too late to start; cut short; not playable."""

Message: TypeAlias = dict[str, Any]  # Any: what JSON holds
"""A line between the two processes: a request, or its outcome."""

FADE: Final = RATE // 100
"""A sound that is cut short fades within 10 ms, so that it does not click."""


@dataclass(slots=True)
class PlayedSound:
    """A sound, from the moment it is requested.

    Attributes:
        until: Latest ``time.monotonic()`` to start it.
        samples: One channel of 16 bits at ``RATE``; empty until it is rendered.
        at: Number of samples already played.
        outcome: Its outcome, once ``over`` is set.
        over: Set at its end.
    """

    until: float
    samples: array[int] = field(default_factory=lambda: array("h"))
    at: int = 0
    cancelled: bool = False
    fading: bool = False
    outcome: Played = "failed"
    over: threading.Event = field(default_factory=threading.Event)

    def end(self, outcome: Played) -> None:
        """Set the outcome and wake the thread that waits for it."""
        self.outcome = outcome
        self.over.set()


class Mixer:
    """Sums the tracks.

    Tones stay below ``level.TONE_PEAK`` and words below ``level.WORD_PEAK``: their sum never clips.

    Args:
        tail: Samples to wait after a sound before it counts as over: those still in the device's buffer.
        clock: Seconds, the same as that of ``PlayedSound.until``.
    """

    def __init__(self, tail: int = 0, clock: Callable[[], float] = time.monotonic) -> None:
        self._tail, self._clock = tail, clock
        self._lock = threading.Lock()
        self._tracks: dict[Track, PlayedSound] = {}
        self.asked_at = clock()
        """When the device last asked for samples."""

    @property
    def silent(self) -> bool:
        """Whether nothing is being played."""
        return not self._tracks

    def play(self, track: Track, sound: PlayedSound) -> None:
        """Replace the sound of a track, unless the new one has been cancelled."""
        with self._lock:
            if sound.cancelled:
                sound.end("cut")
                return
            before = self._tracks.get(track)
            self._tracks[track] = sound
        if before is not None:
            before.end("cut")

    def cut(self, track: Track) -> None:
        """Fade out the sound of a track."""
        with self._lock:
            sound = self._tracks.get(track)
            if sound is not None and not sound.fading:
                rest = sound.samples[sound.at : sound.at + FADE] if sound.at else array("h")
                sound.samples = array("h", (each * (FADE - i) // FADE for i, each in enumerate(rest)))
                sound.at, sound.fading = 0, True

    def mix(self, frames: int) -> array[int]:
        """Return the next ``frames`` samples."""
        self.asked_at = self._clock()
        with self._lock:
            pieces = [self._next(track, frames) for track in list(self._tracks)]
        pieces = [piece for piece in pieces if piece]
        if not pieces:
            return array("h", bytes(2 * frames))
        if len(pieces) == 1:
            mixed = pieces[0]
        else:
            short, long = sorted(pieces, key=len)
            mixed = array("h", map(int.__add__, short, long)) + long[len(short) :]
        return mixed + array("h", bytes(2 * (frames - len(mixed))))

    def _next(self, track: Track, frames: int) -> array[int]:
        sound = self._tracks[track]
        if sound.at == 0 and not sound.fading and self._clock() > sound.until:
            del self._tracks[track]
            sound.end("late")
            return array("h")
        piece = sound.samples[sound.at : sound.at + frames]
        sound.at += frames
        if sound.at >= len(sound.samples) + self._tail:
            del self._tracks[track]
            sound.end("cut" if sound.fading else "done")
        return piece
