"""Judges reps before the first rest: videos often start during a move, or just before it.

Judging a rep requires a rest, which such a video shows only after the first rep. Earlier moments are buffered until
then; the rep is reported when the body is back at rest, like any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from coach.events import AttemptStarted, Event, Measured, RepEnded
from coach.moves.cycle import Cycle
from coach.moves.figure import Figure
from coach.moves.move import Move
from coach.moves.reading import Reader, unseen
from coach.moves.trace import departed
from coach.session.observer import Observation

LONGEST_S: Final = 20.0
"""Time in addition to the hold after which a body that has not rested is doing something else."""


LOWER: Final = 0.5
"""Largest height of the hips at rest above those of a body in an apparent other posture, in trunk lengths: in a bird
dog they stay in place, while those of a prone body that has yet to get up are 0.7 lower."""


class Opening:
    """Buffers the moments from the start of a stream, or from a cut, to the first rest.

    Args:
        move: The move.
        numbers: Iterator of attempt numbers.
    """

    def __init__(self, move: Move, numbers: Iterator[int]) -> None:
        self._move, self._numbers = move, numbers
        self._seen: list[Observation] | None = []

    def update(self, seen: Observation) -> None:
        """Process the next moment. Another posture ends the opening: a body getting into position rests first."""
        if seen.cut:
            self._seen = []
        if self._seen is None or (seen.body is None and not self._seen):
            return
        self._seen.append(seen)
        # The top of a move may be recognised as another posture: an extended bird dog looks prone.
        fits = seen.posture in (*self._move.postures, *self._move.also_while)
        if not fits or seen.t - self._seen[0].t > self._move.hold_s + LONGEST_S:
            self._seen = None

    def judged(self, t: float, rest: Mapping[str, float], body: Figure, roll_deg: float) -> list[Event]:
        """Return the events of the reps before the first rest, which ends the opening.

        Args:
            t: The current instant, seconds.
            rest: The person's rest, by measure.
            body: The figure at rest.
            roll_deg: The camera's roll at rest.
        """
        seen, self._seen = self._seen or [], None
        reader = Reader(self._move)
        figures = [each.levelled_by(roll_deg) for each in seen]
        if any(_lay(self._move, each, figure, body) for each, figure in zip(seen, figures, strict=True)):
            return []
        readings = [unseen(self._move) if each is None else reader.read(each, body) for each in figures]
        if not readings or (departed(self._move.attempt, readings[0].values, rest) and not self._move.hold_s):
            # Without a hold, the end of a rep cannot be distinguished from a whole one.
            return []
        cycle, events = Cycle(self._move, rest), list[Event]()
        for each, reading in zip(seen, readings, strict=True):
            events += cycle.update(each.t, reading, True)
        # The body is back at rest, although by this rest it may not have settled yet.
        events += cycle.finish()
        reps = [event.rep for event in events if isinstance(event, RepEnded) and event.rep.counted]
        retimed: list[Event] = []
        for rep in reps:
            number = next(self._numbers)
            mine = (each for each in events if isinstance(each, Measured) and each.start == rep.start)
            curves = [replace(each, t=t, attempt=number) for each in mine]
            retimed += [AttemptStarted(t, rep.start, None, number, self._move.id), RepEnded(t, rep, number), *curves]
        return retimed


def _lay(move: Move, seen: Observation, figure: Figure | None, rest: Figure) -> bool:
    """Whether the height of the hips shows that the body was in another posture."""
    if figure is None or seen.posture in move.postures:
        return False
    return (rest.hips - figure.hips).imag > LOWER * rest.scale
