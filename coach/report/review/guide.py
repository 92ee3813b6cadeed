"""The page of one move: the moving figure, how it is done, and who should leave it out."""

from __future__ import annotations

from coach.language import Language
from coach.moves.move import Move
from coach.report.review.html import render
from coach.report.review.moving import moving
from coach.report.review.words import PageWords


def guide(move: Move, language: Language) -> str:
    """Return the page of a move, in a language as far as its file has the words."""
    shown = move.in_language(language.language)
    words = PageWords(language)
    figure = None if shown.drawing is None else moving(shown.drawing, shown.hold_s, shown.title, shown.side)
    return render(
        "guide",
        words,
        ("base", "dark", "guide", "moving"),
        (),
        g=lambda key: language.say(f"move_page.{key}"),
        move=shown,
        asked=_asked(shown, words),
        figure=figure,
    )


def _asked(move: Move, words: PageWords) -> str:
    """Return the reps, the hold and the target of a move, in words."""
    each_side = move.sides == "each" and move.side is None
    parts = [words.say("each_side", n=move.reps) if each_side else words.count(move.reps, "rep")]
    parts += [words.say("held", seconds=words.language.plain(move.hold_s))] if move.hold_s else []
    parts += [] if move.target_deg is None else [words.say("target_angle", angle=words.angle(move.target_deg))]
    return ", ".join(parts)
