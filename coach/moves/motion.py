"""Animates the drawn figure: its posture at any instant of a rep.

Between two drawn postures joints rotate and limbs keep their lengths; linear interpolation of the points would shorten
the limbs. A hand, knee or foot that stays in place, or on the ground, in both postures does so in between.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Final, TypeAlias

from coach.moves.text import PARTS, Drawing, Drawings, DrawnLine, DrawnPoint

START_S: Final = 1.0
"""Pause in the start position, so that it is visible."""

LONGEST_HOLD_S: Final = 3.0
"""Longest hold shown: a stretch of 30 s would be a still image."""

SHORTEST_HOLD_S: Final = 0.6
"""Shortest time at the top, so that it is visible without a hold."""

STAYS: Final = 0.06
"""Distance, trunk lengths, up to which a joint stays in place: less than half the width of a limb."""

LOW: Final = 0.2
"""Height, trunk lengths, up to which the end of a limb is on the ground."""

_Chain: TypeAlias = list[complex]


@dataclass(frozen=True, slots=True)
class LoopTiming:
    """Durations of the parts of a loop, seconds.

    Attributes:
        start_s: Start position.
        way_s: Way to the top, and equally the way back.
        hold_s: Top.
    """

    start_s: float
    way_s: float
    hold_s: float

    @property
    def loop_s(self) -> float:
        """Duration of the loop."""
        return self.start_s + 2 * self.way_s + self.hold_s

    def height(self, t: float) -> float:
        """Return the progress at ``t`` seconds: 0 at the start, 1 at the top."""
        t %= self.loop_s
        way = min(t - self.start_s, self.loop_s - t)
        return _smooth(min(max(way / self.way_s, 0.0), 1.0))

    def at_top(self, t: float) -> bool:
        """Whether the figure is at the top at ``t``."""
        return self.start_s + self.way_s <= t % self.loop_s <= self.loop_s - self.way_s


def loop_timing(figure: Drawings, hold_s: float) -> LoopTiming:
    """Return the timing of a loop that holds the top for ``hold_s``, within the limits of what is shown."""
    return LoopTiming(START_S, figure.way_s, min(max(hold_s, SHORTEST_HOLD_S), LONGEST_HOLD_S))


def posture(figure: Drawings, height: float) -> Drawing:
    """Return the posture at a progress from 0 (start) to 1 (top)."""
    keys = _keys(figure)
    steps = len(keys) - 1
    i = min(int(height * steps), steps - 1)
    part = height * steps - i
    if part in (0.0, 1.0):
        return keys[i + round(part)]
    return between(keys[i], keys[i + 1], part, figure.ground)


@lru_cache(maxsize=32)
def _keys(figure: Drawings) -> tuple[Drawing, ...]:
    """Return the drawn postures, with points added along each part so that all have the same number."""
    keys = (figure.start, *figure.way, figure.top)
    for name in (part for part in PARTS if part != "head"):
        count = max(len(getattr(key, name)) for key in keys)
        if any(len(getattr(key, name)) != count for key in keys):
            evened = [{name: _places(_divided(_points(getattr(key, name)), count))} for key in keys]
            keys = tuple(replace(key, **part) for key, part in zip(keys, evened, strict=True))  # type: ignore[arg-type]  # only lines are named
    return keys


def between(start: Drawing, end: Drawing, part: float, ground: float = -math.inf) -> Drawing:
    """Return the interpolation of two postures.

    Args:
        start: The posture at 0.
        end: The posture at 1; each part has as many points as in ``start``.
        part: Progress from ``start`` to ``end``, 0 to 1.
        ground: Height of the ground, trunk lengths.
    """
    trunk = _trunk(start, end, part)
    shoulder = [_points(each.trunk)[-1] for each in (start, end)]
    hips = [_points(each.trunk)[0] for each in (start, end)]

    def limb(name: str, roots: list[complex], root: complex, turn: float) -> DrawnLine:
        one, other = _points(getattr(start, name)), _points(getattr(end, name))
        # The joint keeps its place on the rotating trunk.
        first = cmath.rect(1, turn) * (one[0] - roots[0])
        last = cmath.rect(1, turn - _turned(start, end)) * (other[0] - roots[1])
        return _places(_limb(one, other, root + first + (last - first) * part, part, ground))

    turn = _turned(start, end) * part
    neck = _swung(_of(start.head) - shoulder[0], _of(end.head) - shoulder[1], part)
    look = [_of(each.face) - _of(each.head) for each in (start, end)]
    head = trunk[-1] + neck
    return Drawing(
        head=_place(head),
        face=_place(head + look[0] + (look[1] - look[0]) * part),
        trunk=_places(trunk),
        near_arm=limb("near_arm", shoulder, trunk[-1], turn),
        far_arm=limb("far_arm", shoulder, trunk[-1], turn),
        near_leg=limb("near_leg", hips, trunk[0], turn),
        far_leg=limb("far_leg", hips, trunk[0], turn),
    )


def _trunk(start: Drawing, end: Drawing, part: float) -> _Chain:
    """Return the trunk, rotated about what stays in place: the hips, else a knee, else the shoulders."""
    one, other = _points(start.trunk), _points(end.trunk)
    turned = _chain(one, other, 0j, part)
    if _still(one[0], other[0]):
        return [one[0] + (other[0] - one[0]) * part + point for point in turned]
    for name in ("near_leg", "far_leg"):
        before, after = _points(getattr(start, name)), _points(getattr(end, name))
        if len(before) > 1 < len(after) and _still(before[1], after[1]):
            knee = before[1] + (after[1] - before[1]) * part
            # The hip joint is not at the midpoint of the hips.
            beside = one[0] - before[0] + (other[0] - after[0] - one[0] + before[0]) * part
            hips = knee + _swung(before[0] - before[1], after[0] - after[1], part) + beside
            return [hips + point for point in turned]
    if _still(one[-1], other[-1]):
        shoulders = one[-1] + (other[-1] - one[-1]) * part
        return [shoulders + point - turned[-1] for point in turned]
    return [one[0] + (other[0] - one[0]) * part + point for point in turned]


def _limb(one: _Chain, other: _Chain, root: complex, part: float, ground: float) -> _Chain:
    """Return a limb from its root; its hand or foot stays in place if it does so in both postures."""
    chain = _chain(one, other, root, part)
    if len(one) < 3:
        return chain
    before, after = one[2], other[2]
    if not (_still(before, after) or max(before.imag, after.imag) < ground + LOW):
        return chain
    end = before + (after - before) * part
    bends = [_angle(each[1] - each[0], each[2] - each[1]) for each in (one, other)]
    knee = chain[1]
    if bends[0] * bends[1] >= 0:
        knee = _joint(root, end, abs(chain[1] - root), abs(chain[2] - chain[1]), sum(bends))
    # Otherwise the knee passes the line from hip to foot towards the viewer, which foreshortens the shank.
    rest = [end]
    for i in range(2, len(one) - 1):
        rest.append(rest[-1] + _swung(one[i + 1] - one[i], other[i + 1] - other[i], part))
    return [root, knee, *rest]


def _chain(one: _Chain, other: _Chain, root: complex, part: float) -> _Chain:
    """Return an interpolated chain: the first segment rotates the shorter way, the others about their joints."""
    found = [root]
    before = after = way = 0j
    for i, (a, b) in enumerate(zip(_segments(one), _segments(other), strict=True)):
        if i == 0:
            way = _swung(a, b, part)
        else:
            bend = _angle(before, a) + (_angle(after, b) - _angle(before, a)) * part
            length = abs(a) + (abs(b) - abs(a)) * part
            way = cmath.rect(length, cmath.phase(way) + bend)
        found.append(found[-1] + way)
        before, after = a, b
    return found


def _joint(root: complex, end: complex, upper: float, lower: float, bend: float) -> complex:
    """Return the middle joint of a limb with known ends; it bends to the side of ``bend``'s sign."""
    reach = min(max(abs(end - root), abs(upper - lower), 1e-6), upper + lower)
    cosine = (upper**2 + reach**2 - lower**2) / (2 * upper * reach) if upper else 1.0
    turn = math.acos(min(max(cosine, -1.0), 1.0))
    return root + cmath.rect(upper, cmath.phase(end - root) - math.copysign(turn, bend))


