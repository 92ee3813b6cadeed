"""Rotations over any number of instants at once; angles in degrees.

The columns of a body frame are left, up and front: rotation about x is bow, about y twist, about z lean.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[np.float64]
Number: TypeAlias = float | Array

UP: Array = np.array([0.0, 1.0, 0.0])


def _about(axis: int, degrees: Number) -> Array:
    angle = np.radians(np.asarray(degrees, float))
    turned = np.zeros((*angle.shape, 3, 3))
    a, b = (axis + 1) % 3, (axis + 2) % 3
    turned[..., axis, axis] = 1.0
    turned[..., a, a] = turned[..., b, b] = np.cos(angle)
    turned[..., b, a] = np.sin(angle)
    turned[..., a, b] = -np.sin(angle)
    return turned


def about_x(degrees: Number) -> Array:
    """Return rotations about x, from y towards z."""
    return _about(0, degrees)


def about_y(degrees: Number) -> Array:
    """Return rotations about y, from z towards x."""
    return _about(1, degrees)


def about_z(degrees: Number) -> Array:
    """Return rotations about z, from x towards y."""
    return _about(2, degrees)


def unit(vectors: npt.ArrayLike) -> Array:
    """Normalise vectors along the last axis."""
    vectors = np.asarray(vectors, float)
    scaled: Array = vectors / (np.linalg.norm(vectors, axis=-1, keepdims=True) + 1e-12)
    return scaled


def across(vectors: Array, along: Array) -> Array:
    """Return the normalised component of ``vectors`` perpendicular to the unit vectors ``along``."""
    return unit(vectors - along * np.sum(vectors * along, axis=-1, keepdims=True))


def frame(up: npt.ArrayLike, front: npt.ArrayLike) -> Array:
    """Return the body frame with the given up and the front as near ``front`` as possible."""
    up = unit(up)
    front = across(np.asarray(front, float), up)
    return np.stack([np.cross(up, front), up, front], axis=-1)


def turn(rotations: Array, vectors: npt.ArrayLike) -> Array:
    """Rotate each vector by its rotation."""
    turned: Array = np.einsum("...ij,...j->...i", rotations, np.asarray(vectors, float))
    return turned


def quaternion(rotations: Array) -> Array:
    """Return unit quaternions (w, x, y, z), shape (..., 4)."""
    m = rotations
    d0, d1, d2 = m[..., 0, 0], m[..., 1, 1], m[..., 2, 2]
    a, b, c = m[..., 2, 1], m[..., 0, 2], m[..., 1, 0]
    d, e, f = m[..., 1, 2], m[..., 2, 0], m[..., 0, 1]
    candidates = np.stack(
        [
            np.stack([1 + d0 + d1 + d2, a - d, b - e, c - f], axis=-1),
            np.stack([a - d, 1 + d0 - d1 - d2, c + f, b + e], axis=-1),
            np.stack([b - e, c + f, 1 - d0 + d1 - d2, a + d], axis=-1),
            np.stack([c - f, b + e, a + d, 1 - d0 - d1 + d2], axis=-1),
        ],
        axis=-2,
    )
    # The row with the largest diagonal element avoids division by a small number.
    best = np.argmax(np.stack([candidates[..., i, i] for i in range(4)], axis=-1), axis=-1)
    return unit(np.take_along_axis(candidates, best[..., None, None], axis=-2)[..., 0, :])


def matrix(quaternions: Array) -> Array:
    """Return the rotation of each unit quaternion, shape (..., 3, 3)."""
    w, x, y, z = np.moveaxis(quaternions, -1, 0)
    rows = [
        [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
        [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
        [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
    ]
    return np.stack([np.stack(row, axis=-1) for row in rows], axis=-2)


def between(start: Array, end: Array, share: Array) -> Array:
    """Interpolate from ``start`` to ``end`` along the shorter arc (slerp)."""
    a, b = quaternion(start), quaternion(end)
    dot = np.sum(a * b, axis=-1, keepdims=True)
    b = np.where(dot < 0, -b, b)
    half = np.arccos(np.clip(np.abs(dot), 0.0, 1.0))
    share = share[..., None]
    sine = np.sin(half)
    near = sine < 1e-6
    sine = np.where(near, 1.0, sine)
    mixed = np.where(
        near, a * (1 - share) + b * share, (a * np.sin((1 - share) * half) + b * np.sin(share * half)) / sine
    )
    return matrix(unit(mixed))
