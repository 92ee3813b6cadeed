"""How the coach sounds: the language, the volume and the speed of its voice, as asked for now or the last time."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any, Final

from coach.errors import HistoryError
from coach.language import Language
from coach.store.history import History, data_folder, to_read
from coach.voice.settings import DEFAULT_SPEAKER, Settings
from coach.voice.speaker import speakers

SOUND: Final = "sound"
"""The setting that keeps it. How much is spoken is not kept: a coach that stays silent the next day seems broken."""


def last_sound(folder: Path) -> Settings:
    """Return how the coach sounded the last time; the usual where no history has it, or a damaged one."""
    try:
        with History(folder, to_read) as history:
            return kept_sound(history)
    except HistoryError:
        return Settings()


def chosen_language(code: str | None, data: Path | None) -> Language:
    """Return the language of that code; by default that of the last session in the data folder.

    Raises:
        DataFileError: There is no such language.
    """
    return Language.load(code or last_sound(data or data_folder()).language)


def settle(
    history: History,
    *,
    lang: str | None = None,
    volume: int | None = None,
    speed: float | None = None,
    engine: str | None = None,
    speaker: str | None = None,
    duck: bool | None = None,
) -> tuple[Settings, Language]:
    """Return how to sound and in which words; what is asked for is kept for the next time.

    What is ``None`` stays as it was. ``volume`` is 0 to 100, ``speed`` 0.5 to 2 times the usual.

    Raises:
        DataFileError: There is no such language; nothing is kept then.
    """
    wanted: dict[str, Any] = {  # Any: a word or a number
        "language": lang, "volume": None if volume is None else volume / 100, "speed": speed,
        "engine": engine, "speaker": speaker, "duck": duck,
    }  # fmt: skip
    asked = {name: value for name, value in wanted.items() if value is not None}
    settings = replace(kept_sound(history), **asked)
    phrases = Language.load(settings.language)
    if asked:
        history.person.set_setting(SOUND, asdict(settings))
    return settings, phrases


def kept_sound(history: History) -> Settings:
    """Return how the coach sounded the last time; settings that no version knows are left out."""
    known = {each.name for each in fields(Settings)}
    return Settings(**{name: value for name, value in (history.person.setting(SOUND) or {}).items() if name in known})


def check_speaker(name: str | None) -> None:
    """Refuse a speaker that is not connected.

    Raises:
        ValueError: None has that in its name.
    """
    if name is None or name == DEFAULT_SPEAKER:
        return
    there = speakers()
    if not any(name.casefold() in each.casefold() for each in there):
        raise ValueError(f"no speaker is called {name!r}; there are: {', '.join(there)}")
