"""The phases of a move, each with its own data. The body is always in exactly one of them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

from coach.moves.attempt import Attempt, Stay
from coach.moves.form import FaultTracker


@dataclass(frozen=True, slots=True)
class Unknown:
    """The person's rest is unknown.

    Attributes:
        since: Since when; before, the body may have been anywhere.
    """

    since: float = -math.inf


class AtRest(NamedTuple):
    """The body is at rest.

    Attributes:
        rest: The person's rest, by measure.
        taken: When it was determined.
        since: When the previous attempt ended.
    """

    rest: Mapping[str, float]
    taken: float
    since: float


class OnTheWay(NamedTuple):
    """The body left its rest and has not reached the top.

    Attributes:
        attempt: The current attempt.
        back: Since when all measures have been back at rest; ``None`` while they are not.
    """

    attempt: Attempt
    back: float | None = None


class AtTop(NamedTuple):
    """The body is in the counting zone.

    Attributes:
        attempt: The current attempt.
        stay: The stay up to the last instant inside.
        watch: Tracks the faults during the stay.
        entered: Whether it counts as a hold yet: the ``through`` bands may be seen only after it began.
        outside: Since when the body has been outside, while that may still be a lapse.
    """

    attempt: Attempt
    stay: Stay
    watch: FaultTracker
    entered: bool
    outside: float | None = None


class Returning(NamedTuple):
    """The body left the counting zone.

    Attributes:
        attempt: The current attempt.
        low: The smallest main angle since then.
        low_at: When it occurred.
        back: When the main angle was back at rest; ``None`` if it has not been.
    """

    attempt: Attempt
    low: float = math.inf
    low_at: float = math.nan
    back: float | None = None

    @property
    def left(self) -> float:
        """The fraction of the main angle's excursion that remained at its smallest."""
        main = self.attempt.main
        return self.attempt.left(main, {main.measure: self.low})


Attempting: TypeAlias = OnTheWay | AtTop | Returning
Phase: TypeAlias = Unknown | AtRest | Attempting

WAITING: Final = (Unknown, AtRest)
"""The phases without an attempt."""
