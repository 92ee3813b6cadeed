"""The window in every language: nothing is left in another one, and everything fits."""

from __future__ import annotations

from dataclasses import fields
from typing import get_args

import pytest

from coach.app.translation import translated
from coach.capture.health import State
from coach.cli.live.about import notice
from coach.display.board import Board
from coach.display.lettering import width
from coach.display.scene import scene
from coach.display.screen import Screen
from coach.display.shapes import Text
from coach.display.shown import Choice, Row, Shown
from coach.display.words import ENGLISH, GERMAN, LANGUAGES, Words
from coach.events import FaultSeen, MoveBegan, Placed, SetBegan, UnseenStarted
from coach.library import load_move, move_ids
from coach.voice.phrases import Phrases, languages

SMALL = Screen.of((640, 480))
GERMANS = {name: translated(load_move(name), Phrases.load("de")) for name in move_ids()}
LEGIBLE = 0.03
"""Least size of letters in heights of the window: 14 pixels in a window of 640 by 480."""


def sentences(words: Words) -> list[Shown]:
    """A screen for each sentence that a language has."""
    phrases = Phrases.load("de" if words is GERMAN else "en")
    titles = [move.title for move in (GERMANS if words is GERMAN else {n: load_move(n) for n in GERMANS}).values()]
    title = max(titles, key=width)
    full = {"title": title, "side": "right", "set": 12, "sets": 12, "reps": 12, "reps_wanted": 12, "hold_s": 7.5}
    choices = tuple(Choice(str(i), text, i == 2) for i, text in enumerate(words.choices.values(), 1))
    screens = [
        *(Shown(phase="place", message=text, **full) for text in words.lacks.values()),  # type: ignore[arg-type]
        *(Shown(phase="paused", message=text) for text in words.pauses.values()),
        *(Shown(phase="trouble", message=text) for text in words.stalls.values()),
        Shown(phase="place", **full),  # type: ignore[arg-type]
        Shown(phase="ready", **full),  # type: ignore[arg-type]
        Shown(phase="active", following=title, **full),  # type: ignore[arg-type]
        Shown(phase="active", message=words.unseen or "x", **full),  # type: ignore[arg-type]
        Shown(phase="rest", left_s=20, of_s=20, **full),  # type: ignore[arg-type]
        Shown(phase="question", message=words.pain, choices=choices),
        Shown(phase="opening"),
        Shown(phase="summary", rows=tuple(Row(each, words.done.format(12, 12), True) for each in titles)),
        Shown(phase="active", keys=True, fps=30),
        Shown(phase="notice", lines=tuple(notice(phrases)), remedy=phrases.say("notice.go_on")),
    ]
    aims = [aim for move in GERMANS.values() for aim in move.aim] if words is GERMAN else []
    screens += [Shown(phase="hold", cue=aim.cue, **full) for aim in aims]  # type: ignore[arg-type]
    return screens + [Shown(phase="active", praise=aim.good, **full) for aim in aims]  # type: ignore[arg-type]


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_word_fits_a_small_window_in_letters_that_can_be_read(language):
    for shown in sentences(LANGUAGES[language]):
        for text in (
            each for each in scene(shown, None, SMALL, LANGUAGES[language]) if isinstance(each, Text) and each.text
        ):
            wide = width(text.text) * text.size
            shrunk = 1.0 if text.room is None else min(1.0, text.room / wide)
            left = text.at[0] - {"left": 0.0, "middle": 0.5, "right": 1.0}[text.align] * wide * shrunk
            assert text.size * shrunk >= LEGIBLE, text
            assert left >= 0, text
            assert left + wide * shrunk <= SMALL.width, text


def test_every_language_that_is_spoken_has_words_for_the_window():
    assert sorted(LANGUAGES) == sorted(languages())


def test_every_word_of_the_window_is_there_in_german():
    for each in fields(Words):
        english, german = getattr(ENGLISH, each.name), getattr(GERMAN, each.name)
        if isinstance(english, dict) and english:
            assert english.keys() == german.keys(), each.name
        assert german, each.name
        if each.name not in ("fps",):
            assert german != english, each.name
    assert [key for key, _ in ENGLISH.keys][1:] == [key for key, _ in GERMAN.keys][1:]


def test_every_trouble_of_a_camera_has_its_german_sentence():
    assert GERMAN.stalls.keys() >= {*get_args(State), "behind"} - {"running"}


@pytest.mark.parametrize("name", move_ids())
def test_a_move_is_translated_whole_and_decides_as_before(name):
    english, german = load_move(name), GERMANS[name]
    assert german.title != english.title
    assert len(german.avoid_if) == len(english.avoid_if)
    assert not set(german.avoid_if) & set(english.avoid_if)
    for here, there in zip(english.aim, german.aim, strict=True):
        # What is only advisory is neither cued nor praised.
        assert here.confidence is not None or (here.cue != there.cue and here.good != there.good)
        assert (here.id, here.least, here.most, here.order) == (there.id, there.least, there.most, there.order)
    assert (german.start, german.top, german.measures, german.hold_s) == (
        english.start, english.top, english.measures, english.hold_s,
    )  # fmt: skip


def test_in_english_a_move_stays_as_it_is():
    move = load_move("hip-abduction")
    assert translated(move, Phrases.load("en")) is move


def test_the_board_speaks_german():
    board = Board(GERMANS, GERMAN)
    for event in (
        MoveBegan(0, 1, 1, "hip-abduction", 1, 8, ("right",), 5, 45),
        SetBegan(0, 1, 1, "right", 0, 8),
        Placed(1),
        FaultSeen(2, "knee-bent"),
    ):
        board.update(event)
    shown = board.shown(2.0)
    assert (shown.title, shown.cue, shown.following) == (
        "Beinheben in der Seitenlage", "Das obere Knie strecken", GERMAN.end_next,
    )  # fmt: skip
    board.update(UnseenStarted(3, "an English sentence"))
    assert board.shown(3.0).message == GERMAN.unseen
