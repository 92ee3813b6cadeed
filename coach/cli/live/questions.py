"""What is asked at the keyboard before and after a session. An empty answer skips a question."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from typing import Final, TypeVar

from rich.console import Console

from coach.language import Language
from coach.session.pain_scale import MOST

SIDES: Final = {
    "left": ("left", "links"),
    "right": ("right", "rechts"),
    "both": ("both", "beide"),
    "neither": ("neither", "none", "keine"),
}
"""What may hurt, and what that is called in the languages there are; a beginning will do."""

Answer = TypeVar("Answer")

Ask = Callable[[str], str]
"""Puts a question and gives the answer."""


def somebody() -> bool:
    """Whether somebody sits at the terminal to be asked."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def of(console: Console) -> Ask:
    """What asks at this console; a choice in brackets is shown as it is, and is no markup."""
    return partial(console.input, markup=False)


def side(ask: Ask, phrases: Language) -> str | None:
    """Which side hurts; ``None`` where that is not told."""
    return _answer(ask, phrases.say("session.side") + " ", _side)


def level(ask: Ask, phrases: Language) -> int | None:
    """How much it hurts, 0 to 10; ``None`` where that is not told."""
    return _answer(ask, phrases.say("session.level") + " ", _level)


def yes(ask: Ask, question: str, phrases: Language) -> bool | None:
    """Yes or no, in English or German; ``None`` for neither."""
    return _answer(
        ask,
        f"{question} {phrases.say('before.choices')} ",
        lambda text: {"y": True, "j": True, "n": False}.get(text[0]),
    )


def _answer(ask: Ask, question: str, read: Callable[[str], Answer | None]) -> Answer | None:
    while True:
        text = ask(question).strip().lower()
        if not text:
            return None
        found = read(text)
        if found is not None:
            return found


def _side(text: str) -> str | None:
    return next((side for side, names in SIDES.items() if any(name.startswith(text) for name in names)), None)


def _level(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and int(text) <= MOST else None
