"""Trust in what is counted: nothing of somebody who lies still or is not there."""

from __future__ import annotations

import pytest

from tests.trust.composing import REPS, SCENES
from tests.trust.judging import honest

pytestmark = [pytest.mark.model, pytest.mark.slow]


@pytest.mark.parametrize("move", REPS)
@pytest.mark.parametrize("scene", [scene for scene in SCENES if not scene.does], ids=lambda scene: scene.name)
def test_nothing_is_counted_of_somebody_who_lies_still_or_is_not_there(scene, move):
    assert honest(scene, move)
