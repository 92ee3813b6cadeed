"""A move in another language: what is shown and told of it, and nothing that decides."""

from __future__ import annotations

from dataclasses import replace

from coach.language import REFERENCE, Language
from coach.moves.move import Move


def translated(move: Move, phrases: Language) -> Move:
    """The same move with its title, cues, praise and warnings in a language, as far as that has them."""
    if phrases.language == REFERENCE:
        return move
    find, name = phrases.find, move.id
    aims = tuple(
        replace(
            aim, cue=find(f"cues.{name}.{aim.id}", aim.cue).rstrip("."), good=find(f"good.{name}.{aim.id}", aim.good)
        )
        for aim in move.aim
    )
    avoid_if = tuple(find(f"avoid.{name}.{i}", reason) for i, reason in enumerate(move.avoid_if, 1))
    return replace(move, title=find(f"moves.{name}.title", move.title), aim=aims, avoid_if=avoid_if)
