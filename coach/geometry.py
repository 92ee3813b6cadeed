"""Angles in the image plane and in space, in degrees.

A point or vector in the image is a complex number, real part right and imaginary part **up**, in pixels. Plain
numbers keep the core far cheaper than small arrays do; NaN goes in and comes out.
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
    """Angle between two vectors, 0 (same direction) to 180; NaN if either is unseen or has no length."""
    if not a or not b:
        return math.nan
    return abs(math.degrees(cmath.phase(a / b)))


def angle_in_space(a: Sequence[float], b: Sequence[float]) -> float:
    """Angle between two vectors in space, 0 (same direction) to 180; NaN if either is unseen or has no length."""
    cosine = ratio(sum(p * q for p, q in zip(a, b, strict=True)), math.hypot(*a) * math.hypot(*b))
    return math.nan if math.isnan(cosine) else math.degrees(math.acos(max(-1.0, min(1.0, cosine))))


def elevation(v: Point) -> float:
    """Angle of a vector above the image's horizontal, -90 (hanging) to 90; NaN if it is unseen or has no length."""
    if not v:
        return math.nan
    return math.degrees(math.atan2(v.imag, abs(v.real)))


def middle(a: Point, b: Point) -> Point:
    """Half way between two points; the one that is seen where the other is not."""
    if not seen(a):
        return b
    return (a + b) / 2 if seen(b) else a


def ratio(part: float, whole: float) -> float:
    """``part / whole``, NaN where the whole is nothing."""
    return part / whole if whole else math.nan
