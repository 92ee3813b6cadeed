"""All of it in one call: what is known now and the pose, onto the picture."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from coach.display.paint import Canvas, colour, paint
from coach.display.scene import scene
from coach.display.screen import Screen
from coach.display.shown import Shown
from coach.language import Language, english
from coach.pose import Pose
from coach.stream import Picture

NARROWEST: Final = 4 / 3
"""Narrowest canvas, width by height, that is laid out; on a narrower one it is drawn with dark above and below."""


def render(
    picture: Picture | None,
    pose: Pose | None,
    shown: Shown,
    canvas: tuple[int, int] | None = None,
    *,
    mirror: bool = True,
    words: Language | None = None,
) -> Canvas:
    """The picture with everything on it, ready for a window.

    Args:
        picture: Upright RGB as it came, unmirrored; ``None`` where the camera gives none.
        pose: The body in it.
        shown: What is known now.
        canvas: Width and height to draw, pixels; as large as the picture where it is not given.
        mirror: Whether the picture is shown as a mirror shows it.
        words: The language; English unless given.
    """
    size = canvas or (1280, 720) if picture is None else (picture.shape[1], picture.shape[0])
    width, height = canvas or size
    inner = min(height, max(1, round(width / NARROWEST)))
    screen = Screen(size, (width, inner), mirror)
    image = paint(picture, scene(shown, pose, screen, words or english()), screen)
    if inner == height:
        return image
    above = (height - inner) // 2
    below = height - inner - above
    bordered = cv2.copyMakeBorder(image, above, below, 0, 0, cv2.BORDER_CONSTANT, value=colour("ground"))
    return np.asarray(bordered, np.uint8)
