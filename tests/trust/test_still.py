"""Nothing is counted for a person who lies still or is absent."""

from __future__ import annotations

import pytest

from tests.trust.composing import REPS, SCENES
from tests.trust.judging import honest

pytestmark = [pytest.mark.model, pytest.mark.slow]


@pytest.mark.parametrize("move", REPS)
@pytest.mark.parametrize("scene", [scene for scene in SCENES if not scene.does], ids=lambda scene: scene.name)
def test_nothing_is_counted_for_a_still_or_absent_person(scene, move):
    assert honest(scene, move)
