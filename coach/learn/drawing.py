"""Draws a move from its demonstration: the figure at rest and the figure at the top."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import partial
from itertools import chain
from typing import Final, Literal, TypeAlias

from coach.body import INDEX, LIMBS, SIDES, Side, joint, other
from coach.geometry import Point, seen
from coach.learn.building import CutDemonstration
from coach.learn.demonstration import Series
from coach.learn.ranking import Ranked
from coach.moves.figure import Figure
from coach.moves.measures import part_of
from coach.moves.seen import drawn_body
from coach.moves.text import Drawing, Drawings, DrawnLine, DrawnPoint

JOINTS: Final = tuple(chain(*LIMBS.values()))

Drawn: TypeAlias = Literal["near_arm", "far_arm", "near_leg", "far_leg"]

FLOOR: Final = 0.08
"""Distance of the floor below the lowest landmark, trunk lengths: landmarks are in the middle of the limbs."""

REACH: Final = 3.0
"""Largest coordinate of a drawn point relative to the hips at rest, trunk lengths."""


def drawn(shown: CutDemonstration, main: Ranked) -> Drawings | None:
    """Return the drawing of a move as it was demonstrated; ``None`` if too little of the body was seen."""
    values = next(each.values for each in shown.courses if each.candidate == main.candidate)
    first = [i for i, there in enumerate(shown.cut.tops[0]) if there]
    rests = [i for i, still in enumerate(shown.cut.rest) if still]
    # The rest before that top: later the person may lie elsewhere on the mat.
    rest = _typical(shown, [i for i in rests if i < first[0]] or rests, values, main.rest)
    top = _typical(shown, first, values, main.tops[0])
    if rest is None or top is None:
        return None
    near = _near(rest)
    start, end = _figure(rest, near, rest), _figure(top, near, rest)
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
    """Return the body at the instant with the fewest hidden joints and, of those, the measure nearest to ``level``."""

    def worth(i: int) -> tuple[int, float]:
        body = shown.span.seen[i].body
        hidden = 99 if body is None else sum(not seen(body.at(side, part)) for side in SIDES for part in JOINTS)
        off = abs(float(values[i]) - level)
        return hidden, math.inf if math.isnan(off) else off

    return shown.span.seen[min(at, key=worth)].body if len(at) else None


def _near(body: Figure) -> Side:
    """Return the side nearer to the camera."""
    depths = {side: sum(body.world[joint(side, part)][2] for part in ("shoulder", "hip", "knee")) for side in SIDES}
    return min(depths, key=lambda side: depths[side])


def _figure(body: Figure, near: Side, rest: Figure) -> Drawing | None:
    """Return the drawing of a body, in trunk lengths from the hips at ``rest``: what stays there is drawn there."""
    place = partial(_place, rest)
    ears = body.mid("ear")
    nose = body.points[INDEX["nose"]]
    head = ears if seen(ears) else body.shoulders + 0.3 * body.trunk
    face = nose if seen(nose) else head
    trunk = place(body.hips), place(body.shoulders)
    return drawn_body(place(head), place(face), trunk, near, partial(_limb, body, place))


def _limb(body: Figure, place: Callable[[Point], DrawnPoint], side: Side, parts: Sequence[str]) -> DrawnLine | None:
    """Return the visible joints of a limb, or those of the other side if the limb is hidden."""
    for each in (side, other(side)):
        points = [body.at(each, part) for part in parts]
        line = tuple(place(point) for point in points if seen(point))
        if len(line) >= 2:
            return line
    return None


def _place(rest: Figure, point: Point) -> DrawnPoint:
    place = (point - rest.hips) / rest.scale
    return tuple(round(max(-REACH, min(REACH, number)), 2) for number in (place.real, place.imag))  # type: ignore[return-value]  # two numbers
