"""When more may be offered: never before it went well twice, and never more than one step at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from coach.session.summary import Done

REPS: Final = (8, 10, 12)
"""The steps of repetitions (the article this program follows: 8 to 12 times)."""

HOLDS_S: Final = (5.0, 10.0)
"""The steps of holds (the article: 5 to 10 seconds)."""

TWICE: Final = 2
"""Clean sessions in a row before more is offered."""


@dataclass(frozen=True, slots=True)
class Past:
    """One earlier session of a move.

    Attributes:
        done: What was done of it.
        pain_before: 0 to 10, before the session; ``None`` where it was not told.
        pain_after: 0 to 10, after it.
        spreads: Whether the pain spread down the leg after it.
    """

    done: Done
    pain_before: int | None = None
    pain_after: int | None = None
    spreads: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be asked for from now on, of one move."""

    move: str
    reps: int
    hold_s: float
    what: Literal["reps", "hold"]


def offer(
    move: str, reps: int, hold_s: float, most_reps: int, most_hold_s: float, past: Sequence[Past]
) -> Offer | None:
    """What to offer of one move; ``None`` where it is not the time, or there is no more.

    Args:
        move: Its id.
        reps: Repetitions it is done with now.
        hold_s: Seconds it is held now.
        most_reps: The most that are ever offered.
        most_hold_s: The longest hold that is ever offered.
        past: Its earlier sessions, the latest last.
    """
    latest = list(past[-TWICE:])
    if len(latest) < TWICE or not all(_well(each, reps, hold_s) for each in latest) or _worse(latest):
        return None
    more = next((step for step in REPS if reps < step <= most_reps), None)
    if more is not None:
        return Offer(move, more, hold_s, "reps")
    longer = next((step for step in HOLDS_S if hold_s < step <= most_hold_s), None)
    if longer is not None:
        # With a longer hold, the number starts over: one thing at a time.
        return Offer(move, min(REPS[0], most_reps), longer, "hold")
    return None


def _well(past: Past, reps: int, hold_s: float) -> bool:
    """Whether a session was done whole and clean with the numbers of now, and did not hurt more at its end."""
    done = past.done
    same = done.reps == reps and done.hold_s == hold_s and not done.eased
    clean = done.done and done.clean >= done.asked
    hurt_more = past.pain_before is not None and past.pain_after is not None and past.pain_after > past.pain_before
    return same and clean and not hurt_more and not past.spreads


def _worse(past: Sequence[Past]) -> bool:
    """Whether it hurt more from one session to the next."""
    told = [each.pain_before for each in past if each.pain_before is not None]
    told += [each.pain_after for each in past[-1:] if each.pain_after is not None]
    return any(after > before for before, after in pairwise(told))
