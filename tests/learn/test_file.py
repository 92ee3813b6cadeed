"""A learned move as the text of a file: it reads back as the same move."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.app.learn.wording import LearnedWords
from coach.language import Language, languages
from coach.learn.building import MoveDescription
from coach.learn.demonstration import observed
from coach.learn.drawing import drawn
from coach.learn.file import written
from coach.learn.learning import learn
from coach.library import move_faults, read_move
from tests.fakes.skeleton import MOVES, RepScript, perform

TITLE = 'My "own" \\ move: ü, 腰'


def taught(move, language="en"):
    observations = observed(perform(move, [RepScript("right", hold_s=3)] * 2, fps=15).moments)
    found = learn(MoveDescription("my-move", TITLE, "shown by a test"), [observations])
    words = LearnedWords(Language.load(language))
    text = {language: words.words(found, TITLE)}
    return replace(found, move=replace(found.move, text=text, drawing=drawn(found.shown[0], found.main))), words


@pytest.mark.parametrize("move", sorted(MOVES))
def test_a_written_move_reads_back_unchanged(move, tmp_path):
    found, words = taught(move)
    path = tmp_path / "my-move.toml"
    path.write_text(written(found.move, words.comments(found)), encoding="utf-8")
    assert move_faults(path) == ()
    assert read_move(path) == found.move


@pytest.mark.parametrize("language", languages())
def test_a_learned_move_is_complete_in_every_language(language, tmp_path):
    found, words = taught("hip-abduction", language)
    path = tmp_path / "my-move.toml"
    path.write_text(written(found.move, words.comments(found)), encoding="utf-8")
    assert move_faults(path) == ()
    assert all(sentence.strip() for sentence in words.read_back(found))


def test_every_number_of_the_zone_has_a_comment():
    found, words = taught("spine-extension")
    text = written(found.move, words.comments(found))
    zone = text[text.index("top = [") : text.index("]\n", text.index("top = ["))]
    assert zone.count("    # ") == len(found.move.top)


def test_the_drawing_shows_the_moving_part():
    found, _ = taught("hip-abduction")
    drawing = found.move.drawing
    assert drawing is not None
    (part,) = drawing.matters
    rise = getattr(drawing.top, part)[-1][1] - getattr(drawing.start, part)[-1][1]
    assert part.endswith("leg")
    assert rise > 0.3


def test_the_drawing_keeps_supported_parts_on_the_floor():
    found, _ = taught("glute-bridge")
    drawing = found.move.drawing
    assert drawing is not None
    (hips, shoulders), (raised, still) = drawing.start.trunk, drawing.top.trunk
    assert raised[1] - hips[1] > 0.2
    assert abs(still[1] - shoulders[1]) < 0.15
    assert abs(drawing.top.near_leg[-1][1] - drawing.start.near_leg[-1][1]) < 0.15
