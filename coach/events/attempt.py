"""What a checker says of the body: posture, attempts, holds, faults, reps and what was not seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from coach.body import Side
from coach.events.labels import DropReason, Posture, Reason, RefusalId, UnseenId, View


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of form and when it was seen.

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
        side: The person's own working side; ``None`` where the move has none or it is not known.
        start: The body leaves the start.
        top: The counting zone is entered; ``None`` if it never was.
        end: The body is back at the start.
        peak: The main angle at the top, degrees; ``None`` where it was not seen.
        hold: The longest unbroken stay in the counting zone, seconds.
        counted: Whether it is a rep.
        reasons: Why it is not; empty when it counted.
        faults: What was wrong with the form.
        advisory: What may have been wrong but is hard to see from here; never cued, never graded.
        unjudged: Ids of faults of which too little was seen to tell whether they were there; never praised.
        rest: The main measure at rest before it, degrees; ``None`` where it was not seen.
        reach: The main measure that was reached for half a second in all; ``None`` where too little was seen.
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
        """Counted, and nothing wrong with the form."""
        return self.counted and not self.faults


@dataclass(frozen=True, slots=True)
class PostureChanged:
    """The body took another posture, or is seen from another side."""

    t: float
    posture: Posture
    view: View


@dataclass(frozen=True, slots=True)
class AttemptStarted:
    """The body left the start; ``start`` is when, ``t`` is when that was sure.

    Attributes:
        t: When it was sure.
        start: When it was.
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
    """What looked like an attempt was none; every ``AttemptStarted`` is followed by this or by ``RepEnded``."""

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
    """The hold asked for was held."""

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
    """A fault has lasted long enough to be one, while the body is at the top: the moment to say what to do."""

    t: float
    id: str
    attempt: int = 0


@dataclass(frozen=True, slots=True)
class FaultMended:
    """A fault seen earlier in the same stay is gone."""

    t: float
    id: str
    attempt: int = 0


@dataclass(frozen=True, slots=True)
class RepEnded:
    """An attempt is over; ``t`` is when that was sure."""

    t: float
    rep: Rep
    attempt: int = 0


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured in the attempt that just ended, as curves.

    Attributes:
        t: When the attempt was known to be over, as its ``RepEnded`` says.
        start: Instant of the first sample.
        step_s: Time from one sample to the next.
        rest: The person's own rest before it, by the measure's name: degrees or trunks, ``None`` where unseen.
        curves: The samples of each measure, by its name; ``None`` where unseen.
    """

    t: float
    start: float
    step_s: float
    rest: dict[str, float | None]
    curves: dict[str, tuple[float | None, ...]]
    attempt: int = 0


@dataclass(frozen=True, slots=True)
class UnseenStarted:
    """What the move needs cannot be seen, and why."""

    t: float
    why: UnseenId


@dataclass(frozen=True, slots=True)
class UnseenEnded:
    """What the move needs is seen again."""

    t: float


@dataclass(frozen=True, slots=True)
class Refused:
    """The whole stream could not be judged; ``found`` is the posture or view in which most of its time was spent."""

    t: float
    id: RefusalId
    found: Posture | View | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """The stream is over."""

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
