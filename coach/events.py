"""What the core says happened: a closed union, in the order of time.

Times are seconds from the source's start, angles degrees. Events carry measurements, so that history can be
graded again; ``Event`` lists them all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from coach.body import Side

Reason: TypeAlias = Literal["low", "short-hold", "not-returned", "wrong-limb", "unseen"]
"""Why an attempt did not count; the words are those of the results file."""

Posture: TypeAlias = Literal[
    "supine",
    "prone",
    "side-lying-left",
    "side-lying-right",
    "all-fours",
    "long-sitting",
    "kneeling",
    "standing",
    "unknown",
]
"""How the body is held. ``side-lying-left`` lies on the left side."""

RefusalId: TypeAlias = Literal["nobody", "wrong-posture", "wrong-view", "too-little-seen"]
"""Why a whole stream cannot be judged."""

View: TypeAlias = Literal["front", "back", "side", "head-end", "foot-end", "oblique", "unknown"]
"""Which side of the body the camera sees."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of form and when it was seen.

    Attributes:
        id: One of the ids that the move names.
        start: First instant at which it was seen.
        end: Last instant at which it was seen.
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
        side: The person's own working side; ``None`` where the move has none or it cannot be told.
        start: The body leaves the start.
        top: The counting zone is entered; ``None`` if it never was.
        end: The body is back at the start.
        peak: The main angle at the top, degrees; ``None`` where it was not seen.
        hold: The longest unbroken stay in the counting zone, seconds.
        counted: Whether it is a rep.
        reasons: Why it is not; empty when it counted.
        faults: What was wrong with the form.
        advisory: What may have been wrong but is hard to see from here; never cued, never graded.
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
    """The body left the start; ``start`` is when, ``t`` is when that was sure."""

    t: float
    start: float
    side: Side | None


@dataclass(frozen=True, slots=True)
class HoldEntered:
    """The counting zone was entered."""

    t: float


@dataclass(frozen=True, slots=True)
class HoldReached:
    """The hold asked for was held."""

    t: float


@dataclass(frozen=True, slots=True)
class HoldReleased:
    """The counting zone was left after ``held`` seconds."""

    t: float
    held: float


@dataclass(frozen=True, slots=True)
class FaultSeen:
    """A fault has lasted long enough to be one, while the body is at the top: the moment to say what to do."""

    t: float
    id: str


@dataclass(frozen=True, slots=True)
class FaultMended:
    """A fault seen earlier in the same stay is gone."""

    t: float
    id: str


@dataclass(frozen=True, slots=True)
class RepEnded:
    """An attempt is over; ``t`` is when that was sure."""

    t: float
    rep: Rep


@dataclass(frozen=True, slots=True)
class UnseenStarted:
    """What the move needs cannot be seen, and why."""

    t: float
    why: str


@dataclass(frozen=True, slots=True)
class UnseenEnded:
    """What the move needs is seen again."""

    t: float


@dataclass(frozen=True, slots=True)
class Refused:
    """The whole stream could not be judged: an id for machines and a sentence for people."""

    t: float
    id: RefusalId
    text: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The stream is over."""

    t: float


Event: TypeAlias = (
    PostureChanged
    | AttemptStarted
    | HoldEntered
    | HoldReached
    | HoldReleased
    | FaultSeen
    | FaultMended
    | RepEnded
    | UnseenStarted
    | UnseenEnded
    | Refused
    | Ended
)
