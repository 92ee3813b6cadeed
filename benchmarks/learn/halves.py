"""Real videos that show a motion in two halves, as from two sides: each half teaches it, and the other is counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.population.markdown import table
from coach.app.learn.teaching import neighbours
from coach.learn.building import MoveDescription
from coach.learn.checking import counted
from coach.learn.demonstration import observed
from coach.learn.learning import NotLearnedError, learn
from coach.store.landmarks import open_landmarks


def halves(files: Sequence[Path], at_s: float, reps: int) -> Iterator[str]:
    """The table of these recordings.

    Args:
        files: Landmark recordings.
        at_s: Where the second half begins, seconds.
        reps: How many repetitions each half shows.
    """
    others, rows = neighbours(), list[list[str]]()
    for file in files:
        seen = observed(open_landmarks(file))
        first, second = ([each for each in seen if (each.t >= at_s) == later] for later in (False, True))
        for name, shown, rest in (("first", first, second), ("second", second, first)):
            try:
                move = learn(MoveDescription("learned", "Learned", file.stem, reps), [shown], others).move
            except NotLearnedError as error:
                rows.append([file.stem, name, f"no: {error.why} {', '.join(error.names)}", "-"])
                continue
            rows.append([file.stem, name, f"by `{move.main}`", f"{len(counted(move, rest))} of {reps}"])
    yield table(("recording", "half shown", "learned", "counted in the other"), rows)
