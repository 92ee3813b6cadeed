"""Decides whether several people are in a frame."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Final

import numpy as np

from coach.body import SIDES, joint
from coach.pose import Pose

SURE: Final = 0.5
"""Smallest mean visibility of a person's shoulders and hips."""

ALIKE: Final = 0.4
"""Smallest ratio of two trunk lengths: a smaller body is far away, or an image on the wall."""

APART: Final = 0.5
"""Smallest distance between two trunks, in lengths of the longer: closer ones are one body detected twice."""

_SHOULDERS: Final = [joint(side, "shoulder") for side in SIDES]
_HIPS: Final = [joint(side, "hip") for side in SIDES]


def several(bodies: Sequence[Pose]) -> bool:
    """Whether two of the bodies are different people, both in front of the camera."""
    return any(_two(one, other) for one, other in combinations(bodies, 2))


def _two(one: Pose, other: Pose) -> bool:
    if any(body.visibility[_SHOULDERS + _HIPS].mean() < SURE for body in (one, other)):
        return False
    tops, bottoms = ([body.image_px[part].mean(axis=0) for body in (one, other)] for part in (_SHOULDERS, _HIPS))
    lengths = sorted(float(np.hypot(*(top - bottom))) for top, bottom in zip(tops, bottoms, strict=True))
    middles = [(top + bottom) / 2 for top, bottom in zip(tops, bottoms, strict=True)]
    return lengths[0] >= ALIKE * lengths[1] and float(np.hypot(*(middles[0] - middles[1]))) >= APART * lengths[1]
