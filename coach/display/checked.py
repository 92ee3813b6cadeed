"""Fold the events of a checked video into the state to show: there is no session, only one move."""

from __future__ import annotations

from coach.body import Side
from coach.display.set_display import SetDisplay
from coach.display.shown import Shown
from coach.events import AttemptDropped, AttemptStarted, Event, RepEnded
from coach.language import Language, english
from coach.moves.move import Move
from coach.moves.reading import Reading


class CheckedBoard:
    """Fold the events of one move's checker, one ``update`` each; ``shown`` returns what to show at an instant.

    Reps are counted as in a session: by side where one side is done after the other.
    """

    def __init__(self, move: Move, words: Language | None = None) -> None:
        self._move = move
        self._course = SetDisplay(move, words or english())
        self._counts: dict[Side | None, int] = {}
        self._side: Side | None = None
        self._under_way = False

    def update(self, event: Event) -> None:
        """Take the next event."""
        self._course.update(event)
        match event:
            case AttemptStarted():
                self._side, self._under_way = event.side, True
            case AttemptDropped():
                self._under_way = False
            case RepEnded():
                self._side, self._under_way = event.rep.side, False
                if event.rep.counted:
                    counted = self._counted(self._side)
                    self._counts[counted] = self._counts.get(counted, 0) + 1

    def shown(self, t: float, reading: Reading | None) -> Shown:
        """Return what to show at ``t``, with the measures at that time if they are read."""
        move, side = self._move, self._side
        if side is None and self._under_way and reading is not None and move.side_from is not None:
            side = reading.sides[move.side_from]  # the side of the attempt is not certain before it ends
        now = Shown(
            phase="active",
            title=move.title,
            drawings=move.drawing,
            side=side,
            reps=self._counts.get(self._counted(side), 0),
            reps_wanted=move.reps,
            hold_s=move.hold_s,
        )
        return self._course.fill(now, t, reading, move.target_deg)

    def _counted(self, side: Side | None) -> Side | None:
        return side if self._move.sides == "each" else None
