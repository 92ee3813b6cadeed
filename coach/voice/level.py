"""Samples: brings words and tones to one loudness, with headroom for their sum, and writes them as files."""

from __future__ import annotations

import io
import math
import wave
from array import array
from operator import mul
from typing import Final

RATE: Final = 48000
"""Samples a second: the native rate of most devices, so that nothing is converted twice."""

FULL: Final = 32767

LEVEL: Final = 0.12
"""Root mean square of the loudest 400 ms, of full scale: -19 LUFS for speech (``docs/voice.md``)."""

TONE_PEAK: Final = 0.45
"""Share of full scale for tones; words have the rest."""

WORD_PEAK: Final = 0.98 - TONE_PEAK


def levelled(samples: array[int], rate: int, peak: float, volume: float) -> array[int]:
    """Return samples, one channel of 16 bits, at the common loudness times ``volume``, 0 to 1.

    Loudness is that of the loudest 400 ms, as EBU R128 has it for short sounds, without its weighting of frequencies:
    a voice and tones around 1 kHz differ by less than 2 dB in it. No sample exceeds ``peak``, a share of full scale,
    so sounds with higher peaks stay softer.
    """
    highest = max(map(abs, samples), default=0)
    if highest == 0:
        return samples
    gain = volume * min(LEVEL / _loudest(samples, rate), peak * FULL / highest)
    return array("h", (round(each * gain) for each in samples))


def _loudest(samples: array[int], rate: int) -> float:
    """Root mean square of the loudest 400 ms, of full scale."""
    step = rate // 10
    pieces = (samples[i : i + step] for i in range(0, len(samples), step))
    energies = [float(sum(map(mul, piece, piece))) for piece in pieces]
    loudest = max(sum(energies[i : i + 4]) for i in range(max(1, len(energies) - 3)))
    return math.sqrt(loudest / (4 * step)) / FULL


def waved(samples: bytes, rate: int) -> bytes:
    """Return a WAV file of samples, one channel of 16 bits."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(rate)
        writer.writeframes(samples)
    return file.getvalue()
