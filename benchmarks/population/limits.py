"""For every form limit: how many people with the fault are found, and how many without it get the cue, limit by limit.

Each aim of a move is replaced by copies with other limits, so that one look at a person judges all of them, by the very
rules that judge a session.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from benchmarks.population.markdown import table
from benchmarks.population.played import Played
from benchmarks.population.share import Share
from coach.library import load_move
from coach.moves.move import Aim, Move

FACTORS: Final = tuple(round(0.1 * step, 1) for step in range(31))
"""What a limit is multiplied by, 0 to 3."""

PRICE: Final = 0.02
"""Share of the people without a fault who may get its cue."""

WORTH: Final = 0.6
"""Part of the faults that have to be found at that price; what is found less often is advisory."""

BETWEEN: Final = "*"
"""Stands between the id of a fault and the factor of its limit, in the id of a copy."""


@dataclass(frozen=True, slots=True)
class Point:
    """The effect of one limit.

    Attributes:
        factor: By what the shipped limit is multiplied.
        found: People with the fault in whom it was found, in every rep that has it.
        false: People who were told of it in a rep without it, of those with such a rep.
        reps: Reps with the fault in which it was found.
    """

    factor: float
    found: Share
    false: Share
    reps: Share


def fanned(move: Move) -> Move:
    """Return the move with every aim at every limit, all advisory, so that nothing else changes."""
    return replace(move, aim=tuple(_scaled(aim, factor) for aim in move.aim for factor in FACTORS))


def curve(group: Sequence[Played], fault: str) -> list[Point]:
    """Return the results of each limit of one fault, over people who were checked by a ``fanned`` move."""
    return [_point(group, fault, factor) for factor in FACTORS]


def chosen(points: Sequence[Point]) -> Point | None:
    """The limit that finds most at the price, and of those alike the middle one; ``None`` where none is worth it."""
    fair = [point for point in points if not point.false.value > PRICE and point.reps.of]
    best = max((point.reps.value for point in fair), default=0.0)
    if best < WORTH:
        return None
    alike = [point for point in fair if point.reps.value == best]
    return alike[len(alike) // 2]


def limits(group: Sequence[Played]) -> str:
    """One line a fault: what its limit does, what the best one would, and whether it is worth a cue."""
    lines = []
    for name in sorted({each.person.move for each in group}):
        own = [each for each in group if each.person.move == name]
        for aim in load_move(name).aim:
            points = curve(own, aim.id)
            now = next(point for point in points if point.factor == 1)
            best = chosen(points)
            better = (
                ["advisory", "", ""] if best is None else [_limit(aim, best.factor), str(best.reps), str(best.false)]
            )
            told = [str(now.reps), str(now.found), str(now.false)]
            lines.append([f"`{name}`", f"`{aim.id}`", aim.measure, _limit(aim, 1), *told, *better])
    head = ["move", "fault", "measure", "limit", "found, reps", "found, people", "false, people"]
    return table([*head, "best limit", "found, reps", "false, people"], lines)


def _scaled(aim: Aim, factor: float) -> Aim:
    """An aim with another limit."""
    return replace(
        aim,
        id=f"{aim.id}{BETWEEN}{factor}",
        least=aim.least if aim.least == -math.inf else aim.least * factor,
        most=aim.most if aim.most == math.inf else aim.most * factor,
        confidence=0.5,
    )


def _point(group: Sequence[Played], fault: str, factor: float) -> Point:
    copy = f"{fault}{BETWEEN}{factor}"
    with_it: list[list[bool]] = []
    without: list[list[bool]] = []
    for each in group:
        told = [(true, rep is not None and copy in {seen.id for seen in rep.advisory}) for true, rep in each.pairs]
        with_it.append([seen for true, seen in told if fault in true.faults])
        without.append([seen for true, seen in told if fault not in true.faults | true.either])
    return Point(
        factor,
        Share.true(all(reps) for reps in with_it if reps),
        Share.true(any(reps) for reps in without if reps),
        Share.true(seen for reps in with_it for seen in reps),
    )


def _limit(aim: Aim, factor: float) -> str:
    said = [
        f"{word} {limit * factor:.3g}"
        for word, limit in (("least", aim.least), ("most", aim.most))
        if not math.isinf(limit)
    ]
    return ", ".join(said)
