import itertools

import pytest

from coach.language import Language, languages
from coach.library import load_move, move_ids
from coach.moves.move import Move
from coach.session.changeover import changeover

MOVES = {name: load_move(name) for name in move_ids()}


@pytest.mark.parametrize(
    ("before", "after", "key"),
    [
        ("knee-to-chest", "spine-extension", "lying_fours"),
        ("spine-extension", "back-extension", "fours_lying"),
        ("hip-abduction", "knee-to-chest", "lying_lying"),  # from the side to the back
        ("piriformis-stretch", "seated-rotation", "lying_sitting"),
        ("seated-rotation", "spine-extension", "sitting_fours"),
        ("knee-to-chest", "piriformis-stretch", None),  # same posture
        ("hip-abduction", "hip-abduction", None),
        (None, "spine-extension", "standing"),
        (None, "knee-to-chest", "standing"),
        ("spine-extension", None, "fours_standing"),
        ("back-extension", None, "lying_standing"),
        (None, None, None),
    ],
)
def test_a_change_of_posture_has_an_instruction(before: str | None, after: str | None, key: str | None):
    assert changeover(*(None if name is None else MOVES[name] for name in (before, after))) == key


@pytest.mark.parametrize("language", languages())
def test_every_instruction_is_translated(language: str):
    phrases = Language.load(language)
    ends: list[Move | None] = [None, *MOVES.values()]
    keys = {changeover(before, after) for before, after in itertools.product(ends, ends)} - {None}
    assert {f"changeover.{key}" for key in keys} == {key for key in phrases.wordings if key.startswith("changeover.")}
