"""The 33 landmarks of a pose by name, and the permutation that swaps left and right.

Order and meaning are those of BlazePose (MediaPipe's pose landmarks).
"""

from __future__ import annotations

from typing import Final, Literal, get_args

import numpy as np
import numpy.typing as npt

Side = Literal["left", "right"]
SIDES: Final[tuple[Side, Side]] = get_args(Side)

LANDMARKS: Final[tuple[str, ...]] = (
    "nose",
    *(f"{side}_eye_{part}" for side in SIDES for part in ("inner", "middle", "outer")),
    *(
        f"{side}_{part}"
        for part in (
            "ear",
            "mouth",
            "shoulder",
            "elbow",
            "wrist",
            "pinky",
            "index",
            "thumb",
            "hip",
            "knee",
            "ankle",
            "heel",
            "foot",
        )
        for side in SIDES
    ),
)
INDEX: Final[dict[str, int]] = {name: i for i, name in enumerate(LANDMARKS)}
COUNT: Final = len(LANDMARKS)

LIMBS: Final[dict[str, tuple[str, ...]]] = {
    "arm": ("shoulder", "elbow", "wrist"),
    "leg": ("hip", "knee", "ankle", "foot"),
}
"""The joints of each limb, from the trunk outwards."""


def other(side: Side) -> Side:
    """Return the opposite side."""
    return "right" if side == "left" else "left"


JOINTS: Final[dict[Side, dict[str, int]]] = {
    side: {name.removeprefix(f"{side}_"): i for name, i in INDEX.items() if name.startswith(f"{side}_")}
    for side in SIDES
}
"""Indices of the paired landmarks by side and part, such as ``JOINTS["left"]["knee"]``."""


def joint(side: Side, part: str) -> int:
    """Return the index of a paired landmark, such as ``joint("left", "knee")``."""
    return JOINTS[side][part]


def _mirrored(name: str) -> str:
    for side in SIDES:
        if name.startswith(f"{side}_"):
            return name.replace(side, other(side), 1)
    return name


MIRROR: Final[npt.NDArray[np.intp]] = np.array([INDEX[_mirrored(name)] for name in LANDMARKS])
"""Index of each landmark's counterpart on the other side, shape (33,)."""
