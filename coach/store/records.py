"""What the history gives: what is kept of a session, of a person, and of what they did besides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from coach.body import Side
from coach.events import Rep

Kind: TypeAlias = Literal["live", "video"]
"""Whether a session was led, or is a video that was checked."""

Basis: TypeAlias = Literal["recording", "curves", "events"]
"""What a session was graded again from: its landmarks, every moment of them; its curves, ten times a second; or what
its events say was measured."""


@dataclass(frozen=True, slots=True)
class Session:
    """What is kept of a session beside its events.

    Attributes:
        id: Its number.
        began: When, in UTC, as ISO 8601 has it; of a video, when it was checked.
        ended: When it was closed; ``None`` where it broke off.
        kind: Whether it was led, or is a video that was checked.
        source: The name of the camera or the video.
        routine: What the routine is called; of a video, the id of its move.
        planned: The moves as they were to be done.
        settings: What else was asked for.
        recording: The landmark recording that the person asked for.
        landmarks: The landmark recording that is kept for a while beside the history: its name there.
        hurts: The side that hurt before it.
        pain_before: 0 to 10, before it.
        worse: Whether it was worse than the day before.
        pain_after: 0 to 10, after it.
        spreads: Whether the pain spreads down the leg after it.
    """

    id: int
    began: str
    ended: str | None
    kind: Kind
    source: str
    routine: str
    planned: Sequence[Mapping[str, Any]]  # Any: what JSON holds
    settings: Mapping[str, Any]
    recording: str | None
    landmarks: str | None
    hurts: str | None
    pain_before: int | None
    worse: bool | None
    pain_after: int | None
    spreads: bool | None


@dataclass(frozen=True, slots=True)
class Correction:
    """A count that a person set right; what was measured stays beside it. The last one of a move and side holds.

    Attributes:
        session: The session's number.
        move: The move's id.
        side: The side; ``None`` where the move has none.
        count: How many repetitions it were.
        note: Why.
        at: When it was set, in UTC.
    """

    session: int
    move: str
    side: Side | None
    count: int
    note: str
    at: str


@dataclass(frozen=True, slots=True)
class Regrade:
    """How the attempts at a move were judged again; what was judged before stays. The last one of a move holds.

    Attributes:
        session: The session's number.
        move: The move's id.
        basis: What they were judged from.
        definition: What the move they were judged by is called by, as in what is planned.
        reps: The attempts as they are judged now.
        at: When, in UTC.
    """

    session: int
    move: str
    basis: Basis
    definition: str
    reps: tuple[Rep, ...]
    at: str


@dataclass(frozen=True, slots=True)
class Activity:
    """Something else that was done, such as a walk.

    Attributes:
        id: Its number.
        at: When, in UTC, as ISO 8601 has it.
        what: What.
        minutes: For how long.
        note: What there is to say of it.
    """

    id: int
    at: str
    what: str
    minutes: float
    note: str


@dataclass(frozen=True, slots=True)
class PersonalRange:
    """A person's own range of a move, degrees; ``side`` is empty where the move has none."""

    move: str
    side: Side | str
    start_deg: float
    end_deg: float
    taken: str
