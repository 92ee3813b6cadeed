"""Questions at the keyboard before and after a session. An empty answer skips a question."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, TypeVar

from rich.console import Console

from coach.language import Language, english
from coach.session.pain_scale import MOST

SIDES: Final = ("left", "right", "both", "neither")
"""The sides that may hurt."""

Answer = TypeVar("Answer")

Ask = Callable[[str], str]
"""Asks a question and returns the answer."""


def is_interactive() -> bool:
    """Whether there is a terminal at which a person can answer."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def asker(console: Console) -> Ask:
    """Return a function that asks at this console; choices in brackets are shown as they are, not read as markup."""
    return partial(console.input, markup=False)


def side(ask: Ask, phrases: Language) -> str | None:
    """Ask which side hurts; ``None`` if there is no answer."""
    return _answer(ask, phrases.say("session.side") + " ", lambda text: _meant(text, SIDES, phrases))


def level(ask: Ask, phrases: Language) -> int | None:
    """Ask how much it hurts, 0 to 10; ``None`` if there is no answer."""
    return _answer(ask, phrases.say("session.level") + " ", _level)


def yes(ask: Ask, question: str, phrases: Language) -> bool | None:
    """Ask for yes or no; ``None`` if there is no answer."""
    prompt = f"{question} {phrases.say('before.choices')} "
    meant = {"yes": True, "no": False, None: None}
    return _answer(ask, prompt, lambda text: meant[_meant(text[0], ("yes", "no"), phrases)])


def _answer(ask: Ask, question: str, read: Callable[[str], Answer | None]) -> Answer | None:
    while True:
        text = ask(question).strip().lower()
        if not text:
            return None
        found = read(text)
        if found is not None:
            return found


def _meant(text: str, answers: Sequence[str], phrases: Language) -> str | None:
    """Return the answer whose word begins with a text, in the language or in English."""
    for language in (phrases, english()):
        for answer in answers:
            if any(word.startswith(text) for word in language.say(f"answers.{answer}").split()):
                return answer
    return None


def _level(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and int(text) <= MOST else None
