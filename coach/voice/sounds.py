"""The short sounds, made once, as WAV files."""

from __future__ import annotations

import wave
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from coach.voice.lines import EARCONS, EarconName

RATE: Final = 44100

Note = tuple[float, float]
"""Pitch in hertz and length in seconds; two of them told apart by ear alone, on the speaker of a laptop."""

_NOTES: Final[dict[EarconName, tuple[Note, ...]]] = {
    "hold-entered": ((660.0, 0.09), (880.0, 0.12)),
    "tick": ((1000.0, 0.035),),
    "hold-done": ((880.0, 0.1), (1320.0, 0.2)),
    "hold-released": ((660.0, 0.1), (440.0, 0.16)),
    "rep-counted": ((1175.0, 0.14),),
    "attention": ((784.0, 0.12), (0.0, 0.06), (784.0, 0.12)),
}

_EDGE_S: Final = 0.008
"""Each note swells and fades within this, so that it does not click."""


def tone(name: EarconName, volume: float = 1.0) -> npt.NDArray[np.int16]:
    """The samples of a sound, shape (n,), one channel at ``RATE``.

    Args:
        name: Which one.
        volume: 0 to 1.
    """
    notes = [_note(pitch, seconds) for pitch, seconds in _NOTES[name]]
    return np.asarray(np.concatenate(notes) * (0.6 * volume * np.iinfo(np.int16).max), np.int16)


def write_sounds(folder: Path, volume: float = 1.0) -> dict[EarconName, Path]:
    """Write every sound into a folder; gives where each one is."""
    written: dict[EarconName, Path] = {}
    for name in EARCONS:
        written[name] = folder / f"{name}.wav"
        with wave.open(str(written[name]), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(tone(name, volume).astype("<i2").tobytes())
    return written


def _note(pitch_hz: float, seconds: float) -> npt.NDArray[np.float64]:
    t = np.arange(int(seconds * RATE)) / RATE
    swell = np.clip(np.minimum(t, seconds - t) / _EDGE_S, 0.0, 1.0)
    # A little of the octave above carries further from a small speaker.
    sound = np.sin(2 * np.pi * pitch_hz * t) + 0.25 * np.sin(4 * np.pi * pitch_hz * t)
    return np.asarray(sound * swell / 1.25, np.float64)
