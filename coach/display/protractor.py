"""The main angle at its joint: how far it is, and how far it is to go."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

from coach.display.lettering import width
from coach.display.marks import tick
from coach.display.shapes import Arc, Disc, Panel, Point, Role, Shape, Stroke, Text
from coach.display.shown import Angle
from coach.display.skeleton import Placed
from coach.display.words import Words

RADIUS: Final = 0.13
"""Of the arc at the joint."""

NUMBER: Final = 0.075
"""Size of the present angle; the target is a little smaller."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a kind of measure is drawn.

    Attributes:
        joint: The part at the point of the angle.
        end: The part that its moving arm goes to.
        base: What it is measured from.
        of: Whether the parts are those of one side, or the middles of both.
    """

    joint: str
    end: str
    base: Literal["trunk", "ground"]
    of: Literal["side", "body"] = "side"


_THIGH: Final = _Place("hip", "knee", "trunk")
_PLACES: Final[dict[str, _Place]] = {
    "thigh_vs_trunk_line": _THIGH,
    "unblended_thigh": _THIGH,
    "supine_hip_flexion": _THIGH,
    "hugged_thigh": _THIGH,
    "drawn_thigh": _THIGH,
    "leg_to_horizontal": _Place("hip", "ankle", "ground"),
    "arm_to_horizontal": _Place("shoulder", "wrist", "ground"),
    "torso_inclination": _Place("hip", "shoulder", "ground", "body"),
}
_TURNS: Final = frozenset({"shoulder_vs_hip_rotation", "shoulder_yaw"})
_LEVEL: Final = "ground"


def protractor(angle: Angle, placed: Placed, words: Words, mirror: bool) -> list[Shape]:
    """The main angle on the body; nothing where its joint is unseen, or where it is drawn nowhere."""
    if angle.kind in _TURNS:
        return _turn(angle, placed, words, mirror)
    place = _PLACES.get(angle.kind)
    if place is None or angle.now is None or (place.of == "side" and angle.side is None):
        return []
    joint, end = (_at(placed, part, angle, place) for part in (place.joint, place.end))
    base = _base(placed, place, joint, end)
    if joint is None or end is None or base is None:
        return []
    # A measure against the ground asks for level where it names no other target.
    target = 0.0 if angle.target is None and place.base == _LEVEL else angle.target
    arm = _direction(joint, end)
    # All of these limbs go up: that is the way in which the angle grows.
    grows = 1.0 if math.sin(base + math.pi / 2) < math.sin(base - math.pi / 2) else -1.0
    reached = target is not None and angle.now >= target - 3
    role: Role = "in" if reached else "accent"
    shapes: list[Shape] = [_sector(joint, base, arm, role)]
    length = max(math.dist(joint, end), RADIUS * 1.5)
    if target is not None:
        aim = arm + grows * math.radians(target - angle.now)
        far = _out(joint, aim, length + 0.03)
        shapes.append(Stroke((_out(joint, aim, 0.03), far), 0.006, "accent", dashed=True))
        goal = (words.own_target if angle.own else words.target).format(round(target))
        if abs(angle.now - target) > 3:
            shapes += _tag(_out(joint, aim, length + 0.09), goal, 0.05, "accent")
    middle = arm - _wrapped(arm - base) / 2
    shapes += _tag(_out(joint, middle, RADIUS + 0.085), f"{round(angle.now)}°", NUMBER, "ink", done=reached)
    return shapes


def _at(placed: Placed, part: str, angle: Angle, place: _Place) -> Point | None:
    return placed.at(f"{angle.side}_{part}") if place.of == "side" else placed.mid(part)


def _base(placed: Placed, place: _Place, joint: Point | None, end: Point | None) -> float | None:
    """Direction that the angle is measured from, radians from the right, down."""
    if joint is None or end is None:
        return None
    if place.base == "ground":
        return 0.0 if end[0] >= joint[0] else math.pi
    shoulders, hips = placed.mid("shoulder"), placed.mid("hip")
    return None if shoulders is None or hips is None else _direction(shoulders, hips)


def _direction(start: Point, end: Point) -> float:
    return math.atan2(end[1] - start[1], end[0] - start[0])


def _out(start: Point, direction: float, length: float) -> Point:
    return start[0] + length * math.cos(direction), start[1] + length * math.sin(direction)


def _wrapped(turn: float) -> float:
    """The same turn the short way round."""
    return math.remainder(turn, math.tau)


def _sector(joint: Point, base: float, arm: float, role: Role) -> Arc:
    """The arc from the base to the arm, the short way."""
    turn = _wrapped(arm - base)
    first = min(base, base + turn)
    start = math.degrees(first) + 90
    return Arc(joint, RADIUS, 0.012, start, start + math.degrees(abs(turn)), role, cased=True)


def _tag(at: Point, text: str, size: float, role: Role, *, done: bool = False) -> list[Shape]:
    """A few letters on a panel of their own, with a tick where it is reached."""
    high, sign = size * 1.35, size * 0.8 if done else 0.0
    wide = width(text) * size + sign + size * 0.7
    left = at[0] - wide / 2
    shapes: list[Shape] = [
        Panel((left, at[1] - high / 2), (wide, high), corner=high / 2),
        Text((left + size * 0.35, at[1]), text, size, "left", role, 600),
    ]
    return shapes + (tick((left + wide - size * 0.65, at[1]), size * 0.36) if done else [])


def _turn(angle: Angle, placed: Placed, words: Words, mirror: bool) -> list[Shape]:
    """A turn of the trunk, on a ring round the chest seen from slightly above: the front of it is zero."""
    shoulders, hips = placed.mid("shoulder"), placed.mid("hip")
    if shoulders is None or hips is None or angle.now is None:
        return []
    radius = max(0.75 * math.dist(shoulders, hips), 0.12)
    centre = (shoulders[0], shoulders[1] + 0.25 * (hips[1] - shoulders[1]))
    # Seen from the front, the person's left is at the picture's right, and on the left of a mirror.
    way = (1.0 if angle.side == "left" else -1.0) * (-1.0 if mirror else 1.0)
    squash = 0.32

    def on(degrees: float, out: float = 1.0) -> Point:
        turn = math.radians(degrees) * way
        return centre[0] + radius * out * math.sin(turn), centre[1] + radius * out * squash * math.cos(turn)

    reached = angle.target is not None and angle.now >= angle.target - 3
    role: Role = "in" if reached else "accent"
    shapes: list[Shape] = [
        Stroke(tuple(on(each) for each in range(-90, 91, 10)), 0.006, "muted"),
        Stroke(tuple(on(angle.now * i / 12) for i in range(13)), 0.016, role),
        Disc(on(angle.now), 0.02, role),
    ]
    if angle.target is not None:
        shapes.append(Stroke((on(angle.target, 0.85), on(angle.target, 1.25)), 0.01, "accent"))
        if not reached:
            goal = (words.own_target if angle.own else words.target).format(round(angle.target))
            end = on(max(angle.target, 50), 1.55)
            shapes += _tag((end[0] + 0.1 * way, end[1] + 0.05), goal, 0.05, "accent")
    low = on(0, 1.0)
    return shapes + _tag((low[0] - way * 0.12, low[1] + 0.085), f"{round(angle.now)}°", NUMBER, "ink", done=reached)
