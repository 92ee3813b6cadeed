"""The shipped routines, done from beginning to end by a simulated person."""

from __future__ import annotations

from collections import Counter
from itertools import chain

import pytest

from coach.app.routines import Routines
from coach.events import Counted, MoveBegan, MoveEnded, SessionEnded
from coach.moves.move import Move
from coach.session.live import LiveSession
from coach.session.routine import Routine, Step, steps
from coach.stream import Moment
from tests.fakes.skeleton import RepScript, perform
from tests.session.leading import joined

FPS = 15.0
LONGER_S = 0.8
"""The simulated person holds slightly longer than required."""

TURN_S = 3.0
"""Pause for the announcement of the other side."""


def scripts(step: Step) -> list[RepScript]:
    """Return the reps of a step: one side after the other, or alternating."""
    hold_s, reps = step.move.hold_s + LONGER_S, step.move.reps
    if step.move.sides == "alternate":
        return [RepScript("left" if i % 2 else "right", hold_s=hold_s) for i in range(reps)]
    each = [0.7] * (reps - 1) + [TURN_S]
    return [RepScript(side, hold_s=hold_s, rest_s=rest_s) for side in step.sides or ("right",) for rest_s in each]


def done(routine: Routine, moves: dict[str, Move], seed: int) -> list[Moment]:
    """Return the moments of the whole routine, including rests."""
    parts = []
    rest_s = 0.0
    for i, step in enumerate(steps(routine, moves)):
        parts.append(perform(step.move.id, scripts(step), lead_s=rest_s + 6, fps=FPS, seed=seed + i).moments)
        rest_s = step.rest_s
    return joined(*parts)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["hip-strengthening", "back-strengthening"])
def test_a_shipped_routine_completes_with_the_right_counts(name: str):
    routine = Routines().load(name)
    moves = dict(Routines().moves(routine))
    session = LiveSession(routine, moves)
    events = list(chain.from_iterable(session.update(moment) for moment in done(routine, moves, seed=3)))
    assert session.done
    assert [event.done for event in events if isinstance(event, SessionEnded)] == [True]
    assert [event.move for event in events if isinstance(event, MoveEnded) and event.done] == list(moves)
    counted: Counter[str] = Counter()
    move = ""
    for event in events:
        if isinstance(event, MoveBegan):
            move = event.move
        counted[move] += isinstance(event, Counted)
    assert {each.move.id: each.move.reps * max(1, len(each.sides)) for each in steps(routine, moves)} == {
        move: count for move, count in counted.items() if move
    }
