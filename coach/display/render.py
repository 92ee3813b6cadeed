"""Render everything in one call: state and pose, on the camera image."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from coach.display.paint import Canvas, paint
from coach.display.scene import scene
from coach.display.screen import Screen
from coach.display.shown import Shown
from coach.display.sprites import colour
from coach.language import Language, english
from coach.pose import Pose
from coach.stream import Image

NARROWEST: Final = 4 / 3
"""Least aspect ratio (width / height) to lay out; a narrower canvas gets dark bars above and below."""


def render(
    image: Image | None,
    pose: Pose | None,
    shown: Shown,
    canvas: tuple[int, int] | None = None,
    *,
    mirror: bool = True,
    words: Language | None = None,
) -> Canvas:
    """Return the camera image with everything drawn on it, ready for a window.

    ``image`` is upright, RGB and unmirrored, and ``pose`` the pose in it; it is shown mirrored with ``mirror``.
    ``canvas`` is the width and height to draw, pixels; the size of the image by default.
    """
    size = canvas or (1280, 720) if image is None else (image.shape[1], image.shape[0])
    width, height = canvas or size
    inner = min(height, max(1, round(width / NARROWEST)))
    screen = Screen(size, (width, inner), mirror)
    drawn = paint(image, scene(shown, pose, screen, words or english()), screen)
    if inner == height:
        return drawn
    above = (height - inner) // 2
    below = height - inner - above
    bordered = cv2.copyMakeBorder(drawn, above, below, 0, 0, cv2.BORDER_CONSTANT, value=colour("ground"))
    return np.asarray(bordered, np.uint8)
