"""What a page speaks of: visits to the mat, what was asked for, and what came of it.

Instants within a visit are seconds from its start, angles degrees; a day is the person's own, where they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from coach.body import Side
from coach.events import Rep
from coach.session.score import Score
from coach.target import Targeted


@dataclass(frozen=True, slots=True)
class Curve:
    """The main angle through a rep.

    Attributes:
        t: Instants.
        deg: The angle at each; ``None`` where it was not seen.
        held: When the counting zone was entered and left.
    """

    t: tuple[float, ...]
    deg: tuple[float | None, ...]
    held: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Attempt:
    """One rep, or what was meant to be one.

    Attributes:
        rep: What was measured.
        curve: How the angle went, where that is known.
    """

    rep: Rep
    curve: Curve | None = None


@dataclass(frozen=True, slots=True)
class SetDone:
    """A set: its number, from 1, and all that was tried in it."""

    number: int
    attempts: tuple[Attempt, ...]


@dataclass(frozen=True, slots=True)
class CorrectedCount:
    """A count set right by the person: where, what it should be, and what they said of it."""

    move: str
    side: Side | None
    count: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class MoveDone(Targeted):
    """What was done of one move in one visit.

    Attributes:
        move: Its id.
        scores: What it comes to on each side.
        sets: What was done, set by set; none where the visit is too long ago for a page to tell it so closely.
        sets_asked: Sets asked for.
        reps_asked: Repetitions asked for in each, on each side.
        sides: The sides asked for; empty where they are not done one after the other.
        hold_s: The hold asked for.
        target_deg: The angle asked for.
        definition: What its definition is called.
        eased: Whether it was made easier on the way.
        corrections: Counts that were set right.
        regraded: Whether it was judged again afterwards; then this is how it is judged now.
        targets_deg: The angle asked for of each side, where they differ.
    """

    move: str
    scores: tuple[Score, ...] = ()
    sets: tuple[SetDone, ...] = ()
    sets_asked: int = 1
    reps_asked: int = 0
    sides: tuple[Side, ...] = ()
    hold_s: float = 0.0
    target_deg: float | None = None
    definition: str = ""
    eased: bool = False
    corrections: tuple[CorrectedCount, ...] = ()
    regraded: bool = False
    targets_deg: Mapping[Side, float] = field(default_factory=dict)

    @property
    def asked(self) -> int:
        """How many repetitions were asked for in all."""
        return self.sets_asked * self.reps_asked * max(len(self.sides), 1)

    def measured(self, side: Side | None) -> int:
        """How many repetitions were measured on a side; on all of them for ``None``."""
        return sum(score.counted for score in self.scores if side in (None, score.side))

    @property
    def done(self) -> bool:
        """Whether all of it was done, by the person's own count where they set it right."""
        more = sum(max(0, each.count - self.measured(each.side)) for each in self.corrections)
        return 0 < self.asked <= self.measured(None) + more


@dataclass(frozen=True, slots=True)
class Visit:
    """One session before the camera, or one video that was checked.

    Attributes:
        id: Its number.
        began: When, where the person is.
        title: What the routine is called.
        kind: Whether it was led, or a video.
        moves: What was done, move by move.
        planned: The ids of the moves that were planned.
        seconds: How long it took; 0 where that is not known.
        hurts: The side that hurt before it.
        pain_before: 0 to 10.
        pain_after: 0 to 10.
        spreads: Whether pain spread down the leg after it.
        source: The name of the video it is of.
    """

    id: int
    began: datetime
    title: str
    kind: Literal["live", "video"] = "live"
    moves: tuple[MoveDone, ...] = ()
    planned: tuple[str, ...] = ()
    seconds: float = 0.0
    hurts: str | None = None
    pain_before: int | None = None
    pain_after: int | None = None
    spreads: bool = False
    source: str = ""

    @property
    def day(self) -> date:
        """The day on which it began."""
        return self.began.date()

    @property
    def numbered(self) -> bool:
        """Whether it was told how much it hurt, before or after it."""
        return self.pain_before is not None or self.pain_after is not None

    @property
    def whole(self) -> bool:
        """Whether all that was planned was done."""
        return {move.move for move in self.moves if move.done}.issuperset(self.planned)

    @property
    def tried(self) -> bool:
        """Whether anything was tried at all."""
        return any(move.scores for move in self.moves)


@dataclass(frozen=True, slots=True)
class Activity:
    """Something else that was done, such as a walk."""

    began: datetime
    what: str
    minutes: float
    note: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """What a page needs of a move as it was used.

    Attributes:
        move: Its id.
        title: What it is called to a person.
        least: From where the angle at the top is good, degrees; ``None`` where that cannot be said of this angle.
        most: Up to where.
        cues: What to do about each fault.
        measure: The name of the measure that is the angle at the top.
    """

    move: str
    title: str
    least: float | None = None
    most: float | None = None
    cues: Mapping[str, str] = field(default_factory=dict)
    measure: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """A day's routine: what it is called, and the ids of its moves."""

    title: str
    moves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Diary:
    """All that a page is made of.

    Attributes:
        visits: Every visit, the first one first.
        today: The day on which the page is made.
        plan: The routine of each day of the week, Monday first; ``None`` for a day of rest.
        definitions: Every move that was used, by what its definition is called.
        activities: Whatever else was done, the first one first.
    """

    visits: tuple[Visit, ...]
    today: date
    plan: tuple[Planned | None, ...] = (None,) * 7
    definitions: Mapping[str, Definition] = field(default_factory=dict)
    activities: tuple[Activity, ...] = ()
