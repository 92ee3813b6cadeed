"""The result of checking one move, folded from its events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from coach import events as ev
from coach.moves.move import Move
from coach.session.summary import attempts


@dataclass(frozen=True, slots=True)
class Unseen:
    """A span in which a part that the move needs was not seen."""

    start: float
    end: float
    why: ev.UnseenId


@dataclass(frozen=True, slots=True)
class Result:
    """Result of checking one move.

    Attributes:
        refused: Why nothing could be judged; ``None`` if it was judged.
    """

    move: str
    posture: ev.Posture
    view: ev.View
    refused: ev.Refused | None
    reps: tuple[ev.Rep, ...]
    unseen: tuple[Unseen, ...]

    @property
    def attempted(self) -> int:
        """Number of attempts."""
        return len(self.reps)

    @property
    def counted(self) -> int:
        """Number of attempts that counted as reps."""
        return sum(rep.counted for rep in self.reps)

    @property
    def clean(self) -> int:
        """Number of reps without a fault."""
        return sum(rep.clean for rep in self.reps)


def fold(move: Move, events: Iterable[ev.Event]) -> Result:
    """Return the result of a stream of events."""
    events = tuple(events)
    unseen: list[Unseen] = []
    open_unseen: ev.UnseenStarted | None = None
    refused: ev.Refused | None = None
    held: dict[tuple[ev.Posture, ev.View], float] = defaultdict(float)
    stance: tuple[ev.Posture, ev.View] = ("unknown", "unknown")
    since: float | None = None
    for event in events:
        match event:
            case ev.PostureChanged():
                if since is not None:
                    held[stance] += event.t - since
                stance, since = (event.posture, event.view), event.t
            case ev.UnseenStarted():
                open_unseen = event
            case ev.UnseenEnded() if open_unseen is not None:
                unseen.append(Unseen(open_unseen.t, event.t, open_unseen.why))
                open_unseen = None
            case ev.Refused():
                refused = event
            case ev.Ended():
                if since is not None:
                    held[stance] += event.t - since
                if open_unseen is not None:
                    unseen.append(Unseen(open_unseen.t, event.t, open_unseen.why))
            case _:
                pass
    postures: dict[ev.Posture, float] = defaultdict(float)
    views: dict[ev.View, float] = defaultdict(float)
    for (posture, view), seconds in held.items():
        postures[posture] += seconds
        views[view] += seconds
    posture = max(postures, key=lambda each: postures[each], default=stance[0])
    view = max(views, key=lambda each: views[each], default=stance[1])
    return Result(move.id, posture, view, refused, tuple(each.rep for each in attempts(events)), tuple(unseen))
