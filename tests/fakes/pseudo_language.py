"""A language in which every phrase is marked: what is outside the marks came out of no catalogue."""

from __future__ import annotations

import re

from coach.language import Language, english

MARKED = re.compile(r"⟦[^⟦⟧]*⟧")


def pseudo_language() -> Language:
    """English with every phrase in marks, except for the formats of dates."""
    phrases = {
        key: marked(text) if isinstance(text, str) else {form: marked(each) for form, each in text.items()}
        for key, text in english().wordings.items()
        if not key.startswith("dates.")
    }
    return Language("en", {**english().wordings, **phrases})


def marked(text: str) -> str:
    return f"⟦{text}⟧"


def outside(text: str) -> set[str]:
    """The words of a text that came out of no catalogue."""
    while MARKED.search(text):
        text = MARKED.sub(" ", text)
    return set(re.findall(r"[^\W\d_]+", text))
