"""One observation of one body, as the estimator gave it, before anything is decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from coach import body

Array: TypeAlias = npt.NDArray[np.float32]

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
        image_px: Place in the image, shape (33, 2): pixels right and down from the upper left corner.
            Landmarks outside the image are extrapolated by the estimator and kept as they came.
        image_z: Depth against the hips, shape (33,), in roughly the pixels of ``image_px``; smaller is nearer.
        world_m: Place in space, shape (33, 3): metres of an average body from the middle of the hips,
            x right, y down, z away from the camera.
        visibility: 0 to 1, shape (33,): not hidden; the estimator smooths it over time.
        presence: 0 to 1, shape (33,): inside the image; not smoothed.
        size: Width and height of the image in pixels.
    """

    image_px: Array
    image_z: Array
    world_m: Array
    visibility: Array
    presence: Array
    size: tuple[int, int]

    def __post_init__(self) -> None:
        for name, shape in SHAPES.items():
            array = getattr(self, name)
            if array.shape != shape or array.dtype != np.float32:
                raise ValueError(f"{name} is float32 of shape {shape}, not {array.dtype} of shape {array.shape}")
        if min(self.size) <= 0:
            raise ValueError(f"an image has a width and a height above 0, not {self.size}")

    def mirrored(self) -> Pose:
        """The same body seen in a mirror: the image flipped left to right, and left and right swapped."""
        image_px, world_m = self.image_px[body.MIRROR], self.world_m[body.MIRROR]
        image_px[:, 0] = np.float32(self.size[0]) - image_px[:, 0]
        world_m[:, 0] = -world_m[:, 0]
        return Pose(
            image_px,
            self.image_z[body.MIRROR],
            world_m,
            self.visibility[body.MIRROR],
            self.presence[body.MIRROR],
            self.size,
        )
