"""Renders words to samples by running a voice, which may hang or crash: one process for each phrase."""

from __future__ import annotations

import io
import subprocess
import sys
import wave
from array import array
from collections import OrderedDict
from typing import Final

from coach.voice.engines import Voice
from coach.voice.level import WORD_PEAK, levelled
from coach.voice.miniaudio import resampled

LONGEST_S: Final = 10.0
"""Longest rendering of a phrase; after that the voice hangs."""

KEPT: Final = 64
"""Phrases kept in memory, because most of them recur: counts above all."""

SILENT: Final = 200
"""Samples below this are trimmed at both ends: Pico leaves 15 to 55 ms of silence before speech, more after it."""

_NO_WINDOW: Final = 0x08000000 if sys.platform == "win32" else 0


class Renderer:
    """Renders utterances with a voice.

    ``volume`` is 0 to 1.
    """

    def __init__(self, voice: Voice, volume: float) -> None:
        self._voice, self._volume = voice, volume
        self._kept: OrderedDict[str, array[int]] = OrderedDict()
        self._child: subprocess.Popen[bytes] | None = None
        self._spare = self._start()

    def render(self, text: str) -> array[int] | None:
        """Return the samples of a phrase at ``level.RATE``; ``None`` if the voice fails or is cut short."""
        kept = self._kept.get(text)
        if kept is not None:
            self._kept.move_to_end(text)
            return kept
        spoken = self._run(text)
        samples = None if spoken is None else self._levelled(spoken)
        if samples is not None:
            self._kept[text] = samples
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return samples

    def cut(self) -> None:
        """Stop the current rendering, if any."""
        child = self._child
        if child is not None:
            child.kill()

    def close(self) -> None:
        """End the waiting process."""
        if self._spare is not None:
            with self._spare as spare:
                spare.kill()

    def _run(self, text: str) -> bytes | None:
        child = self._child = self._spare or self._start()
        self._spare = None
        if child is None:
            return None
        with child:
            try:
                spoken, _ = child.communicate(text.encode("utf-8", "replace"), LONGEST_S)
            except (subprocess.TimeoutExpired, OSError):
                child.kill()
                return None
            finally:
                self._child = None
        # The next process starts while this phrase is heard, which hides its start-up time.
        self._spare = self._start()
        return spoken if child.returncode == 0 else None

    def _start(self) -> subprocess.Popen[bytes] | None:
        try:
            return subprocess.Popen(
                self._voice.command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=_NO_WINDOW,
            )
        except OSError:
            return None

    def _levelled(self, spoken: bytes) -> array[int] | None:
        """Return speech trimmed, levelled and converted to ``level.RATE``; ``None`` if it is no WAV file."""
        try:
            with wave.open(io.BytesIO(spoken)) as file:
                if file.getnchannels() != 1 or file.getsampwidth() != 2:
                    return None
                rate, samples = file.getframerate(), array("h", file.readframes(len(spoken) // 2))
        except (wave.Error, EOFError, ValueError):
            return None
        loud = [i for i, each in enumerate(samples) if abs(each) > SILENT]
        if not loud:
            return array("h")
        return resampled(levelled(samples[loud[0] : loud[-1] + 1], rate, WORD_PEAK, self._volume), rate)
