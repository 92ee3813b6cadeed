"""Judge what was done before the first rest: a video often starts within the move, or just before it.

A rest is needed to judge a rep, and such a video shows one only after the first rep. Earlier moments are buffered until
then and judged in one go: the rep is reported when the body is back at rest, like any other.
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
"""Time beyond the hold after which a body that has not rested is doing something else."""


LOWER: Final = 0.5
"""How far below the hips at rest those of a body that only seems to take another posture may be, in trunks: a bird dog
keeps them where they are, and a body that lies on its belly before it gets up has them 0.7 lower."""


class Opening:
    """Moments from the start of a stream, or from a cut, to the first rest. It holds all state.

    Args:
        move: The move.
        numbers: Numbers the attempts.
    """

    def __init__(self, move: Move, numbers: Iterator[int]) -> None:
        self._move, self._numbers = move, numbers
        self._seen: list[Observation] | None = []

    def update(self, seen: Observation) -> None:
        """Take the next moment; another posture ends the opening, as a body taking its place rests first."""
        if seen.cut:
            self._seen = []
        if self._seen is None or (seen.body is None and not self._seen):
            return
        self._seen.append(seen)
        # At the top a body may seem to take another posture; a bird dog that reaches looks prone.
        fits = seen.posture in (*self._move.postures, *self._move.also_while)
        if not fits or seen.t - self._seen[0].t > self._move.hold_s + LONGEST_S:
            self._seen = None

    def judged(self, t: float, rest: Mapping[str, float], body: Figure, roll_deg: float) -> list[Event]:
        """Return the reps done before the first rest, which ends the opening.

        Args:
            t: The instant now.
            rest: The person's own rest, by measure.
            body: The body at rest.
            roll_deg: The camera's roll then.
        """
        seen, self._seen = self._seen or [], None
        reader = Reader(self._move)
        figures = [each.levelled_by(roll_deg) for each in seen]
        if any(_lay(self._move, each, figure, body) for each, figure in zip(seen, figures, strict=True)):
            return []
        readings = [unseen(self._move) if each is None else reader.read(each, body) for each in figures]
        if not readings or (departed(self._move.attempt, readings[0].values, rest) and not self._move.hold_s):
            # Without a hold, the end of a rep cannot be told from a whole one.
            return []
        cycle, events = Cycle(self._move, rest), list[Event]()
        for each, reading in zip(seen, readings, strict=True):
            events += cycle.update(each.t, reading, True)
        # The body is back by now, though against this rest it may not have settled yet.
        events += cycle.finish()
        reps = [event.rep for event in events if isinstance(event, RepEnded) and event.rep.counted]
        told: list[Event] = []
        for rep in reps:
            number = next(self._numbers)
            mine = (each for each in events if isinstance(each, Measured) and each.start == rep.start)
            curves = [replace(each, t=t, attempt=number) for each in mine]
            told += [AttemptStarted(t, rep.start, None, number, self._move.id), RepEnded(t, rep, number), *curves]
        return told


def _lay(move: Move, seen: Observation, figure: Figure | None, rest: Figure) -> bool:
    """Whether a body was in another posture, as its hips show."""
    if figure is None or seen.posture in move.postures:
        return False
    return (rest.hips - figure.hips).imag > LOWER * rest.scale
