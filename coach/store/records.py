"""Records that the history returns: sessions, facts about the person, other activities. Instants are in UTC."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias

from coach.body import Side
from coach.events import Rep

SessionKind: TypeAlias = Literal["live", "video"]
"""Whether a session was led live, or is a checked video."""

Basis: TypeAlias = Literal["recording", "curves", "events"]
"""The data a session was regraded from: its landmarks, with every moment; its curves, ten samples per second; or the
measurements in its events."""


@dataclass(frozen=True, slots=True)
class Session:
    """Data of a session besides its events.

    Attributes:
        began: When, in UTC, as ISO 8601 has it; for a video, when it was checked.
        ended: When it ended; ``None`` if it was interrupted.
        routine: Id of the routine; for a video, the id of its move.
        recording: The landmark recording requested by the user.
        landmarks: Name of the temporary landmark recording beside the history.
    """

    id: int
    began: str
    ended: str | None
    kind: SessionKind
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
    """A count corrected by the person; the measurement is kept. The last one for a move and side applies."""

    session: int
    move: str
    side: Side | None
    count: int
    note: str
    at: str


@dataclass(frozen=True, slots=True)
class Regrade:
    """A regrade of the attempts at a move; the earlier judgement is kept. The last one for a move applies.

    Attributes:
        definition: Name of the move definition they were judged by, as in a plan.
    """

    session: int
    move: str
    basis: Basis
    definition: str
    reps: tuple[Rep, ...]
    at: str


@dataclass(frozen=True, slots=True)
class Activity:
    """Another activity, such as a walk."""

    id: int
    at: str
    what: str
    minutes: float
    note: str


@dataclass(frozen=True, slots=True)
class PersonalRange:
    """A person's own range for a move, degrees; ``side`` is empty if the move has none."""

    move: str
    side: Side | str
    start_deg: float
    end_deg: float
    taken: str


def local(at: str) -> datetime:
    """Return a stored instant in the time zone of this computer."""
    return datetime.fromisoformat(at).astimezone()
