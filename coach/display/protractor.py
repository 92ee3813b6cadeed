"""The main angle, drawn at its joint: the current angle and the target."""

from __future__ import annotations

import math
from typing import Final

from coach.body import Side, other
from coach.display.lettering import width as lettering_width
from coach.display.marks import tick
from coach.display.panels import BELOW, CARD, MARGIN
from coach.display.screen import Screen
from coach.display.shapes import Arc, Disc, Panel, Role, ScreenPoint, Shape, Stroke, Text
from coach.display.shown import Angle
from coach.display.skeleton import PlacedPose
from coach.language import Language
from coach.moves.measures import KINDS, landmarks

RADIUS: Final = 0.13
"""Radius of the arc at the joint."""

NUMBER: Final = 0.075
"""Text size of the current angle."""

GOAL: Final = 0.05
"""Text size of the target."""

NEAR: Final = 3.0
"""Degrees short of the target that still count as reached: one camera is no more accurate."""


def protractor(angle: Angle, placed: PlacedPose, words: Language, screen: Screen) -> list[Shape]:
    """Draw the main angle on the body; nothing if its joint is unseen or its kind is not drawn."""
    kind = KINDS[angle.measure.kind]
    if kind.drawn == "turn":
        return _turn(angle, placed, words, screen)
    if kind.drawn is None or angle.now is None:
        return []
    joint, end = (_at(placed, name, angle.side) for name in landmarks(angle.measure))
    base = _base(placed, angle, joint, end)
    if joint is None or end is None or base is None:
        return []
    level = kind.drawn == "elevation" and angle.side is not None
    target = 0.0 if angle.target is None and level else angle.target
    arm = _direction(joint, end)
    # All of these limbs move up, so the angle grows upwards.
    grows = 1.0 if math.sin(base + math.pi / 2) < math.sin(base - math.pi / 2) else -1.0
    reached = target is not None and angle.now >= target - NEAR
    shapes: list[Shape] = [_sector(joint, base, arm, "in" if reached else "accent")]
    if target is not None:
        aim = arm + grows * math.radians(target - angle.now)
        length = max(math.dist(joint, end), 1.5 * RADIUS)
        # When the limb is at the target, it would hide the line; a notch in the arc is enough.
        inner, outer = (RADIUS - 0.03, RADIUS + 0.03) if reached else (RADIUS + 0.01, length + 0.06)
        points = (_out(joint, aim, inner), _out(joint, aim, outer))
        shapes.append(Stroke(points, 0.008, "accent", dashed=not reached))
    goal = "" if target is None else _goal(angle, target, words, level=level)
    return shapes + _tag(_beside(joint, end, kind.surrounded), angle.now, goal, reached, screen.width)


def _goal(angle: Angle, target: float, words: Language, *, level: bool = False) -> str:
    if level and not target:
        return words.say("window.level")
    return words.say("window.own_target" if angle.own else "window.target", n=round(target))


def _beside(joint: ScreenPoint, end: ScreenPoint, surrounded: bool) -> ScreenPoint:
    """Return where to place the number: away from the arm of the angle, or high above a joint among limbs."""
    if surrounded:
        return joint[0], 0.0
    return joint[0] + (0.07 if end[0] < joint[0] else -0.07), joint[1] - 0.17


def _at(placed: PlacedPose, name: str, side: Side | None) -> ScreenPoint | None:
    """Return a landmark by its name in the move file; ``None`` if it is unseen or its side is unknown."""
    if name.startswith("mid_"):
        return placed.mid(name[4:])
    if name == "nose" or side is None:
        return placed.at(name) if name == "nose" else None
    return placed.at(f"{other(side)}_{name[6:]}" if name.startswith("other_") else f"{side}_{name}")


def _base(placed: PlacedPose, angle: Angle, joint: ScreenPoint | None, end: ScreenPoint | None) -> float | None:
    """Direction that the angle is measured from: radians from rightwards, positive downwards."""
    if joint is None or end is None:
        return None
    kind = KINDS[angle.measure.kind]
    if kind.drawn == "elevation":
        return 0.0 if end[0] >= joint[0] else math.pi
    start, stop = (_at(placed, name, angle.side) for name in angle.measure.against or kind.base)
    return None if start is None or stop is None else _direction(start, stop)


