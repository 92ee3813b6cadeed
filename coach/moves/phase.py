"""The phases of a move: where the body is, with what is known of it there. It is always in exactly one of them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from coach.moves.attempt import Attempt, Stay
from coach.moves.form import FaultTracker


@dataclass(frozen=True, slots=True)
class Unknown:
    """The person's rest is not known: the body may be anywhere."""


@dataclass(frozen=True, slots=True)
class AtRest:
    """The body is at its rest.

    Attributes:
        rest: The person's own rest, by measure.
        taken: When it was taken.
        since: When the attempt before it was over.
    """

    rest: Mapping[str, float]
    taken: float
    since: float


@dataclass(frozen=True, slots=True)
class OnTheWay:
    """The body left its rest and was not at the top yet.

    Attributes:
        attempt: The attempt under way.
        back: Since when all of the body has been back; ``None`` while it is away.
    """

    attempt: Attempt
    back: float | None = None


@dataclass(frozen=True, slots=True)
class AtTop:
    """The body is in the counting zone.

    Attributes:
        attempt: The attempt under way.
        stay: The stay up to the last instant inside.
        watch: The faults that come and go in it.
        entered: Whether it counts as a hold by now: what has to be gone through may be seen only after it began.
        outside: Since when the body has been outside, if that may still be a lapse.
    """

    attempt: Attempt
    stay: Stay
    watch: FaultTracker
    entered: bool
    outside: float | None = None


@dataclass(frozen=True, slots=True)
class Returning:
    """The body left the counting zone.

    Attributes:
        attempt: The attempt under way.
        low: The smallest main angle since then.
        low_at: When it was.
        back: When the main angle came back; ``None`` where it has not yet.
    """

    attempt: Attempt
    low: float = math.inf
    low_at: float = math.nan
    back: float | None = None


Attempting: TypeAlias = OnTheWay | AtTop | Returning
Phase: TypeAlias = Unknown | AtRest | Attempting
