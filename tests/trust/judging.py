"""Runs a scene through the real estimator and the checker of its move."""

from __future__ import annotations

from dataclasses import dataclass

from coach import library
from coach.estimate import models
from coach.estimate.landmarker import Landmarker
from coach.session.checker import Checker
from coach.session.result import fold
from coach.stream import Moment
from tests.trust.composing import HOLD_S, REPS, Scene


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of a scene.

    Attributes:
        most: True number of reps.
        counted: Number of counted reps.
        uncounted: Number of attempts that did not count, each with a reason.
        reported: Whether something was reported as unseen, or the stream was refused.
    """

    most: int
    counted: int
    uncounted: int
    reported: bool

    def cell(self) -> str:
        """Return the verdict as a cell of the table."""
        explained = 0 < self.most - self.counted <= self.uncounted
        return f"{self.counted} of {self.most}{', reported' if self.reported else ', explained' if explained else ''}"


def judge(scene: Scene, move: str) -> Verdict:
    """Return the verdict on a scene."""
    name, reps = REPS[move]
    chosen = library.load_move(move).adjusted(hold_s=HOLD_S)
    checker, events = Checker(chosen), []
    with Landmarker(models.find()) as landmarker:
        for frame in scene.make(name):
            events += checker.update(Moment(frame.t, landmarker.detect(frame)))
    result = fold(chosen, [*events, *checker.finish()])
    uncounted = sum(not rep.counted for rep in result.reps)
    reported = bool(result.unseen) or result.refused is not None
    return Verdict(reps if scene.does else 0, result.counted, uncounted, reported)


def honest(scene: Scene, move: str) -> bool:
    """Return whether no rep is invented and none is missed silently."""
    verdict = judge(scene, move)
    whole = not scene.hidden and verdict.counted + verdict.uncounted >= verdict.most
    return verdict.counted <= (0 if scene.hidden else verdict.most) and (verdict.reported or whole)
