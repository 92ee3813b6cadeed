"""The pose of one person in one image, as returned by the estimator."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from coach import body

Floats: TypeAlias = npt.NDArray[np.float32]

SHAPES = {
    "image_px": (body.COUNT, 2),
    "image_z": (body.COUNT,),
    "world_m": (body.COUNT, 3),
    "visibility": (body.COUNT,),
    "presence": (body.COUNT,),
}


@dataclass(frozen=True, slots=True, eq=False)
class Pose:
    """Landmarks of one person in one upright image, float32, NaN where unseen.

    Attributes:
        image_px: Positions in the image, shape (33, 2), pixels: x right and y down from the upper left corner.
            Landmarks outside the image are extrapolated by the estimator and kept.
        image_z: Depths relative to the hips, shape (33,), approximately in pixels; smaller is nearer.
        world_m: Positions in space, shape (33, 3), metres of an average body: origin midway between the hips,
            x right, y down, z away from the camera.
        visibility: Probability that a landmark is not occluded, shape (33,), smoothed over time by the estimator.
        presence: Probability that a landmark is inside the image, shape (33,), not smoothed.
        size: Width and height of the image, pixels.
    """

    image_px: Floats
    image_z: Floats
    world_m: Floats
    visibility: Floats
    presence: Floats
    size: tuple[int, int]

    def __post_init__(self) -> None:
        for name, shape in SHAPES.items():
            array = getattr(self, name)
            if array.shape != shape or array.dtype != np.float32:
                raise ValueError(f"{name} must be float32 of shape {shape}, not {array.dtype} of shape {array.shape}")
        if min(self.size) <= 0:
            raise ValueError(f"width and height of an image must be above 0, not {self.size}")

    def mirrored(self) -> Pose:
        """Return the mirror image: x flipped, and left and right landmarks swapped."""
        swapped = self.swapped()
        swapped.image_px[:, 0] = np.float32(self.size[0]) - swapped.image_px[:, 0]
        swapped.world_m[:, 0] = -swapped.world_m[:, 0]
        return swapped

    def swapped(self) -> Pose:
        """Return the pose with left and right landmarks swapped."""
        return replace(self, **{name: getattr(self, name)[body.MIRROR] for name in SHAPES})
