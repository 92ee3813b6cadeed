"""Events of a checker: postures, attempts, holds, faults, reps and missing landmarks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from coach.body import Side
from coach.events.labels import DropReason, Posture, Reason, RefusalId, UnseenId, View


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of form and the span in which it was seen.

    Attributes:
        confidence: 0 to 1 for advisory faults, ``None`` for those that grade the rep.
    """

    id: str
    start: float
    end: float
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Rep:
    """One attempt at the move, counted or not.

    Attributes:
        side: The person's working side; ``None`` if the move has none or it is unknown.
        start: When the body left the start position.
        top: When the counting zone was entered; ``None`` if it never was.
        end: When the body was back in the start position.
        peak: The main angle at the top, degrees; ``None`` if unseen.
        hold: The longest uninterrupted stay in the counting zone, seconds.
        counted: Whether it counted as a rep.
        reasons: Why it did not count; empty if it did.
        faults: Faults of form.
        advisory: Possible faults that are hard to see from this view; never cued or graded.
        unjudged: Ids of faults that could not be judged because too little was seen; never praised.
        rest: The main measure at rest before it, degrees; ``None`` if unseen.
        reach: The main measure reached for a total of 0.5 s, degrees; ``None`` if too little was seen.
    """

    side: Side | None
    start: float
    top: float | None
    end: float
    peak: float | None
    hold: float
    counted: bool
    reasons: tuple[Reason, ...] = ()
    faults: tuple[Fault, ...] = ()
    advisory: tuple[Fault, ...] = ()
    unjudged: tuple[str, ...] = ()
    rest: float | None = None
    reach: float | None = None

    @property
    def clean(self) -> bool:
        """Whether it counted and has no faults."""
        return self.counted and not self.faults


@dataclass(frozen=True, slots=True)
class PostureChanged:
    """Posture or view changed."""

    t: float
    posture: Posture
    view: View


@dataclass(frozen=True, slots=True)
class AttemptStarted:
    """The body left the start position.

    Attributes:
        t: When this was certain.
        start: When it happened.
        side: Always ``None``: the side is not known yet.
        set: The set it belongs to, from 1; 0 outside a session.
    """

    t: float
    start: float
    side: Side | None
    attempt: int = 0
    move: str = ""
    set: int = 0


@dataclass(frozen=True, slots=True)
class AttemptDropped:
    """A movement was not an attempt after all. Every ``AttemptStarted`` is followed by this or by ``RepEnded``."""

    t: float
    why: DropReason
    attempt: int = 0


@dataclass(frozen=True, slots=True)
class HoldEntered:
    """The counting zone was entered."""

    t: float
    attempt: int = 0


@dataclass(frozen=True, slots=True)
class HoldReached:
    """The required hold was reached."""

    t: float
    attempt: int = 0


@dataclass(frozen=True, slots=True)
class HoldReleased:
    """The counting zone was left after ``held`` seconds."""

    t: float
    held: float
    attempt: int = 0


@dataclass(frozen=True, slots=True)
class FaultSeen:
    """A fault at the top has lasted long enough to be cued."""

    t: float
    id: str
    attempt: int = 0


@dataclass(frozen=True, slots=True)
class FaultMended:
    """A fault seen earlier in the same hold was corrected."""

    t: float
    id: str
    attempt: int = 0


@dataclass(frozen=True, slots=True)
class RepEnded:
    """An attempt ended; ``t`` is when this was certain."""

    t: float
    rep: Rep
    attempt: int = 0


@dataclass(frozen=True, slots=True)
class Measured:
    """The curves measured in the attempt that just ended.

    Attributes:
        t: Equal to that of the attempt's ``RepEnded``.
        start: Instant of the first sample.
        step_s: Time between samples, seconds.
        rest: Values at rest before the attempt, by measure: degrees or trunk lengths, ``None`` if unseen.
        curves: Samples by measure; ``None`` if unseen.
    """

    t: float
    start: float
    step_s: float
    rest: dict[str, float | None]
    curves: dict[str, tuple[float | None, ...]]
    attempt: int = 0


@dataclass(frozen=True, slots=True)
class UnseenStarted:
    """Something the move needs is not seen."""

    t: float
    why: UnseenId


@dataclass(frozen=True, slots=True)
class UnseenEnded:
    """Everything the move needs is seen again."""

    t: float


@dataclass(frozen=True, slots=True)
class Refused:
    """The stream could not be judged; ``found`` is the posture or view that lasted longest."""

    t: float
    id: RefusalId
    found: Posture | View | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """The stream ended."""

    t: float


AttemptEvent: TypeAlias = (
    PostureChanged
    | AttemptStarted
    | AttemptDropped
    | HoldEntered
    | HoldReached
    | HoldReleased
    | FaultSeen
    | FaultMended
    | RepEnded
    | Measured
    | UnseenStarted
    | UnseenEnded
    | Refused
    | Ended
)
