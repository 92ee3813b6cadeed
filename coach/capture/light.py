"""Whether there is light enough to see a body by."""

from __future__ import annotations

from typing import Final

import numpy as np

from coach.stream import Image

DARK: Final = 32
"""Brightness, of 255, that a lit image exceeds somewhere: docs/accuracy.md has what was measured."""

LIT_PART: Final = 0.02
"""Part of the image that has to be brighter. The mean would take a lit body before a black wall for a dark room."""

_STEP: Final = 8
"""Every so many pixels are looked at."""


def dark(image: Image) -> bool:
    """Whether an image is too dark to see a body in it."""
    sample = image[::_STEP, ::_STEP]
    return int(np.count_nonzero(sample > DARK)) < LIT_PART * sample.size
