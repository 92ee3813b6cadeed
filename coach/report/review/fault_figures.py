"""Figures of a fault as it was seen, beside the right form."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from coach.moves.text import Drawings
from coach.report.review.facts import Definition, Diary
from coach.report.review.moving import moving, still
from coach.report.review.trend import Trend
from coach.report.review.words import PageWords


def explained(diary: Diary, moves: Sequence[Trend], words: PageWords) -> dict[str, str]:
    """Return the figures of each move with a fault in the last weeks, as markup: the most frequent that was drawn."""
    found = {}
    for trend in moves:
        asked = _latest(diary, trend.move)
        if trend.faults and asked is not None:
            known = diary.seen.get(trend.move, {})
            fault = next((name for name, _, _ in trend.faults if name in known), "")
            found[trend.move] = side_by_side(asked, words, fault, known.get(fault))
    return found


def side_by_side(asked: Definition, words: PageWords, fault: str = "", figure: Drawings | None = None) -> str:
    """Return the seen posture, if known, beside the drawn one, as markup; empty without a drawing."""
    if asked.drawing is None:
        return ""
    label = words.say("figure_asked")
    parts = [(moving(asked.drawing, asked.hold_s, f"{asked.title}: {label}"), label)]
    if figure is not None:
        label = words.say("figure_seen", fault=words.fault(fault))
        parts.insert(0, (still(figure, label), label))
    inside = "".join(f"<figure>{drawn}<figcaption>{escape(text)}</figcaption></figure>" for drawn, text in parts)
    return f'<div class="beside">{inside}</div>'


def _latest(diary: Diary, move: str) -> Definition | None:
    """Return the move as it was used last."""
    used = (done.definition for visit in reversed(diary.visits) for done in visit.moves if done.move == move)
    return next((diary.definitions[name] for name in used if name in diary.definitions), None)
