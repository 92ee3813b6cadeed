"""The window in every language: nothing is left in another one, and everything fits."""

from __future__ import annotations

from typing import get_args

import pytest

from coach.capture.health import State
from coach.cli.live.about import notice
from coach.display.board import Board
from coach.display.lettering import width
from coach.display.scene import scene
from coach.display.screen import Screen
from coach.display.shapes import Text
from coach.display.shown import Row, Shown, ShownChoice
from coach.events import Choice as Answer
from coach.events import FaultSeen, Lack, MoveBegan, Pause, Placed, SetBegan, UnseenStarted
from coach.language import Language, english, languages
from coach.library import load_move, move_ids

SMALL = Screen((640, 480), (640, 480))
TRANSLATED = {code: {name: load_move(name).in_language(code) for name in move_ids()} for code in languages()}
OTHERS = sorted({*languages()} - {"en"})
STALLS = ("opening", "absent", "busy", "frozen", "black", "slow", "behind", "lost")
LEGIBLE = 0.03
"""Least size of letters in heights of the window: 14 pixels in a window of 640 by 480."""


def screens(language: Language) -> list[Shown]:
    """Return a screen for each sentence that a language has."""
    say, moves = language.say, TRANSLATED[language.language].values()
    titles = [move.title for move in moves]
    title = max(titles, key=width)
    full = {"title": title, "side": "right", "set": 12, "sets": 12, "reps": 12, "reps_wanted": 12, "hold_s": 7.5}
    answers = tuple(
        ShownChoice(str(i), say(f"window.choices.{each}"), i == 2) for i, each in enumerate(get_args(Answer), 1)
    )
    found = [
        *(Shown(phase="place", message=say(f"window.lacks.{each}"), **full) for each in get_args(Lack)),  # type: ignore[arg-type]
        *(Shown(phase="paused", message=say(f"window.pauses.{each}")) for each in get_args(Pause)),
        *(Shown(phase="trouble", message=say(f"window.stalls.{each}")) for each in STALLS),
        Shown(phase="place", **full),  # type: ignore[arg-type]
        Shown(phase="active", following=title, **full),  # type: ignore[arg-type]
        Shown(phase="active", message=language.say("not_seen.limbs"), **full),  # type: ignore[arg-type]
        Shown(phase="rest", left_s=20, of_s=20, **full),  # type: ignore[arg-type]
        Shown(phase="question", message=say("window.pain"), choices=answers),
        Shown(phase="opening"),
        Shown(phase="summary", rows=tuple(Row(each, say("window.done", count=12, of=12), True) for each in titles)),
        Shown(phase="active", keys=True),
        Shown(phase="notice", lines=tuple(notice(language)), remedy=say("notice.go_on")),
    ]
    for move in moves:
        found += [Shown(phase="hold", cue=each, **full) for each in move.words.cue.values()]  # type: ignore[arg-type]
        found += [Shown(phase="active", praise=each, **full) for each in move.words.good.values()]  # type: ignore[arg-type]
    return found


@pytest.mark.parametrize("code", languages())
def test_every_text_is_legible_in_a_small_window(code):
    language = Language.load(code)
    for shown in screens(language):
        for text in (each for each in scene(shown, None, SMALL, language) if isinstance(each, Text) and each.text):
            wide = width(text.text) * text.size
            shrunk = 1.0 if text.room is None else min(1.0, text.room / wide)
            left = text.at[0] - {"left": 0.0, "middle": 0.5, "right": 1.0}[text.align] * wide * shrunk
            assert text.size * shrunk >= LEGIBLE, text
            assert left >= 0, text
            assert left + wide * shrunk <= SMALL.width, text


@pytest.mark.parametrize("code", OTHERS)
def test_no_sentence_of_the_window_is_left_in_english(code):
    there = Language.load(code)
    sentences = {key for key, text in english().wordings.items() if key.startswith("window.") and " " in str(text)}
    assert len(sentences) > 40
    assert [key for key in sorted(sentences) if there.wordings[key] == english().wordings[key]] == []


def test_every_shown_camera_state_has_a_message():
    assert {*get_args(State), "behind"} - {"running"} == set(STALLS)


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("name", move_ids())
def test_a_translated_move_has_all_texts_and_the_same_rules(name, code):
    original, there = load_move(name), TRANSLATED[code][name]
    assert there.title != original.title
    assert len(there.words.avoid_if) == len(original.words.avoid_if)
    assert not set(there.words.avoid_if) & set(original.words.avoid_if)
    for ours, theirs in zip(original.aim, there.aim, strict=True):
        # What is only advisory is neither cued nor praised.
        assert ours.confidence is not None or all(
            getattr(original.words, field)[ours.id] != getattr(there.words, field)[ours.id] for field in ("cue", "good")
        )
        assert (ours.id, ours.least, ours.most, ours.order) == (theirs.id, theirs.least, theirs.most, theirs.order)
    assert (there.start, there.top, there.measures, there.hold_s) == (
        original.start, original.top, original.measures, original.hold_s,
    )  # fmt: skip


def test_in_english_a_move_stays_as_it_is():
    move = load_move("hip-abduction")
    assert move.in_language("en") is move


def test_the_board_speaks_german():
    german = Language.load("de")
    board = Board(TRANSLATED["de"], german)
    for event in (
        MoveBegan(0, 1, 1, "hip-abduction", 1, 8, ("right",), 5, 45),
        SetBegan(0, 1, 1, "right", 0, 8),
        Placed(1),
        FaultSeen(2, "knee-bent"),
    ):
        board.update(event)
    shown = board.shown(2.0)
    assert (shown.title, shown.cue, shown.following) == (
        "Beinheben in der Seitenlage", "Das obere Knie strecken", german.say("window.end_next"),
    )  # fmt: skip
    board.update(UnseenStarted(3, "limbs"))
    assert board.shown(3.0).message == "Die gemessenen Glieder sind verdeckt oder nicht im Bild"
