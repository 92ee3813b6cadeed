"""Progression: offers more reps or a longer hold after two good sessions, one step at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from coach.session.summary import Done

REPS: Final = (8, 10, 12)
"""Progression of reps; the source article recommends 8 to 12."""

HOLDS_S: Final = (5.0, 10.0)
"""Progression of holds; the source article recommends 5 to 10 seconds."""

TWICE: Final = 2
"""Number of clean sessions in a row before an offer."""


@dataclass(frozen=True, slots=True)
class Past:
    """One earlier session of a move.

    Attributes:
        done: What was done.
        pain_before: Pain before the session, 0 to 10; ``None`` if not reported.
        pain_after: Pain after the session, 0 to 10; ``None`` if not reported.
        spreads: Whether pain spread down the leg afterwards.
    """

    done: Done
    pain_before: int | None = None
    pain_after: int | None = None
    spreads: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """A proposed increase for one move."""

    move: str
    reps: int
    hold_s: float
    what: Literal["reps", "hold"]


def offer(
    move: str, reps: int, hold_s: float, most_reps: int, most_hold_s: float, past: Sequence[Past]
) -> Offer | None:
    """Return the offer for one move; ``None`` if it is too early, or the maximum is reached.

    Args:
        move: Id of the move.
        reps: Current reps.
        hold_s: Current hold, seconds.
        most_reps: Maximum reps to offer.
        most_hold_s: Longest hold to offer, seconds.
        past: Earlier sessions of the move, the latest last.
    """
    latest = list(past[-TWICE:])
    if len(latest) < TWICE or not all(_well(each, reps, hold_s) for each in latest) or _worse(latest):
        return None
    more = next((step for step in REPS if reps < step <= most_reps), None)
    if more is not None:
        return Offer(move, more, hold_s, "reps")
    longer = next((step for step in HOLDS_S if hold_s < step <= most_hold_s), None)
    if longer is not None:
        # A longer hold starts with few reps again.
        return Offer(move, min(REPS[0], most_reps), longer, "hold")
    return None


def _well(past: Past, reps: int, hold_s: float) -> bool:
    """Whether a session was complete and clean with the current numbers, without more pain at its end."""
    done = past.done
    same = done.reps == reps and done.hold_s == hold_s and not done.eased
    clean = done.done and done.clean >= done.asked
    hurt_more = past.pain_before is not None and past.pain_after is not None and past.pain_after > past.pain_before
    return same and clean and not hurt_more and not past.spreads


def _worse(past: Sequence[Past]) -> bool:
    """Whether pain rose from one session to the next."""
    scores = [each.pain_before for each in past if each.pain_before is not None]
    scores += [each.pain_after for each in past[-1:] if each.pain_after is not None]
    return any(after > before for before, after in pairwise(scores))
