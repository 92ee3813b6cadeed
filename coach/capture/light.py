"""Detects images that are too dark to find a body in."""

from __future__ import annotations

from typing import Final

import numpy as np

from coach.stream import Image

DARK: Final = 32
"""Channel value, of 255, that part of a lit image exceeds; the measurement is in docs/accuracy.md."""

LIT_PART: Final = 0.02
"""Share of the image that has to be brighter. A mean would reject a lit body in front of a black wall."""

_STEP: Final = 8
"""Sampling step in pixels, both directions."""


def dark(image: Image) -> bool:
    """Whether an image is too dark to see a body in it."""
    sample = image[::_STEP, ::_STEP]
    return int(np.count_nonzero(sample > DARK)) < LIT_PART * sample.size
