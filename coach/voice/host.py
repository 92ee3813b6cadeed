"""The child process that renders and plays: ``python -m coach.voice.host``, driven by ``coach.voice.process``.

It reads JSON lines: the settings, then requests, each with ``until``, the latest time to start it in seconds of
``time.monotonic()``, a clock that all processes of a computer share. It writes JSON lines: voice and speaker, then the
outcome of each request. It ends when its input does.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from array import array
from dataclasses import replace
from queue import Empty, SimpleQueue
from typing import Final

from coach.voice.engines import find_voice
from coach.voice.lines import EARCONS
from coach.voice.mixer import Message, Played, PlayedSound, Track
from coach.voice.output import Output, SoundError, UnknownSpeakerError, open_output, speakers
from coach.voice.rendering import Renderer
from coach.voice.settings import DEFAULT_SPEAKER, Settings
from coach.voice.sounds import tone

LOST: Final = 3
"""Exit code when there is no device, or it is lost."""

SILENT: Final[Message] = {"silent": True}
"""Message if nothing plays sound here."""

WATCH_S: Final = 0.2


class Host:
    """Renders and plays words and tones side by side.

    ``volume`` is that of the tones, 0 to 1; without a renderer there are only tones.
    """

    def __init__(self, output: Output, renderer: Renderer | None, volume: float) -> None:
        self._output, self._renderer, self._volume = output, renderer, volume
        self._queues: dict[Track, SimpleQueue[tuple[Message, PlayedSound]]] = {
            "words": SimpleQueue(),
            "tones": SimpleQueue(),
        }
        self._latest: dict[Track, PlayedSound] = {}
        self._prepared: list[str] = []
        for work in (self._words, self._tones, self._watch):
            threading.Thread(target=work, name=work.__name__, daemon=True).start()

    def take(self, message: Message) -> None:
        """Take a message; returns at once."""
        match message:
            case {"prepare": texts}:
                self._prepared = list(reversed(texts))
            case {"cut": track}:
                self._cut(track)
            case {"track": track, "until": until}:
                sound = self._latest[track] = PlayedSound(until)
                self._queues[track].put((message, sound))

    def _cut(self, track: Track) -> None:
        if track in self._latest:
            self._latest[track].cancelled = True
        if track == "words" and self._renderer is not None:
            self._renderer.cut()
        self._output.cut(track)

    def _words(self) -> None:
        while True:
            try:
                message, sound = self._queues["words"].get(block=not self._prepared)
            except Empty:
                self._spoken(self._prepared.pop())
                continue
            self._perform("words", message, sound)

    def _tones(self) -> None:
        for name in EARCONS:
            tone(name, self._volume)  # kept, so that the first is heard as soon as the others
        while True:
            self._perform("tones", *self._queues["tones"].get())

    def _perform(self, track: Track, message: Message, sound: PlayedSound) -> None:
        outcome: Played = "late"
        if time.monotonic() <= sound.until:
            name = message.get("tone")
            samples = self._spoken(message["text"]) if name is None else tone(name, self._volume)
            outcome = "cut" if sound.cancelled else "failed"
            if samples is not None and not sound.cancelled:
                sound.samples = samples
                outcome = self._output.play(track, sound)
        write({"track": track, "outcome": outcome})

    def _spoken(self, text: str) -> array[int] | None:
        return None if self._renderer is None else self._renderer.render(text)

    def _watch(self) -> None:
        while not self._output.stalled:
            time.sleep(WATCH_S)
        os._exit(LOST)  # a device that hangs keeps its threads, and the end of the program, waiting


_writing = threading.Lock()


def write(message: Message) -> None:
    """Write a message to the parent process."""
    with _writing:
        sys.stdout.write(json.dumps(message) + "\n")
        sys.stdout.flush()


def main() -> None:
    """Serve requests until the input ends."""
    settings = Settings(**json.loads(sys.stdin.readline()))
    voice = find_voice(settings)
    missing = ""
    try:
        try:
            output = open_output(settings)
        except UnknownSpeakerError:
            missing = settings.speaker
            output = open_output(replace(settings, speaker=DEFAULT_SPEAKER))
    except SoundError:
        write(SILENT)
        sys.exit(LOST)
    renderer = Renderer(voice, settings.volume) if voice is not None else None
    host = Host(output, renderer, settings.volume)
    found = {"voice": voice.name, "why": voice.why} if voice is not None else {"voice": "", "why": ""}
    write({**found, "speaker": output.name, "missing": missing})
    for line in sys.stdin:
        host.take(json.loads(line))
    output.close()
    if renderer is not None:
        renderer.close()
    os._exit(0)  # threads that wait for the device must not delay the end


if __name__ == "__main__":
    if sys.argv[1:] == ["--speakers"]:
        try:
            write({"speakers": speakers()})
        except SoundError:
            write(SILENT)
    else:
        main()