def _direction(start: ScreenPoint, end: ScreenPoint) -> float:
    return math.atan2(end[1] - start[1], end[0] - start[0])


def _out(start: ScreenPoint, direction: float, length: float) -> ScreenPoint:
    return start[0] + length * math.cos(direction), start[1] + length * math.sin(direction)


def _sector(joint: ScreenPoint, base: float, arm: float, role: Role) -> Arc:
    turn = math.remainder(arm - base, math.tau)  # of at most half a circle
    first = min(base, base + turn)
    start = math.degrees(first) + 90
    return Arc(joint, RADIUS, 0.012, start, start + math.degrees(abs(turn)), role, cased=True)


def _tag(at: ScreenPoint, now: float, goal: str, reached: bool, width: float) -> list[Shape]:
    """The angle in degrees, with a tick when the target is reached, and the target below it."""
    text = f"{round(now)}°".replace("-", "−")
    sign = NUMBER if reached else 0.0
    above = lettering_width(text) * NUMBER + sign
    wide, high = max(above, lettering_width(goal) * GOAL) + 0.04, NUMBER * 1.35 + (GOAL * 1.25 if goal else 0.0)
    x, y = _clear(at, wide, high, width)
    top = y - high / 2
    middle = top + NUMBER * 0.68
    left = x - above / 2
    shapes: list[Shape] = [
        Panel((x - wide / 2, top), (wide, high), corner=0.03),
        Text((left, middle), text, NUMBER, "left", "ink", 600),
    ]
    if goal:
        shapes.append(Text((x, top + high - GOAL * 0.78), goal, GOAL, "middle", "accent", room=wide))
    return shapes + (tick((left + above - NUMBER * 0.38, middle), NUMBER * 0.38) if reached else [])


def _clear(at: ScreenPoint, wide: float, high: float, width: float) -> ScreenPoint:
    """Move a place on to the screen, and between the cards if it is level with them."""
    x = min(max(at[0], MARGIN + wide / 2), width - MARGIN - wide / 2)
    y = min(max(at[1], BELOW + high / 2), 1 - MARGIN - high / 2)
    side = MARGIN + CARD + 0.015 + wide / 2
    return (x if y - high / 2 > BELOW + CARD else min(max(x, side), width - side)), y


def _turn(angle: Angle, placed: PlacedPose, words: Language, screen: Screen) -> list[Shape]:
    """Draw trunk rotation as a ring around the chest, seen from slightly above: its front is zero."""
    shoulders, hips = placed.mid("shoulder"), placed.mid("hip")
    if shoulders is None or hips is None or angle.now is None:
        return []
    radius = max(0.75 * math.dist(shoulders, hips), 0.12)
    centre = (shoulders[0], shoulders[1] + 0.25 * (hips[1] - shoulders[1]))
    # Seen from the front, the person's left is on the right of the image, or on the left when mirrored.
    way = (1.0 if angle.side == "left" else -1.0) * (-1.0 if screen.mirror else 1.0)
    squash = 0.32

    def on(degrees: float, out: float = 1.0) -> ScreenPoint:
        turn = math.radians(degrees) * way
        return centre[0] + radius * out * math.sin(turn), centre[1] + radius * out * squash * math.cos(turn)

    reached = angle.target is not None and angle.now >= angle.target - NEAR
    role: Role = "in" if reached else "accent"
    shapes: list[Shape] = [
        Stroke(tuple(on(each) for each in range(-90, 91, 10)), 0.006, "muted"),
        Stroke(tuple(on(angle.now * i / 12) for i in range(13)), 0.016, role),
        Disc(on(angle.now), 0.02, role),
    ]
    if angle.target is not None:
        shapes.append(Stroke((on(angle.target, 0.85), on(angle.target, 1.25)), 0.01, "accent"))
    at = centre[0] - way * (radius + 0.12), max(centre[1], BELOW + CARD + 0.1)
    goal = "" if angle.target is None else _goal(angle, angle.target, words)
    return shapes + _tag(at, angle.now, goal, reached, screen.width)
