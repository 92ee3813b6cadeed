"""The pages in every language: no sentence is left in English."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest

from coach.language import Language, english, languages
from coach.report.review import page
from tests.fakes.pseudo_language import outside, pseudo_language
from tests.report.diaries import TODAY, diary, long_diary, move_done, rep, visit

UNITS = {"coach", "min", "h", "s"}


class Texts(HTMLParser):
    """Everything on a page that a person reads or hears."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._skipped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._skipped += tag in ("script", "style")
        self.found += [value for name, value in attrs if name in ("aria-label", "title", "alt") and value]

    def handle_endtag(self, tag: str) -> None:
        self._skipped -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self.found.append(data)


def unmarked(html: str) -> set[str]:
    """The words of a page that came out of no catalogue."""
    texts = Texts()
    texts.feed(html)
    return outside("\n".join(texts.found))


def known(made) -> set[str]:
    """Words that come from the data: titles, cues, activities, and the names of days and months."""
    calendar = [name for names in english().calendar().values() for name in names]
    weekdays = [name[:2] for name in english().weekdays()]
    of_data = [json.dumps([str(each) for each in (made.plan, made.visits, made.activities, made.definitions)])]
    return UNITS | set(re.findall(r"[^\W\d_]+", " ".join([*calendar, *weekdays, *of_data])))


def test_every_sentence_of_the_pages_comes_from_the_catalogue():
    months, pseudo = long_diary(8), pseudo_language()
    one = diary(visit(5, TODAY, (move_done("hip-abduction", [rep()], curves=True),)))
    pages = (
        (months, page.review(months, pseudo)),
        (months, page.printed(months, 6, pseudo)),
        (one, page.visit(one, 5, pseudo)),
        (diary(), page.review(diary(), pseudo)),
        (diary(), page.printed(diary(), 6, pseudo)),
    )
    for made, html in pages:
        data = {word.lower() for word in known(made)}
        assert {word for word in unmarked(html) if word.lower() not in data} == set()


@pytest.mark.parametrize("code", languages())
def test_a_page_declares_its_language(code):
    html = page.review(long_diary(2), Language.load(code))
    assert re.findall(r'<html lang="([a-z]+)', html) == [code]
    assert Language.load(code).say("page.glance") in html


def test_a_calendar_has_the_names_of_its_language():
    names = Language.load("es").calendar()
    assert (names["days"][0], names["months"][10], names["shortMonths"][0]) == ("domingo", "noviembre", "ene")


def test_german_nouns_keep_their_capitals():
    html = page.review(long_diary(8), Language.load("de"))
    assert "Nicht ganz in der Position" in html
    assert "in der position" not in html
