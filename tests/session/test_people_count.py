"""Whether several bodies are different people."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coach.session.people_count import several
from tests.session.leading import clip

PERSON = clip("tiny-seated-rotation")[0].pose


def another(*, beside=0.0, size=1.0, visibility=1.0):
    """Return another person: displaced by pixels, scaled in size, with a visibility."""
    assert PERSON is not None
    places = PERSON.image_px * np.float32(size) + np.array([beside, 0], np.float32)
    return replace(PERSON, image_px=places, visibility=PERSON.visibility * np.float32(visibility))


@pytest.mark.parametrize(
    ("bodies", "two"),
    [
        ([], False),
        ([another()], False),
        ([another(), another(beside=150)], True),
        ([another(), another(beside=4)], False),  # one body detected twice
        ([another(), another(beside=150, size=0.2)], False),  # an image on the wall
        ([another(), another(beside=150, visibility=0.3)], False),  # a coat on a chair
    ],
)
def test_two_people_are_similar_in_size_apart_and_visible(bodies, two):
    assert several(bodies) is two
