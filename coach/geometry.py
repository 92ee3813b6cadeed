"""Angles in the image plane and in space, in degrees.

A point or vector in the image is a complex number in pixels: real part right, imaginary part **up**. Plain numbers are
much faster than small arrays. NaN propagates.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Sequence

Point = complex
UNSEEN: Point = complex(math.nan, math.nan)


def seen(point: Point) -> bool:
    """Whether the point is known."""
    return not cmath.isnan(point)


def between(a: Point, b: Point) -> float:
    """Return the angle between two vectors, 0 (same direction) to 180; NaN if either is unseen or zero."""
    if not a or not b:
        return math.nan
    return abs(math.degrees(cmath.phase(a / b)))


def angle_in_space(a: Sequence[float], b: Sequence[float]) -> float:
    """Return the angle between two 3D vectors, 0 (same direction) to 180; NaN if either is unseen or zero."""
    (ax, ay, az), (bx, by, bz) = a, b
    cosine = ratio(ax * bx + ay * by + az * bz, math.hypot(ax, ay, az) * math.hypot(bx, by, bz))
    return math.nan if math.isnan(cosine) else math.degrees(math.acos(max(-1.0, min(1.0, cosine))))


def elevation(v: Point) -> float:
    """Return the angle of a vector above the image's horizontal, -90 (down) to 90 (up); NaN if it is unseen or zero."""
    if not v:
        return math.nan
    return math.degrees(math.atan2(v.imag, abs(v.real)))


def middle(a: Point, b: Point) -> Point:
    """Return the midpoint of two points; if one is unseen, the other."""
    if a != a:  # unseen: NaN differs from itself
        return b
    return (a + b) / 2 if b == b else a


def ratio(part: float, whole: float) -> float:
    """Return ``part / whole``, or NaN if ``whole`` is 0."""
    return part / whole if whole else math.nan
