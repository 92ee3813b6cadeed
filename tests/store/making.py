"""Moments made from a seed, and their comparison."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from coach.pose import SHAPES, Pose
from coach.stream import Moment

SIZE = (640, 360)


def pose(seed: int = 0, size: tuple[int, int] = SIZE) -> Pose:
    """A body like those that an estimator gives, with one landmark unseen."""
    rng = np.random.default_rng(seed)
    arrays = {name: rng.random(shape, np.float32) for name, shape in SHAPES.items()}
    arrays["image_px"] *= np.array(size, np.float32)
    arrays["world_m"] -= np.float32(0.5)
    for array in arrays.values():
        array[seed % 33] = np.nan
    return posed(arrays.values(), size)


def posed(arrays: Iterable[npt.NDArray[np.float32]], size: tuple[int, int] = SIZE) -> Pose:
    """A pose out of its arrays, in their order."""
    image_px, image_z, world_m, visibility, presence = arrays
    return Pose(image_px, image_z, world_m, visibility, presence, size)


def pose_of(moment: Moment) -> Pose:
    """The body at a moment at which there is one."""
    assert moment.pose is not None
    return moment.pose


def moments(count: int, *, nobody: Iterable[int] = (), first: float = 0.0, step: float = 0.04) -> list[Moment]:
    """Return ``count`` moments ``step`` seconds apart, without a body in those numbered in ``nobody``."""
    absent = set(nobody)
    return [Moment(first + i * step, None if i in absent else pose(i)) for i in range(count)]


def contents(moment: Moment) -> tuple[object, ...]:
    """The contents of a moment, bit for bit; equal only for equal moments."""
    if moment.pose is None:
        return (moment.t.hex(),)
    arrays = (getattr(moment.pose, name) for name in SHAPES)
    return (moment.t.hex(), moment.pose.size, *((array.dtype.str, array.tobytes()) for array in arrays))


def same(found: Iterable[Moment], expected: Iterable[Moment]) -> bool:
    """Whether both have the same contents, bit for bit."""
    return [contents(moment) for moment in found] == [contents(moment) for moment in expected]
