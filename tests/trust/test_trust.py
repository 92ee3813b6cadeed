"""Trust in what is counted: where it cannot be seen it is said and not guessed, and nobody else's moves count."""

from __future__ import annotations

import pytest

from tests.trust.composing import REPS, SCENES, Scene
from tests.trust.judging import judge

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
    ("lying still, a dog trotting through", "back-extension"),
    ("lying still, a child walking behind", "spine-extension"),
    ("lying still, somebody on a screen does it", "hip-abduction"),
    ("an empty room", "piriformis-stretch"),
)


def honest(scene: Scene, move: str) -> None:
    verdict = judge(scene, move)
    assert verdict.counted <= (0 if scene.hidden else verdict.most)
    assert verdict.said or (not scene.hidden and verdict.counted + verdict.told >= verdict.most)


@pytest.mark.parametrize(("scene", "move"), FEW)
def test_nothing_is_counted_that_did_not_happen_and_nothing_is_missed_without_a_word(scene, move):
    honest(BY_NAME[scene], move)


@pytest.mark.parametrize("move", REPS)
@pytest.mark.parametrize("scene", [scene for scene in SCENES if not scene.does], ids=lambda scene: scene.name)
def test_nothing_is_counted_of_somebody_who_lies_still_or_is_not_there(scene, move):
    if (scene.name, move) not in FEW:
        honest(scene, move)
