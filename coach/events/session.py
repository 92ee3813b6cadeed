"""Events of a session: moves, sets, rests, pauses and questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from coach.body import Side
from coach.events.labels import Choice, Command, Lack, Pause
from coach.target import Targeted


@dataclass(frozen=True, slots=True)
class SessionBegan:
    """A session began; ``routine`` is an id, ``moves`` are the ids of its moves in order."""

    t: float
    routine: str
    moves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MoveBegan(Targeted):
    """A move began. It is announced now, and from here on its checker processes every moment.

    Attributes:
        reps: Reps per set, for each side if sides are done one after the other.
        sides: The sides in order; empty unless they are done one after the other.
        target_deg: Target angle; ``None`` if there is none.
    """

    t: float
    number: int
    of: int
    move: str
    sets: int
    reps: int
    sides: tuple[Side, ...]
    hold_s: float
    target_deg: float | None
    targets_deg: Mapping[Side, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SetBegan:
    """A set began, or its second side.

    Attributes:
        side: The side to do; ``None`` unless sides are done one after the other.
        done: Reps already done on it.
    """

    t: float
    number: int
    of: int
    side: Side | None
    done: int
    reps: int


@dataclass(frozen=True, slots=True)
class Lacking:
    """Something is missing before the set can start; repeated while it is."""

    t: float
    lack: Lack


@dataclass(frozen=True, slots=True)
class Placed:
    """The start posture was held; the set can start."""

    t: float


@dataclass(frozen=True, slots=True)
class Counted:
    """A rep of the current set was counted: number ``count`` of ``reps`` on this side."""

    t: float
    side: Side | None
    count: int
    reps: int


@dataclass(frozen=True, slots=True)
class SetEnded:
    """All reps of a set were done, on all its sides."""

    t: float
    number: int
    of: int


@dataclass(frozen=True, slots=True)
class RestBegan:
    """A rest of ``seconds`` begins; starting the next set ends it earlier."""

    t: float
    seconds: float


@dataclass(frozen=True, slots=True)
class RestEnded:
    """The rest ended."""

    t: float


@dataclass(frozen=True, slots=True)
class Paused:
    """The session was paused."""

    t: float
    why: Pause


@dataclass(frozen=True, slots=True)
class Resumed:
    """The session was resumed."""

    t: float


@dataclass(frozen=True, slots=True)
class PainAsked:
    """The person left the move and stays at rest; the coach asks about pain."""

    t: float


@dataclass(frozen=True, slots=True)
class ChoiceOffered:
    """A choice is offered; a gesture selects it until the next one is offered."""

    t: float
    choice: Choice


@dataclass(frozen=True, slots=True)
class Chosen:
    """The answer to the question; ``None`` if the person continued the move or did not answer."""

    t: float
    choice: Choice | None


@dataclass(frozen=True, slots=True)
class MoveEased(Targeted):
    """The move continues in an easier form; the attributes are those of ``MoveBegan``."""

    t: float
    hold_s: float
    target_deg: float | None
    targets_deg: Mapping[Side, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RangeTaken:
    """A person's range for a move was determined.

    Attributes:
        start_deg: Main angle at the start.
        end_deg: Main angle at the end of the range.
        target_deg: Resulting target.
    """

    t: float
    move: str
    side: Side | None
    start_deg: float
    end_deg: float
    target_deg: float


@dataclass(frozen=True, slots=True)
class MoveEnded:
    """A move ended; ``done`` is whether all of it was done."""

    t: float
    move: str
    done: bool


@dataclass(frozen=True, slots=True)
class Commanded:
    """A command was given; ``t`` is the first moment at which it takes effect."""

    t: float
    command: Command


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """The session ended; ``done`` is whether its last move was done."""

    t: float
    done: bool


SessionEvent: TypeAlias = (
    SessionBegan
    | MoveBegan
    | SetBegan
    | Lacking
    | Placed
    | Counted
    | SetEnded
    | RestBegan
    | RestEnded
    | Paused
    | Resumed
    | PainAsked
    | ChoiceOffered
    | Chosen
    | MoveEased
    | RangeTaken
    | MoveEnded
    | Commanded
    | SessionEnded
)
