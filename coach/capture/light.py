"""Whether there is light enough to see a body by."""

from __future__ import annotations

from typing import Final

from coach.stream import Picture

DARK: Final = 25.0
"""Mean brightness, of 255, below which landmarks cannot be trusted: docs/accuracy.md has what was measured."""

_STEP: Final = 8
"""Every so many pixels are looked at."""


def dark(picture: Picture) -> bool:
    """Whether a picture is too dark to see a body in it."""
    return float(picture[::_STEP, ::_STEP].mean()) < DARK
