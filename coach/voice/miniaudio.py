"""The library that finds the sound of every system, loaded without what it would bring along."""

from __future__ import annotations

import sys
import types
from array import array
from collections.abc import Sequence
from typing import Any

from coach.voice.level import RATE


def load() -> Any:  # Any: it ships no types
    """Return miniaudio, without numpy, which costs most of its start, and without its radio client."""
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
    """Return the sound systems to try; without miniaudio's last resort, which plays into nothing."""
    backend = load().Backend
    match sys.platform:
        case "win32":
            return [backend.WASAPI, backend.DSOUND]
        case "darwin":
            return [backend.COREAUDIO]
        case _:
            return [backend.PULSEAUDIO, backend.ALSA, backend.JACK]


def resampled(samples: array[int], rate: int) -> array[int]:
    """Return samples at ``RATE``, whatever rate they had."""
    if rate == RATE:
        return samples
    audio = load()
    signed = audio.SampleFormat.SIGNED16
    return array("h", bytes(audio.convert_frames(signed, 1, rate, samples.tobytes(), signed, 1, RATE)))
