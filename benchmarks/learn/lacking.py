"""The same for motions that no move file describes: shown once by one simulated body, counted on ten others."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from benchmarks.learn.neighbours import stage
from benchmarks.population.markdown import table
from benchmarks.population.share import Share
from coach.app.learn.teaching import neighbours
from coach.body import Side
from coach.learn.building import MoveDescription
from coach.learn.checking import counted
from coach.learn.demonstration import observed
from coach.learn.learning import NotLearnedError, learn
from coach.session.observer import Observation
from tests.fakes.skeleton import Body, do, record

MOTIONS: Final = ("fire-hydrant", "lower-leg-lift", "superman", "standing-abduction")

TIMES: Final = 3

BODIES: Final = tuple(
    Body(height_m=1.52 + 0.04 * i, leg=0.94 + 0.03 * (i % 5), arm=1.06 - 0.03 * (i % 4), flesh=0.9 + 0.05 * (i % 6))
    for i in range(10)
)


def lacking() -> Iterator[str]:
    """The table of these motions."""
    others, rows = neighbours(), []
    for motion in MOTIONS:
        shown = _done(motion, Body(), "right", 1.4, 2.5, seed=99)
        rest = [each for each in others if each.name != motion]
        try:
            move = learn(MoveDescription("learned", "Learned", motion, TIMES), [shown], rest).move
        except NotLearnedError as error:
            rows.append([f"`{motion}`", f"no: {error.why} {', '.join(error.names)}", "-", "-"])
            continue
        sides: tuple[Side, Side] = ("left", "right")
        found = [
            len(counted(move, _done(motion, body, sides[i % 2], 1.0 + 0.1 * i, 3.2, seed=i))) == TIMES
            for i, body in enumerate(BODIES)
        ]
        false = [each.name for each in rest if counted(move, each.seen)]
        rows.append([f"`{motion}`", f"by `{move.main}`", str(Share.true(found)), f"{len(false)} of {len(rest)}"])
    yield table(("motion", "learned", "sets exact", "neighbours counted"), rows)


def _done(motion: str, body: Body, side: Side, way_s: float, stay_s: float, seed: int) -> list[Observation]:
    scene = do(motion, TIMES, side=side, way_s=way_s, stay_s=stay_s, rest_s=1.5, body=body)
    return observed(record([scene], camera=stage(motion), fps=15, seed=seed).moments)
