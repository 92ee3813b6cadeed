"""What the core says happened: a closed union, in the order of time.

Times are seconds from the source's start, angles degrees. Events carry measurements, so that history can be
graded again; ``Event`` lists them all.

Every event of an attempt names it: ``attempt`` is its number, from 1, which no other attempt of the session has. In a
history of an earlier version it is 0, and attempts are told apart by their order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from coach.body import Side
from coach.target import Targeted

Reason: TypeAlias = Literal["low", "short-hold", "not-returned", "wrong-limb", "unseen"]
"""Why an attempt did not count; the words are those of the results file."""

DropReason: TypeAlias = Literal["twitch", "unseen", "shifted"]
"""Why what looked like an attempt was none: too short, lost from sight before the top, or only another way to lie."""

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

Hindrance: TypeAlias = Literal["dark", "two-people"]
"""What is wrong with the camera image and does not show in a pose."""

Lack: TypeAlias = Literal[
    "dark", "two-people", "nobody", "too-close", "too-far", "head", "feet", "posture", "other-side", "view",
    "arm-room", "leg-room", "start",
]  # fmt: skip
"""What is missing before a set can start, the first thing to mend first.

``too-close`` is a body too large for the frame, or both of its ends outside; ``head`` and ``feet`` are one. With
``arm-room`` or ``leg-room`` the limb would leave the frame once it is stretched. ``start`` is the right posture, seen
from the right place, but not yet where the move starts.
"""

Pause: TypeAlias = Literal["asked", "left", "up", "camera", "pain"]
"""Why a session waits: a key, nobody is seen, the person got up, no frames came, or the question about pain."""

Choice: TypeAlias = Literal["easier", "skip", "pause", "stop"]
"""What a person in pain may choose, in the order in which it is offered."""

Command: TypeAlias = Literal["pause", "skip", "easier", "finish"]
"""What a key asks of a session; ``pause`` ends a pause too. While a question is asked, it answers that."""


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
        attempt: The attempt's number.
        move: The id of the move that is attempted.
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
        attempt: The attempt's number.
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
        t: When.
        number: Its place in the routine, from 1.
        of: How many moves the routine has.
        move: Its id.
        sets: Sets to do.
        reps: Repetitions a set, for each side where they are done one after the other.
        sides: The sides, in the order in which they are asked for; empty where they are not done one after the other.
        hold_s: Seconds to hold.
        target_deg: Degrees to reach; ``None`` where none are asked for.
        targets_deg: Those of each side, where they differ.
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
        t: When.
        number: The set, from 1.
        of: How many sets there are.
        side: The side asked for; ``None`` where they are not done one after the other.
        done: Repetitions of it that were done already.
        reps: Repetitions asked for.
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
        t: When.
        move: The move.
        side: Of which side; ``None`` where the move has none.
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


Event: TypeAlias = (
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
    | SessionBegan
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
