"""The tones. All lie below 1.4 kHz, because age-related hearing loss begins with high frequencies."""

from __future__ import annotations

import math
from array import array
from functools import cache
from typing import Final

from coach.voice.level import FULL, RATE, TONE_PEAK, levelled
from coach.voice.lines import EarconName

Pitch = tuple[float, float]
"""Pitch in hertz and length in seconds."""

_NOTES: Final[dict[EarconName, tuple[Pitch, ...]]] = {
    "hold-entered": ((660.0, 0.09), (880.0, 0.12)),
    "tick": ((1000.0, 0.06),),
    "hold-done": ((880.0, 0.1), (1320.0, 0.2)),
    "hold-released": ((660.0, 0.1), (440.0, 0.16)),
    "rep-counted": ((1175.0, 0.14),),
    "attention": ((784.0, 0.12), (0.0, 0.06), (784.0, 0.12)),
}

_EDGE_S: Final = 0.008
"""Each note fades in and out over this, so that it does not click."""


@cache
def tone(name: EarconName, volume: float = 1.0) -> array[int]:
    """Return the samples of a tone: one channel of 16 bits at ``RATE``."""
    samples = array("h", (round(FULL * each) for note in _NOTES[name] for each in _note(*note)))
    return levelled(samples, RATE, TONE_PEAK, volume)


def _note(pitch_hz: float, seconds: float) -> list[float]:
    # A little of the octave above carries further from a small speaker.
    turn = 2 * math.pi * pitch_hz / RATE
    edge, length = _EDGE_S * RATE, int(seconds * RATE)
    return [
        min(i / edge, (length - i) / edge, 1.0) * (math.sin(turn * i) + 0.25 * math.sin(2 * turn * i)) / 1.25
        for i in range(length)
    ]
