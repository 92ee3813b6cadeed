"""How attempts end: an ordered table of conditions and outcomes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from coach.events import DropReason, Reason
from coach.moves.phase import Attempting, AtTop, OnTheWay, Returning
from coach.moves.trace import Trace

REST_S: Final = 0.3
"""How long the body must be still for its first rest, and for the rest that ends an attempt."""

JITTER: Final = 2.0
"""Spread of a body at rest, as a multiple of the noise of its measures. The body of real leg raises whose landmarks
scatter by 2 % of the trunk never rested within the noise, and none of them was counted."""

NEW_REST_S: Final = 1.5
"""How long the body must be still for a rest that replaces a known one: a slow start must not be taken for a rest."""

HALF: Final = 0.5
"""Remaining fraction of the main angle's excursion at or below which a body that stays there has come back."""

NEARLY: Final = 0.22
"""Remaining fraction at or below which a main angle that rises again had come back: in real consecutive leg raises the
foot does not touch the floor (18 % remain)."""

TWITCH_S: Final = 0.6
"""A shorter attempt that never reached the top is dropped: in a real bird dog and real fire hydrants the limbs settle
with a movement of up to 0.6 s."""

SHIFTED_S: Final = 10.0
"""Duration of an attempt, in addition to the hold, after which a body that rests in the start position has shifted."""

Trigger: TypeAlias = Literal["reading", "lost", "finished"]
"""When an ending is checked: at every reading, when the body is lost, or at the end of the stream."""

Next: TypeAlias = Literal["attempt", "rest", "unknown"]
"""What follows: another attempt from the same rest, that rest, or an unknown position."""


@dataclass(frozen=True, slots=True)
class Over:
    """The end of an attempt.

    Attributes:
        end: When it ended.
        reason: Why this ending does not count.
        drop: Why it was not an attempt at all.
    """

    end: float
    reason: Reason | None = None
    drop: DropReason | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """One way in which an attempt ends.

    Attributes:
        on: When it is checked.
        applies: Returns the end of the attempt, or ``None`` if this ending does not apply.
        then: What follows.
    """

    on: Trigger
    applies: Callable[[Attempting, Trace], Over | None]
    then: Next


def ended(on: Trigger, phase: Attempting, trace: Trace) -> tuple[Over, Next] | None:
    """Return the end of an attempt and what follows, from the first ending that applies; ``None`` if none does."""
    for ending in ENDINGS:
        if ending.on == on and (over := ending.applies(phase, trace)) is not None:
            topped = isinstance(phase, AtTop) or phase.attempt.stays
            if not topped and over.end - phase.attempt.start < TWITCH_S:
                over = Over(over.end, drop="twitch")
            return over, ending.then
    return None


def _lost_before_the_top(phase: Attempting, _: Trace) -> Over | None:
    return (
        Over(phase.attempt.latest, drop="unseen") if isinstance(phase, OnTheWay) or not phase.attempt.through else None
    )


def _lost(phase: Attempting, _: Trace) -> Over:
    return _broken_off(phase, "unseen")


def _finished(phase: Attempting, _: Trace) -> Over:
    done = phase.attempt.reached and phase.attempt.move.hold_s > 0
    return Over(phase.attempt.latest) if done else _broken_off(phase, "not-returned")


def _broken_off(phase: Attempting, reason: Reason) -> Over:
    """Return the end of an interrupted attempt: complete if the body was back but not yet still."""
    if not isinstance(phase, AtTop) and phase.back is not None:
        return Over(phase.back)
    return Over(phase.attempt.latest, reason)


def _rises_again(phase: Attempting, trace: Trace) -> Over | None:
    if not isinstance(phase, Returning):
        return None
    main, left = phase.attempt.main, phase.left
    # An unseen angle has not risen; the comparison is false for NaN.
    if left > HALF or not trace.values[main.measure] >= phase.low + abs(main.by):
        return None
    return Over(phase.low_at, None if left <= NEARLY else "not-returned")


def _settled(phase: Attempting, trace: Trace) -> Over | None:
    if isinstance(phase, AtTop) or not phase.attempt.back(trace.values) or not trace.still(REST_S, JITTER):
        return None
    return Over(trace.offset())


def _stays_elsewhere(phase: Attempting, trace: Trace) -> Over | None:
    if not isinstance(phase, Returning) or phase.attempt.left(phase.attempt.main, trace.values) > HALF:
        return None
    return Over(trace.instant - NEW_REST_S) if trace.still(NEW_REST_S) else None


def _shifted(phase: Attempting, trace: Trace) -> Over | None:
    move, start = phase.attempt.move, phase.attempt.start
    if not isinstance(phase, OnTheWay) or trace.instant - start <= move.hold_s + SHIFTED_S:
        return None
    return Over(trace.instant, drop="shifted") if move.starts(trace.values) and trace.still(NEW_REST_S) else None


ENDINGS: Final = (
    Ending("lost", _lost_before_the_top, "unknown"),
    Ending("lost", _lost, "unknown"),
    Ending("finished", _finished, "unknown"),
    Ending("reading", _rises_again, "attempt"),
    Ending("reading", _settled, "rest"),
    Ending("reading", _stays_elsewhere, "unknown"),
    Ending("reading", _shifted, "unknown"),
)
"""All endings of an attempt; the first that applies ends it.

Each exists for a case (tested in ``tests/moves/test_endings.py``):

- Lost before the top: a person lies down, rolls over or gets up, and is hidden meanwhile. It was not an attempt.
- Lost after the top: a person gets up from a stretch, or leaves the frame. The rep is complete if the body was back.
- Finished: the video ends during the move. The rep is complete if the body was back but not yet still, or if the
  required hold was reached: recordings are often stopped at the top, or right after the hold.
- Rises again: consecutive leg raises or twists without a rest in between (real bicycles, a rendered seated twist).
  If the limb had come back only half way, the previous rep did not return, a common fault of the bird dog; if almost to
  the rest, it did.
- Settled: the normal ending.
- Stays elsewhere: a person does not come all the way back and stays there (a rendered seated twist).
- Shifted: a person changes position on the mat. A new rest is determined.
"""
