"""Bodies to draw: a few landmarks placed by hand, all others unseen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np

from coach.body import COUNT, INDEX
from coach.pose import Pose

SIZE: Final = (1280, 720)

LYING: Final = {
    "nose": (250, 430),
    "left_ear": (260, 420),
    "right_ear": (260, 440),
    "left_shoulder": (400, 420),
    "right_shoulder": (400, 460),
    "left_elbow": (450, 520),
    "right_elbow": (460, 540),
    "left_wrist": (420, 560),
    "right_wrist": (430, 570),
    "left_hip": (640, 430),
    "right_hip": (640, 470),
    "left_knee": (780, 330),
    "right_knee": (800, 480),
    "left_ankle": (920, 230),
    "right_ankle": (960, 490),
    "left_foot": (970, 220),
    "right_foot": (1010, 470),
}
"""A person lying on the right side, head to the left of the image, with the left leg raised."""


def body(places: Mapping[str, tuple[float, float]] = LYING, size: tuple[int, int] = SIZE) -> Pose:
    """A pose with these landmarks, and no other one present."""
    image_px = np.full((COUNT, 2), np.nan, np.float32)
    presence = np.zeros(COUNT, np.float32)
    for name, place in places.items():
        image_px[INDEX[name]] = place
        presence[INDEX[name]] = 1.0
    flat = np.zeros(COUNT, np.float32)
    return Pose(image_px, flat, np.zeros((COUNT, 3), np.float32), presence.copy(), presence, size)
