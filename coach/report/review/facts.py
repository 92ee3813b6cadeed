"""Data of the pages: visits, plans and results.

Times within a visit are seconds from its start, angles are degrees; a day is in the person's local time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal

from coach.body import Side
from coach.events import Rep
from coach.moves.measures import Unit
from coach.moves.text import Drawings
from coach.session.score import Score
from coach.target import Targeted


@dataclass(frozen=True, slots=True)
class Curve:
    """The main angle during a rep.

    Attributes:
        deg: The angle at each instant; ``None`` where unseen.
        held: When the counting zone was entered and left.
    """

    t: tuple[float, ...]
    deg: tuple[float | None, ...]
    held: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class ShownAttempt:
    """One rep, or an attempt at one."""

    rep: Rep
    curve: Curve | None = None


@dataclass(frozen=True, slots=True)
class SetDone:
    """A set: its number, from 1, and all attempts in it."""

    number: int
    attempts: tuple[ShownAttempt, ...]


@dataclass(frozen=True, slots=True)
class CorrectedCount:
    """A count corrected by the person: the move and side, the right number, and their note."""

    move: str
    side: Side | None
    count: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class MoveDone(Targeted):
    """The results of one move in one visit.

    Attributes:
        sets: The sets; empty if the visit is too long ago to be shown in detail.
        reps_asked: Reps to do in each set, on each side.
        sides: The sides to do; empty if they are not done one after the other.
        regraded: Whether it was regraded; if so, this is the new judgement.
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
        """Total number of reps to do."""
        return self.sets_asked * self.reps_asked * max(len(self.sides), 1)

    def measured(self, side: Side | None) -> int:
        """Return the number of reps measured on a side; on all sides for ``None``."""
        return sum(score.counted for score in self.scores if side in (None, score.side))

    @property
    def done(self) -> bool:
        """Whether all of it was done, by the person's corrected count if there is one."""
        more = sum(max(0, each.count - self.measured(each.side)) for each in self.corrections)
        return 0 < self.asked <= self.measured(None) + more


@dataclass(frozen=True, slots=True)
class Visit:
    """One session at the camera, or one checked video.

    Attributes:
        began: Its start, in local time.
        seconds: Duration; 0 if unknown.
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
        """Whether pain was reported before or after it."""
        return self.pain_before is not None or self.pain_after is not None

    @property
    def whole(self) -> bool:
        """Whether everything planned was done."""
        return {move.move for move in self.moves if move.done}.issuperset(self.planned)

    @property
    def tried(self) -> bool:
        """Whether there was any attempt."""
        return any(move.scores for move in self.moves)


@dataclass(frozen=True, slots=True)
class LoggedActivity:
    """Another activity, such as a walk."""

    began: datetime
    what: str
    minutes: float


@dataclass(frozen=True, slots=True)
class Definition:
    """The properties of a move, as it was used, that a page needs.

    Attributes:
        least: Lower end of the good band at the top, degrees; ``None`` if this angle has no band.
        measure: Name of the measure reported as the angle at the top.
        unit: Of that measure.
    """

    title: str
    least: float | None = None
    most: float | None = None
    cues: Mapping[str, str] = field(default_factory=dict)
    measure: str = ""
    drawing: Drawings | None = None
    hold_s: float = 0.0
    unit: Unit = "degrees"

    def reasons(self, rep: Rep, asked: Targeted) -> list[str]:
        """Return why an attempt did not count, with ``partly`` for a low one whose main angle was in the good band.

        The band is that of the lowest of the targets in ``asked``.
        """
        target, lowest = asked.target_of(rep.side), asked.target_deg
        least = self.least if not (self.least and target and lowest) else self.least * target / lowest
        far = least is not None and rep.peak is not None and rep.peak >= least
        return ["partly" if each == "low" and far else each for each in rep.reasons]


UNKNOWN: Final = Definition("")
"""Stands for a definition that is not stored, or cannot be read."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A day's routine: its title, and the ids of its moves."""

    title: str
    moves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Diary:
    """Everything that the pages are built from.

    Attributes:
        plan: The routine of each day of the week, Monday first; ``None`` for a rest day.
        seen: The posture in which each fault was last seen, by move and fault, as far as it is known.
    """

    visits: tuple[Visit, ...]
    today: date
    plan: tuple[Planned | None, ...] = (None,) * 7
    definitions: Mapping[str, Definition] = field(default_factory=dict)
    activities: tuple[LoggedActivity, ...] = ()
    seen: Mapping[str, Mapping[str, Drawings]] = field(default_factory=dict)
