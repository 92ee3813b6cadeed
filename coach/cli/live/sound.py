"""Language, volume and speed of the voice: as given now, or as last time."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from coach.errors import HistoryError
from coach.language import Language, phrase
from coach.store.history import History, data_folder, for_reading
from coach.voice.settings import DEFAULT_SPEAKER, Settings
from coach.voice.speaker import speakers

if TYPE_CHECKING:
    from coach.cli.live.arguments import SessionArguments

SOUND: Final = "sound"
"""Name of the setting. How much is spoken is not stored: a coach that stays silent the next day seems broken."""


def last_sound(folder: Path) -> Settings:
    """Return the settings of the last session; the defaults if there is no history, or a damaged one."""
    try:
        with History(folder, for_reading) as history:
            return stored_sound(history)
    except HistoryError:
        return Settings()


def chosen_language(code: str | None, data: Path | None) -> Language:
    """Return the language with that code; by default that of the last session in the data folder.

    Raises:
        DataFileError: There is no such language.
    """
    return Language.load(code or last_sound(data or data_folder()).language)


def sound_settings(history: History, args: SessionArguments) -> tuple[Settings, Language]:
    """Return settings and language. Given options replace the stored ones, and are stored for the next session.

    Raises:
        DataFileError: There is no such language; nothing is stored then.
    """
    options: dict[str, Any] = {  # Any: a word or a number
        "language": args.lang, "volume": None if args.volume is None else args.volume / 100,
        "speed": args.voice_speed, "engine": args.voice_engine, "speaker": args.speaker, "duck": args.duck,
    }  # fmt: skip
    given = {name: value for name, value in options.items() if value is not None}
    settings = replace(stored_sound(history), **given)
    phrases = Language.load(settings.language)
    if given:
        history.person.set_setting(SOUND, asdict(settings))
    return settings, phrases


def stored_sound(history: History) -> Settings:
    """Return the stored settings, without those that no longer exist."""
    known = {each.name for each in fields(Settings)}
    return Settings(**{name: value for name, value in (history.person.setting(SOUND) or {}).items() if name in known})


def check_speaker(name: str | None) -> None:
    """Refuse a speaker that is not connected.

    Raises:
        ValueError: No connected speaker has that in its name.
    """
    if name is None or name == DEFAULT_SPEAKER:
        return
    names = speakers()
    if not any(name.casefold() in each.casefold() for each in names):
        raise ValueError(phrase("errors.voice.no_speaker_of", name=name, known=", ".join(names)))
