"""The measures of the move under way, moment by moment, for the eye."""

from __future__ import annotations

from collections.abc import Mapping

from coach.events import Event, MoveBegan, MoveEnded, Placed
from coach.moves.figure import Figure
from coach.moves.move import Move
from coach.moves.reading import Reading, read
from coach.pose import Pose
from coach.session.observer import Observer
from coach.stream import Moment


class Gauge:
    """Reads the move under way; what it gives is drawn and decides nothing.

    Args:
        moves: The moves of the routine, by id.
    """

    def __init__(self, moves: Mapping[str, Move]) -> None:
        self._moves = moves
        self._observer = Observer()
        self._move: Move | None = None
        self._body: Figure | None = None
        self._rest: Figure | None = None

    def tell(self, event: Event) -> None:
        """Follow which move it is, and when its start was held: that is the person's own rest."""
        match event:
            case MoveBegan():
                self._move, self._rest = self._moves[event.move], None
            case MoveEnded():
                self._move = None
            case Placed():
                self._rest = self._body
            case _:
                pass

    def read(self, t: float, pose: Pose | None) -> Reading | None:
        """The measures at an instant; ``None`` outside a move, and where there is no body to measure."""
        self._body = self._observer.update(Moment(t, pose)).body
        if self._move is None or self._body is None:
            return None
        return read(self._move, self._body, self._rest)