def _turned(start: Drawing, end: Drawing) -> float:
    """Return the rotation of the whole trunk, radians."""
    before, after = _points(start.trunk), _points(end.trunk)
    return _angle(before[-1] - before[0], after[-1] - after[0])


def _swung(start: complex, end: complex, part: float) -> complex:
    """Return a segment interpolated in direction, the shorter way, and in length."""
    length = abs(start) + (abs(end) - abs(start)) * part
    return cmath.rect(length, cmath.phase(start) + _angle(start, end) * part)


def _divided(chain: _Chain, count: int) -> _Chain:
    """Return a chain of ``count`` points, evenly along its length."""
    gone = [0.0]
    for segment in _segments(chain):
        gone.append(gone[-1] + abs(segment))
    found = []
    for i in range(count):
        wanted = gone[-1] * i / (count - 1)
        k = max(j for j in range(len(chain) - 1) if gone[j] <= wanted)
        length = gone[k + 1] - gone[k]
        found.append(chain[k] + (chain[k + 1] - chain[k]) * ((wanted - gone[k]) / length if length else 0.0))
    return found


def _segments(chain: _Chain) -> list[complex]:
    return [b - a for a, b in pairwise(chain)]


def _still(before: complex, after: complex) -> bool:
    return abs(after - before) <= STAYS


def _angle(before: complex, after: complex) -> float:
    """Return the angle from one direction to another, radians from -pi to pi; 0 if one is zero."""
    return cmath.phase(after * before.conjugate())


def _smooth(part: float) -> float:
    """Return the progress eased in and out, with continuous speed and acceleration."""
    return part**3 * (part * (part * 6 - 15) + 10)


def _of(place: DrawnPoint) -> complex:
    return complex(*place)


def _points(places: Sequence[DrawnPoint]) -> _Chain:
    return [complex(*place) for place in places]


def _place(point: complex) -> DrawnPoint:
    return point.real, point.imag


def _places(chain: _Chain) -> DrawnLine:
    return tuple(_place(point) for point in chain)
