"""How a video was recorded, where its file does not say so."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Shot:
    """How a video was recorded.

    Attributes:
        rotate: Degrees by which it has to be turned clockwise to be upright: 0, 90, 180 or 270.
        slow_motion: How many times as slow as life it plays.

    Raises:
        ValueError: Either is out of range.
    """

    rotate: int = 0
    slow_motion: float = 1.0

    def __post_init__(self) -> None:
        if self.rotate not in (0, 90, 180, 270):
            raise ValueError(f"a video is rotated by 90, 180 or 270 degrees, not {self.rotate}")
        if not (math.isfinite(self.slow_motion) and 1 <= self.slow_motion <= 100):
            raise ValueError(f"slow motion is a number from 1 to 100, such as 4, not {self.slow_motion:g}")


AS_IT_IS: Final = Shot()
