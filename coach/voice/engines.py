"""Voices as commands: each reads text from standard input and writes a WAV file to standard output."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TypeAlias

from coach.voice.settings import Settings

USUAL_WPM: Final = 160
"""Words a minute at speed 1: the listener is moving."""

PREFERRED: Final = {"en": "en-GB"}
"""The accent for a language without a country, where the package has several."""


Why: TypeAlias = Literal["package", "asked", "absent"]
"""Why a voice is used: the package has it, the system's was asked for, or the package has none for the language."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A way to render speech."""

    name: str
    why: Why
    command: tuple[str, ...]


Find: TypeAlias = Callable[[str], str | None]


def find_voice(
    settings: Settings,
    platform: str = sys.platform,
    which: Find = shutil.which,
    package: Callable[[], Path | None] | None = None,
) -> Voice | None:
    """Return the voice to use, or ``None`` if there is none."""
    folder = (package or _packaged)()
    if settings.engine != "system":
        found = _package(folder, settings)
        if found is not None or settings.engine == "package":
            return found
    why: Why = "asked" if settings.engine == "system" else "absent"
    for name in {"darwin": ("say",), "win32": ("powershell",)}.get(platform, ("espeak-ng", "espeak")):
        program = which(name)
        if program is not None:
            command = {"say": _say, "powershell": _powershell}.get(name, _espeak)(program, settings)
            return Voice(name, why, command)
    return None


def _packaged() -> Path | None:
    spec = importlib.util.find_spec("py_nanotts")
    return None if spec is None or spec.origin is None else Path(spec.origin).parent / "lang"


def _package(folder: Path | None, settings: Settings) -> Voice | None:
    if folder is None:
        return None
    names = sorted(path.name.removesuffix("_ta.bin") for path in folder.glob("*_ta.bin"))
    prefix = PREFERRED.get(settings.language, settings.language).lower()
    language = prefix.partition("-")[0]
    exact = [name for name in names if name.lower() == prefix]
    near = [name for name in names if name.lower().partition("-")[0] == language]
    for name in exact + near:
        command = (sys.executable, "-I", "-m", "coach.voice.pico", name, f"{settings.speed:g}")
        return Voice(f"Pico {name}", "package", command)
    return None


def _espeak(program: str, settings: Settings) -> tuple[str, ...]:
    return (program, "-v", _code(settings.language), "-s", str(_wpm(settings)), "--stdin", "--stdout")


def _say(program: str, settings: Settings) -> tuple[str, ...]:
    """Return a script, because ``say`` selects voices by name and cannot write to a pipe."""
    language = _code(settings.language)
    script = (
        "f=$(mktemp) && trap 'rm -f \"$f\"' EXIT && "
        f'v=$("$0" -v "?" | grep " {language}[_-]" | head -n 1 | sed "s/ *{language}[_-].*//") && '
        '"$0" ${v:+-v "$v"} -r "$1" --file-format=WAVE --data-format=LEI16@22050 -o "$f" -f - && cat "$f"'
    )
    return ("/bin/sh", "-c", script, program, str(_wpm(settings)))


def _powershell(program: str, settings: Settings) -> tuple[str, ...]:
    script = (
        "[Console]::InputEncoding = [Text.Encoding]::UTF8; "
        "Add-Type -AssemblyName System.Speech; "
        "$s = New-Object System.Speech.Synthesis.SpeechSynthesizer; "
        f"$c = [Globalization.CultureInfo]::GetCultureInfo('{_code(settings.language)}'); "
        "$v = $s.GetInstalledVoices() | Where-Object { $_.Enabled -and "
        "$_.VoiceInfo.Culture.TwoLetterISOLanguageName -eq $c.TwoLetterISOLanguageName } | Select-Object -First 1; "
        "if ($v) { $s.SelectVoice($v.VoiceInfo.Name) }; "
        f"$s.Rate = {round(10 * (settings.speed - 1))}; "
        "$m = New-Object IO.MemoryStream; $s.SetOutputToWaveStream($m); "
        "$s.Speak([Console]::In.ReadToEnd()); $s.SetOutputToNull(); "
        "$o = [Console]::OpenStandardOutput(); $o.Write($m.ToArray(), 0, $m.Length); $o.Flush()"
    )
    return (program, "-NoProfile", "-NonInteractive", "-Command", script)


def _wpm(settings: Settings) -> int:
    return round(USUAL_WPM * settings.speed)


def _code(language: str) -> str:
    """Return a language code that is safe in a script."""
    return "".join(letter for letter in language if letter.isascii() and (letter.isalnum() or letter == "-"))
