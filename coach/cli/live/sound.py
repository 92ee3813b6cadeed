"""How the coach sounds: the language, the volume and the speed of its voice, as asked for now or the last time."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

from coach.errors import HistoryError
from coach.language import Language
from coach.store.history import History, to_read
from coach.voice.system import Settings

SOUND: Final = "sound"
"""The setting that keeps it. How much is spoken is not kept: a coach that stays silent the next day seems broken."""


def kept_language(folder: Path) -> str:
    """The language of the last time; the usual one where no history tells it, or a damaged one."""
    try:
        with History(folder, to_read) as history:
            return Settings(**(history.setting(SOUND) or {})).language
    except HistoryError:
        return Settings().language


def settle(
    history: History, *, lang: str | None = None, volume: int | None = None, speed: float | None = None
) -> tuple[Settings, Language]:
    """How to sound and in which words; what is asked for is kept for the next time.

    Args:
        history: Where it is kept.
        lang: The language's code; ``None`` for the last one.
        volume: 0 to 100; ``None`` for the last one.
        speed: 0.5 to 2 times the usual; ``None`` for the last one.

    Raises:
        DataFileError: There is no such language; nothing is kept then.
    """
    wanted: dict[str, Any] = {  # Any: a word or a number
        "language": lang, "volume": None if volume is None else volume / 100, "speed": speed,
    }  # fmt: skip
    asked = {name: value for name, value in wanted.items() if value is not None}
    settings = replace(Settings(**(history.setting(SOUND) or {})), **asked)
    phrases = Language.load(settings.language)
    if asked:
        history.set_setting(SOUND, asdict(settings))
    return settings, phrases
