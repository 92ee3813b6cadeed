"""The system's own voice and its player of sounds, as commands for a child process."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

USUAL_WPM: Final = 165
"""Words a minute at speed 1: what is said has to be taken in while moving."""


@dataclass(frozen=True, slots=True)
class Call:
    """One run of a child process.

    Attributes:
        command: The program and its arguments.
        text: What it is given on its standard input.
    """

    command: tuple[str, ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """How to sound.

    Attributes:
        language: The language's code, such as ``en``.
        volume: 0 to 1.
        speed: 0.5 to 2 times the usual.
    """

    language: str = "en"
    volume: float = 1.0
    speed: float = 1.0

    def __post_init__(self) -> None:
        if not 0 <= self.volume <= 1:
            raise ValueError(f"the volume is 0 to 1, not {self.volume:g}")
        if not 0.5 <= self.speed <= 2:
            raise ValueError(f"the speed of speech is 0.5 to 2, not {self.speed:g}")


Voice: TypeAlias = Callable[[str], Call]
"""The call that says a text."""

Player: TypeAlias = Callable[[Path], Call]
"""The call that plays a WAV file."""

Find: TypeAlias = Callable[[str], str | None]


def find_voice(settings: Settings, platform: str = sys.platform, which: Find = shutil.which) -> Voice | None:
    """The system's voice, or ``None`` where it has none. Tried on Linux only."""
    for name in {"darwin": ("say",), "win32": ("powershell",)}.get(platform, ("espeak-ng", "espeak", "spd-say")):
        program = which(name)
        if program is not None:
            return _voice(name, program, settings)
    return None


def find_player(platform: str = sys.platform, which: Find = shutil.which) -> Player | None:
    """What plays sounds, or ``None`` where nothing does. Tried on Linux only."""
    if platform == "win32":
        script = "import sys, winsound; winsound.PlaySound(sys.argv[1], winsound.SND_FILENAME)"
        return lambda path: Call((sys.executable, "-I", "-c", script, str(path)))
    players: tuple[tuple[str, ...], ...] = (("pw-play",), ("paplay",), ("aplay", "-q"), ("play", "-q"))
    for name, *options in (("afplay",),) if platform == "darwin" else players:
        program = which(name)
        if program is not None:
            return _player(program, options)
    return None


def _player(program: str, options: Sequence[str]) -> Player:
    return lambda path: Call((program, *options, str(path)))


def _voice(name: str, program: str, settings: Settings) -> Voice:
    match name:
        case "say":
            return _say(program, settings)
        case "powershell":
            return _powershell(program, settings)
        case "spd-say":
            return _spd_say(program, settings)
        case _:
            return _espeak(program, settings)


def _espeak(program: str, settings: Settings) -> Voice:
    # By way of the standard input a text is never taken for an option, nor shown in the list of processes.
    command = (
        *(program, "-v", settings.language),
        *("-s", str(round(USUAL_WPM * settings.speed)), "-a", str(round(100 * settings.volume)), "--stdin"),
    )
    return lambda text: Call(command, text)


def _spd_say(program: str, settings: Settings) -> Voice:
    rate = round(100 * (settings.speed - 1)) if settings.speed > 1 else round(200 * (settings.speed - 1))
    level = round(200 * settings.volume - 100)
    command = (program, "-w", "-l", settings.language, "-r", str(rate), "-i", str(level), "--")
    return lambda text: Call((*command, text))


def _say(program: str, settings: Settings) -> Voice:
    voice = {"de": ("-v", "Anna")}.get(settings.language, ())
    command = (program, *voice, "-r", str(round(USUAL_WPM * settings.speed)), "-f", "-")
    return lambda text: Call(command, f"[[volm {settings.volume:.2f}]] {text}")


def _powershell(program: str, settings: Settings) -> Voice:
    script = (
        "[Console]::InputEncoding = [Text.Encoding]::UTF8; "
        "Add-Type -AssemblyName System.Speech; "
        "$s = New-Object System.Speech.Synthesis.SpeechSynthesizer; "
        f"$c = [Globalization.CultureInfo]::GetCultureInfo('{_code(settings.language)}'); "
        "$v = $s.GetInstalledVoices() | Where-Object { $_.Enabled -and "
        "$_.VoiceInfo.Culture.TwoLetterISOLanguageName -eq $c.TwoLetterISOLanguageName } | Select-Object -First 1; "
        "if ($v) { $s.SelectVoice($v.VoiceInfo.Name) }; "
        f"$s.Rate = {round(10 * (settings.speed - 1))}; $s.Volume = {round(100 * settings.volume)}; "
        "$s.Speak([Console]::In.ReadToEnd())"
    )
    command = (program, "-NoProfile", "-NonInteractive", "-Command", script)
    return lambda text: Call(command, text)


def _code(language: str) -> str:
    """A language's code as it can stand in a script."""
    return "".join(letter for letter in language if letter.isascii() and (letter.isalnum() or letter == "-"))
