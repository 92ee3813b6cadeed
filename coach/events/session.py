"""What a session says: its moves, sets, rests, pauses and questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from coach.body import Side
from coach.events.labels import Choice, Command, Lack, Pause
from coach.target import Targeted


@dataclass(frozen=True, slots=True)
class SessionBegan:
    """A session began: ``routine`` is its id, ``moves`` the ids of its moves in their order."""

    t: float
    routine: str
    moves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MoveBegan(Targeted):
    """A move is up: the moment to say what it is and how to lie. From here on its checker sees every moment.

    Attributes:
        reps: Repetitions a set, for each side where they are done one after the other.
        sides: The sides, in the order in which they are asked for; empty where they are not done one after the other.
        target_deg: Degrees to reach; ``None`` where none are asked for.
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
    """A set is up, or its other side.

    Attributes:
        side: The side asked for; ``None`` where they are not done one after the other.
        done: Repetitions of it that were done already.
    """

    t: float
    number: int
    of: int
    side: Side | None
    done: int
    reps: int


@dataclass(frozen=True, slots=True)
class Lacking:
    """What is missing before the set can start; again every so often while it is."""

    t: float
    lack: Lack


@dataclass(frozen=True, slots=True)
class Placed:
    """The start posture was held: go."""

    t: float


@dataclass(frozen=True, slots=True)
class Counted:
    """A repetition of the set under way was done: the ``count``-th of ``reps`` on this side."""

    t: float
    side: Side | None
    count: int
    reps: int


@dataclass(frozen=True, slots=True)
class SetEnded:
    """All repetitions of a set were done, on both sides where it has two."""

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
    """The rest is over."""

    t: float


@dataclass(frozen=True, slots=True)
class Paused:
    """The session waits."""

    t: float
    why: Pause


@dataclass(frozen=True, slots=True)
class Resumed:
    """The session goes on."""

    t: float


@dataclass(frozen=True, slots=True)
class PainAsked:
    """The person came out of the move and stays at rest: ask whether it hurts."""

    t: float


@dataclass(frozen=True, slots=True)
class ChoiceOffered:
    """A choice is offered: a gesture from now until the next one takes it."""

    t: float
    choice: Choice


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was chosen; ``None`` where the person just went on, or did not answer."""

    t: float
    choice: Choice | None


@dataclass(frozen=True, slots=True)
class MoveEased(Targeted):
    """The move is asked for in an easier form from here on; the numbers are those of ``MoveBegan``."""

    t: float
    hold_s: float
    target_deg: float | None
    targets_deg: Mapping[Side, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RangeTaken:
    """How far the person comes in a move is known.

    Attributes:
        start_deg: Where their main angle starts.
        end_deg: How far it comes.
        target_deg: What they are to reach from now on.
    """

    t: float
    move: str
    side: Side | None
    start_deg: float
    end_deg: float
    target_deg: float


@dataclass(frozen=True, slots=True)
class MoveEnded:
    """A move is over; ``done`` says whether all of it was, and not skipped."""

    t: float
    move: str
    done: bool


@dataclass(frozen=True, slots=True)
class Commanded:
    """A key was pressed; ``t`` is the first moment that heeds it."""

    t: float
    command: Command


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """The session is over; ``done`` says whether its last move is."""

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
