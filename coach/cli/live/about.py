"""``coach about``: purpose of the moves, when to rest and when to see a doctor; and the safety notice."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.padding import Padding

from coach.cli.console import readable
from coach.cli.live.sound import chosen_language
from coach.cli.move_options import known_moves
from coach.language import Language
from coach.moves.move import Move

NOTICE: Final = "warning-signs-1"
"""Name of the notice in the history once it was acknowledged; a changed one gets another name."""

SIGNS: Final = ("bladder", "saddle", "leg", "pain", "fever")
"""Reasons to see a doctor at once, by their phrases."""

CHAPTERS: Final = ("what", "feel", "helps", "rest", "source")

WIDEST: Final = 88


def about(language: str | None = None, data: Path | None = None) -> int:
    """Print all of it, in the language of the last session by default."""
    phrases = chosen_language(language, data)
    console = readable(WIDEST)
    for chapter in CHAPTERS:
        console.print(phrases.say(f"about.{chapter}_title"))
        console.print(Padding(phrases.say(f"about.{chapter}"), (0, 0, 1, 2)))
    warn(console, phrases)
    avoid(console, phrases, known_moves(data).all()[0])
    return 0


def notice(phrases: Language) -> list[str]:
    """Return the warning signs, a sentence or part of one each, to show and read out in this order."""
    return [phrases.say(f"notice.{part}") for part in ("stop", *SIGNS, "limits")]


def warn(console: Console, phrases: Language) -> None:
    """Print the warning signs."""
    first, *signs, last = notice(phrases)
    console.print(first)
    for sign in signs:
        console.print(Padding(f"- {sign}", (0, 0, 0, 2)), soft_wrap=False)  # unfolded, it would be cropped
    console.print(last)


def avoid(console: Console, phrases: Language, moves: Iterable[Move]) -> None:
    """Print who should leave out which of these moves."""
    console.print(f"\n{phrases.say('notice.avoid')}")
    for each in moves:
        move = each.in_language(phrases.language)
        if move.words.avoid_if:
            console.print(Padding(move.title, (0, 0, 0, 2)))
            for reason in move.words.avoid_if:
                console.print(Padding(f"- {reason}", (0, 0, 0, 4)))
