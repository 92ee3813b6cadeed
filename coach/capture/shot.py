"""How a video was recorded, where its metadata does not say so."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Shot:
    """How a video was recorded.

    Attributes:
        rotate: Clockwise rotation that makes it upright, degrees: 0, 90, 180 or 270.
        slow_motion: Factor by which it plays slower than real time, 1 to 100.

    Raises:
        ValueError: A value is out of range.
    """

    rotate: int = 0
    slow_motion: float = 1.0

    def __post_init__(self) -> None:
        if self.rotate not in (0, 90, 180, 270):
            raise ValueError(f"the rotation of a video is 90, 180 or 270 degrees, not {self.rotate}")
        if not (math.isfinite(self.slow_motion) and 1 <= self.slow_motion <= 100):
            raise ValueError(f"the slow-motion factor is a number from 1 to 100, not {self.slow_motion:g}")


AS_IT_IS: Final = Shot()
