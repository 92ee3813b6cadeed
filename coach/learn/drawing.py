"""Draw a move from what was seen of it: the figure at rest and the figure at the top."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

from coach.body import INDEX, SIDES, Side, joint, other
from coach.geometry import Point, seen
from coach.learn.building import CutDemonstration
from coach.learn.demonstration import Series
from coach.learn.ranking import Ranked
from coach.moves.figure import Figure
from coach.moves.measures import part_of
from coach.moves.text import Drawing, Drawings, DrawnLine, DrawnPoint

Drawn: TypeAlias = Literal["near_arm", "far_arm", "near_leg", "far_leg"]

ARM: Final = ("shoulder", "elbow", "wrist")
LEG: Final = ("hip", "knee", "ankle", "foot")

FLOOR: Final = 0.08
"""How far the floor lies below the lowest landmark, in trunks: landmarks are in the middle of the limbs."""

REACH: Final = 3.0
"""Farthest that a place is drawn from the hips, in trunks."""


def drawn(shown: CutDemonstration, main: Ranked) -> Drawings | None:
    """The drawing of a move, as its demonstration was seen; ``None`` where too little of it was."""
    values = next(each.values for each in shown.courses if each.candidate == main.candidate)
    rest = _typical(shown, [i for i, still in enumerate(shown.cut.rest) if still], values, main.rest)
    first = shown.cut.tops[0]
    top = _typical(shown, [i for i, there in enumerate(first) if there], values, main.tops[0])
    if rest is None or top is None:
        return None
    near = _near(rest)
    start, end = _figure(rest, near), _figure(top, near)
    if start is None or end is None:
        return None
    ground = min(up for _, up in (*start.points, *end.points)) - FLOOR
    part = part_of(main.candidate.measure)
    if part in ("head", "trunk"):
        return Drawings(round(ground, 2), ("trunk", "head"), start, end)
    working: Side = SIDES[0] if main.sides and main.sides[0] > 0 else SIDES[1]
    which = "near" if working == near or main.candidate.measure.limb == "body" else "far"
    arms: tuple[Drawn, Drawn] = ("near_arm", "far_arm")
    legs: tuple[Drawn, Drawn] = ("near_leg", "far_leg")
    moving = (arms if part == "arm" else legs)[which == "far"]
    return Drawings(round(ground, 2), (moving,), start, end)


def _typical(shown: CutDemonstration, at: Sequence[int], values: Series, level: float) -> Figure | None:
    """The body of the instant at which the measure is nearest to its usual value, all joints seen if possible."""

    def worth(i: int) -> tuple[int, float]:
        body = shown.span.seen[i].body
        hidden = 99 if body is None else sum(not seen(body.at(side, part)) for side in SIDES for part in (*ARM, *LEG))
        off = abs(float(values[i]) - level)
        return hidden, math.inf if math.isnan(off) else off

    return shown.span.seen[min(at, key=worth)].body if len(at) else None


def _near(body: Figure) -> Side:
    """The side that is nearer to the camera."""
    depths = {side: sum(body.world[joint(side, part)][2] for part in ("shoulder", "hip", "knee")) for side in SIDES}
    return min(depths, key=lambda side: depths[side])


def _figure(body: Figure, near: Side) -> Drawing | None:
    ears = body.mid("ear")
    nose = body.points[INDEX["nose"]]
    head = ears if seen(ears) else body.shoulders + 0.3 * body.trunk
    face = nose if seen(nose) else head
    limbs = {}
    for name, side in (("near", near), ("far", other(near))):
        for limb, parts in (("arm", ARM), ("leg", LEG)):
            line = _limb(body, side, parts)
            if line is None:
                return None
            limbs[f"{name}_{limb}"] = line
    return Drawing(
        head=_place(body, head),
        face=_place(body, face),
        trunk=(_place(body, body.hips), _place(body, body.shoulders)),
        **limbs,
    )


def _limb(body: Figure, side: Side, parts: Sequence[str]) -> DrawnLine | None:
    """The joints of a limb that are seen; those of the other side stand in for a limb that is hidden."""
    for each in (side, other(side)):
        points = [body.at(each, part) for part in parts]
        line = tuple(_place(body, point) for point in points if seen(point))
        if len(line) >= 2:
            return line
    return None


def _place(body: Figure, point: Point) -> DrawnPoint:
    place = (point - body.hips) / body.scale
    return tuple(round(max(-REACH, min(REACH, number)), 2) for number in (place.real, place.imag))  # type: ignore[return-value]  # two numbers
