"""Loads the audio library without its optional imports."""

from __future__ import annotations

import sys
import types
from array import array
from collections.abc import Sequence
from typing import Any

from coach.voice.level import RATE


def load() -> Any:  # Any: it ships no types
    """Return miniaudio, imported without numpy, most of its start-up time, and without its internet radio client."""
    stubs = {"numpy": None, "urllib.request": types.ModuleType("urllib.request")}
    absent = {name: stub for name, stub in stubs.items() if name not in sys.modules}
    sys.modules.update(absent)  # type: ignore[arg-type]  # typeshed does not know that None keeps a module out
    try:
        import miniaudio
    finally:
        for name in absent:
            del sys.modules[name]
    return miniaudio


def backends() -> Sequence[object]:
    """Return the audio systems to try, without miniaudio's null device, which plays to nowhere."""
    backend = load().Backend
    match sys.platform:
        case "win32":
            return [backend.WASAPI, backend.DSOUND]
        case "darwin":
            return [backend.COREAUDIO]
        case _:
            return [backend.PULSEAUDIO, backend.ALSA, backend.JACK]


def resampled(samples: array[int], rate: int) -> array[int]:
    """Return samples converted to ``RATE``."""
    if rate == RATE:
        return samples
    audio = load()
    signed = audio.SampleFormat.SIGNED16
    return array("h", bytes(audio.convert_frames(signed, 1, rate, samples.tobytes(), signed, 1, RATE)))
