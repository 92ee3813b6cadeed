"""What the core says happened: a closed union, in the order of time.

Times are seconds from the source's start, angles degrees. Events carry measurements, so that history can be
graded again; ``Event`` lists them all.

Every event of an attempt names it: ``attempt`` is its number, from 1, which no other attempt of the session has. In a
history of an earlier version it is 0, and attempts are told apart by their order.
"""

from __future__ import annotations

from typing import TypeAlias

from coach.events.attempt import (
    AttemptDropped,
    AttemptStarted,
    Ended,
    Fault,
    FaultMended,
    FaultSeen,
    HoldEntered,
    HoldReached,
    HoldReleased,
    Measured,
    PostureChanged,
    Refused,
    Rep,
    RepEnded,
    UnseenEnded,
    UnseenStarted,
)
from coach.events.labels import (
    Choice,
    Command,
    DropReason,
    Hindrance,
    Lack,
    Pause,
    Posture,
    Reason,
    RefusalId,
    UnseenId,
    View,
)
from coach.events.session import (
    ChoiceOffered,
    Chosen,
    Commanded,
    Counted,
    Lacking,
    MoveBegan,
    MoveEased,
    MoveEnded,
    PainAsked,
    Paused,
    Placed,
    RangeTaken,
    RestBegan,
    RestEnded,
    Resumed,
    SessionBegan,
    SessionEnded,
    SetBegan,
    SetEnded,
)

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

__all__ = [
    "AttemptDropped",
    "AttemptStarted",
    "Choice",
    "ChoiceOffered",
    "Chosen",
    "Command",
    "Commanded",
    "Counted",
    "DropReason",
    "Ended",
    "Event",
    "Fault",
    "FaultMended",
    "FaultSeen",
    "Hindrance",
    "HoldEntered",
    "HoldReached",
    "HoldReleased",
    "Lack",
    "Lacking",
    "Measured",
    "MoveBegan",
    "MoveEased",
    "MoveEnded",
    "PainAsked",
    "Pause",
    "Paused",
    "Placed",
    "Posture",
    "PostureChanged",
    "RangeTaken",
    "Reason",
    "RefusalId",
    "Refused",
    "Rep",
    "RepEnded",
    "RestBegan",
    "RestEnded",
    "Resumed",
    "SessionBegan",
    "SessionEnded",
    "SetBegan",
    "SetEnded",
    "UnseenEnded",
    "UnseenId",
    "UnseenStarted",
    "View",
]
