"""Fold events into the result of checking one move."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from coach.events import (
    Ended,
    Event,
    Posture,
    PostureChanged,
    Refused,
    Rep,
    RepEnded,
    UnseenEnded,
    UnseenId,
    UnseenStarted,
    View,
)
from coach.moves.move import Move


@dataclass(frozen=True, slots=True)
class Unseen:
    """A span of time in which what the move needs was not seen, and why."""

    start: float
    end: float
    why: UnseenId


@dataclass(frozen=True, slots=True)
class Result:
    """Result of checking one move.

    Attributes:
        move: The move's id.
        posture: The most frequent posture.
        view: The most frequent view.
        refused: Why nothing could be judged; ``None`` if it was judged.
        reps: Every attempt, in time order.
        unseen: The unseen spans, in time order.
    """

    move: str
    posture: Posture
    view: View
    refused: Refused | None
    reps: tuple[Rep, ...]
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


def fold(move: Move, events: Iterable[Event]) -> Result:
    """Return the result of a stream of events."""
    reps: list[Rep] = []
    unseen: list[Unseen] = []
    open_unseen: UnseenStarted | None = None
    refused: Refused | None = None
    held: dict[tuple[Posture, View], float] = defaultdict(float)
    stance: tuple[Posture, View] = ("unknown", "unknown")
    since: float | None = None
    for event in events:
        match event:
            case RepEnded():
                reps.append(event.rep)
            case PostureChanged():
                if since is not None:
                    held[stance] += event.t - since
                stance, since = (event.posture, event.view), event.t
            case UnseenStarted():
                open_unseen = event
            case UnseenEnded() if open_unseen is not None:
                unseen.append(Unseen(open_unseen.t, event.t, open_unseen.why))
                open_unseen = None
            case Refused():
                refused = event
            case Ended():
                if since is not None:
                    held[stance] += event.t - since
                if open_unseen is not None:
                    unseen.append(Unseen(open_unseen.t, event.t, open_unseen.why))
            case _:
                pass
    postures: dict[Posture, float] = defaultdict(float)
    views: dict[View, float] = defaultdict(float)
    for (posture, view), seconds in held.items():
        postures[posture] += seconds
        views[view] += seconds
    posture = max(postures, key=lambda each: postures[each], default=stance[0])
    view = max(views, key=lambda each: views[each], default=stance[1])
    return Result(move.id, posture, view, refused, tuple(reps), tuple(unseen))
