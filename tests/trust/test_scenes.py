"""Unseen parts are reported and never guessed, and other people's moves are not counted."""

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
    ("next to another person", "hip-abduction"),
    ("dim", "piriformis-stretch"),
    ("gone for a while", "hip-abduction"),
)


@pytest.mark.parametrize(("scene", "move"), FEW)
def test_no_rep_is_invented_and_none_is_missed_silently(scene, move):
    assert honest(BY_NAME[scene], move)
