"""Audio output: a device found by miniaudio, or else a system program that plays files."""

from __future__ import annotations

import math
import os
import shutil
import subprocess
import sys
import threading
import time
from array import array
from collections.abc import Generator
from typing import Any, Final, Protocol, get_args

from coach.errors import CoachError
from coach.language import phrase
from coach.voice import miniaudio
from coach.voice.ducking import ROLE, Ducking
from coach.voice.level import RATE, waved
from coach.voice.mixer import Mixer, Played, PlayedSound, Track
from coach.voice.settings import DEFAULT_SPEAKER, Settings

PERIOD_MS: Final = 60
"""Length of one device request: 20 and 40 ms left audible gaps on a busy computer."""

TAIL_S: Final = 0.15
"""Audio still buffered by the device and the sound server after the last sample is handed over."""

IDLE_S: Final = 1.5
"""The device stops after this much silence, so that other audio is no longer lowered."""

STALLED_S: Final = 2.0
"""A device that requests no samples for this long is lost."""

PLAYERS: Final = (("pw-play",), ("paplay",), ("aplay", "-q"))
"""Players tried on Linux when the libraries that miniaudio needs are missing."""


class SoundError(CoachError):
    """Nothing plays sound here."""


class UnknownSpeakerError(SoundError):
    """No speaker is called that."""


class Output(Protocol):
    """An audio output."""

    name: str

    def play(self, track: Track, sound: PlayedSound) -> Played:
        """Play alongside the other track, wait for the end, and return the outcome."""
        ...

    def cut(self, track: Track) -> None:
        """Stop the sound of a track."""
        ...

    def close(self) -> None:
        """Stop, and restore the system's configuration."""
        ...

    @property
    def stalled(self) -> bool:
        """Whether the device is lost."""
        ...


def open_output(settings: Settings) -> Output:
    """Open the speaker named in the settings.

    Raises:
        UnknownSpeakerError: No speaker has that name.
        SoundError: No audio output works.
    """
    try:
        return DeviceOutput(settings)
    except UnknownSpeakerError:
        raise
    except SoundError:
        for name, *options in PLAYERS if sys.platform == "linux" else ():
            program = shutil.which(name)
            if program is not None:
                player = PlayerOutput(name, (program, *options))
                silence = PlayedSound(math.inf, array("h", bytes(RATE // 10)))
                if player.play("tones", silence) == "done":
                    return player
        raise


def speakers() -> list[str]:
    """Return the names of the speakers, in the system's order.

    Raises:
        SoundError: Nothing plays sound here.
    """
    return [str(each["name"]) for each in _devices()]


def _devices() -> list[dict[str, Any]]:  # Any: miniaudio ships no types
    audio = miniaudio.load()
    try:
        return list(audio.Devices(miniaudio.backends()).get_playbacks())
    except audio.MiniaudioError as error:
        raise SoundError(phrase("errors.voice.no_output")) from error


class DeviceOutput:
    """An audio device, running only while there is something to play.

    Raises:
        SoundError: There is none, or none with that name.
    """

    def __init__(self, settings: Settings) -> None:
        audio = miniaudio.load()
        device, speaker = None, settings.speaker
        self.name = DEFAULT_SPEAKER
        if speaker != DEFAULT_SPEAKER:
            device = next((each for each in _devices() if speaker.casefold() in str(each["name"]).casefold()), None)
            if device is None:
                raise UnknownSpeakerError(phrase("errors.voice.no_speaker", name=speaker))
            self.name = str(device["name"])
        if settings.duck:
            os.environ.setdefault("PULSE_PROP", f"media.role={ROLE}")
        try:
            self._device = audio.PlaybackDevice(
                audio.SampleFormat.SIGNED16, 1, RATE, PERIOD_MS,
                device["id"] if device is not None else None,
                backends=miniaudio.backends(), app_name="coach",
            )  # fmt: skip
        except audio.MiniaudioError as error:
            raise SoundError(phrase("errors.voice.no_output")) from error
        self.name += f" ({self._device.backend})"
        self._mixer = Mixer(round(TAIL_S * RATE))
        self._lock = threading.Lock()
        self._running = False
        self._idle_since = time.monotonic()
        self._ducking = Ducking() if settings.duck and self._device.backend == "PulseAudio" else None
        threading.Thread(target=self._rest, name="resting", daemon=True).start()

    def play(self, track: Track, sound: PlayedSound) -> Played:
        """Play alongside the other track, wait for the end, and return the outcome."""
        self._mixer.play(track, sound)
        self._start()
        sound.over.wait()
        return sound.outcome

    def cut(self, track: Track) -> None:
        """Stop the sound of a track."""
        self._mixer.cut(track)

    def close(self) -> None:
        """Stop, and restore the system's configuration."""
        for track in get_args(Track):
            self._mixer.cut(track)
        if self._ducking is not None:
            self._ducking.close()

    @property
    def stalled(self) -> bool:
        """Whether the device is lost."""
        return not self._mixer.silent and time.monotonic() - self._mixer.asked_at > STALLED_S

    def _start(self) -> None:
        with self._lock:
            if not self._running:
                self._mixer.asked_at = time.monotonic()
                frames = self._frames()
                next(frames)
                self._device.start(frames)
                self._running = True

    def _frames(self) -> Generator[array[int], int, None]:
        frames = yield array("h")
        while True:
            frames = yield self._mixer.mix(frames)

    def _rest(self) -> None:
        """Stop the device after ``IDLE_S`` of silence."""
        while True:
            time.sleep(IDLE_S / 4)
            now = time.monotonic()
            if not self._mixer.silent:
                self._idle_since = now
            with self._lock:
                if self._running and self._mixer.silent and now - self._idle_since > IDLE_S:
                    self._device.stop()
                    self._running = False


class PlayerOutput:
    """A Linux program that plays a file, started for each sound.

    ``command`` lacks the file.
    """

    stalled = False

    def __init__(self, name: str, command: tuple[str, ...]) -> None:
        self.name, self._command = name, command
        self._playing: dict[Track, subprocess.Popen[bytes]] = {}

    def play(self, track: Track, sound: PlayedSound) -> Played:
        """Play alongside the other track, wait for the end, and return the outcome."""
        if time.monotonic() > sound.until:
            return "late"
        file = os.memfd_create("sound")  # a name on the disk would outlive a program that is killed
        try:
            os.write(file, waved(sound.samples.tobytes(), RATE))
            child = self._playing[track] = subprocess.Popen(
                (*self._command, f"/proc/self/fd/{file}"), pass_fds=(file,),
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        finally:
            os.close(file)
        if sound.cancelled:
            child.kill()
        try:
            failed = child.wait(STALLED_S + len(sound.samples) / RATE) != 0
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
            failed = True
        del self._playing[track]
        return "cut" if sound.cancelled else "failed" if failed else "done"

    def cut(self, track: Track) -> None:
        """Stop the sound of a track."""
        child = self._playing.get(track)
        if child is not None:
            child.kill()

    def close(self) -> None:
        """Stop, and restore the system's configuration."""
        for track in list(self._playing):
            self.cut(track)
