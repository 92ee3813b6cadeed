"""Trust in what is counted: where it cannot be seen it is said and not guessed, and nobody else's moves count."""

from __future__ import annotations

import pytest

from tests.trust.composing import SCENES
from tests.trust.judging import honest

pytestmark = [pytest.mark.model, pytest.mark.slow]

BY_NAME = {scene.name: scene for scene in SCENES}

FEW = (
    ("behind a sofa", "hip-abduction"),
    ("only the head in the image", "knee-to-chest"),
    ("dark", "seated-rotation"),
    ("blurred", "spine-extension"),
    ("beside somebody", "hip-abduction"),
    ("dim", "piriformis-stretch"),
    ("gone for a while", "hip-abduction"),
)


@pytest.mark.parametrize(("scene", "move"), FEW)
def test_nothing_is_counted_that_did_not_happen_and_nothing_is_missed_without_a_word(scene, move):
    assert honest(BY_NAME[scene], move)
