import cv2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.display.lettering import width, wrapped
from coach.library import load_move, move_ids

CUES = [cue for move in move_ids() for cue in load_move(move).words.cue.values()]


@pytest.mark.parametrize("text", [*CUES, "0123456789", "Straighten 45° – äöüéß, “and so on” …"])
def test_text_is_about_as_wide_as_estimated(text: str):
    drawn = cv2.getTextSize((0, 0), text.replace("0", "O"), (0, 0), cv2.FontFace("sans"), 100, 600)[2] / 100
    assert drawn <= 1.08 * width(text)
    assert drawn >= 0.8 * width(text)


@given(st.lists(st.text("abcdefgh", min_size=1, max_size=8), max_size=20), st.floats(4, 30), st.integers(1, 4))
def test_wrapping_loses_no_word_and_keeps_their_order(words: list[str], room: float, most: int):
    lines = wrapped(" ".join(words), room, most)
    assert " ".join(lines).split() == words
    assert len(lines) <= most


@given(st.lists(st.text("abcdefgh", min_size=1, max_size=5), min_size=1, max_size=8), st.floats(6, 30))
def test_wrapped_lines_fit_if_enough_lines_are_allowed(words: list[str], room: float):
    assert all(width(line) <= room for line in wrapped(" ".join(words), room, 20))


def test_the_last_line_has_more_than_one_word():
    text = "keep your trunk still"
    assert wrapped(text, width("keep your trunk") + 0.1, 2) == ("keep your", "trunk still")
    text = "Nehmen Sie die Ausgangslage ein"
    assert wrapped(text, width(text) - 0.1, 2) == ("Nehmen Sie die", "Ausgangslage ein")
