"""The packaged voice as a program: ``python -m coach.voice.pico VOICE SPEED`` reads words and writes a WAV file.

A separate program, because SVOX Pico is C code that parses text: a crash or a hang costs one phrase.
"""

from __future__ import annotations

import sys
from typing import Final

from py_nanotts import NanoTTS

from coach.voice.level import waved

RATE: Final = 16000
"""Samples a second of Pico."""

VOLUME: Final = 0.5
"""At full volume Pico clips: 95,659 samples of the 210 German phrases."""

TEMPO: Final = {"en-GB": 0.8, "en-US": 0.8, "de-DE": 0.93}
"""What brings a voice to 160 words a minute over the coach's phrases (``docs/voice.md``)."""


def plain(text: str) -> str:
    """Return text without Pico's markup: its tag ``<genfile>`` writes files, ``<usesig>`` reads them."""
    return "".join(letter if letter.isprintable() and letter not in "<>&\\" else " " for letter in text)


def render(text: str, voice: str, speed: float) -> bytes:
    """Return speech as a WAV file: one channel, 16 bits, ``RATE`` samples a second.

    ``voice`` is Pico's name, such as ``en-GB``; ``speed`` is relative to the usual one.
    """
    samples = NanoTTS().speak(plain(text), voice=voice, speed=TEMPO.get(voice, 1.0) * speed, volume=VOLUME)
    return waved(samples, RATE)


if __name__ == "__main__":
    words = sys.stdin.buffer.read().decode("utf-8", "replace")
    sys.stdout.buffer.write(render(words, sys.argv[1], float(sys.argv[2])))
