"""How attempts end: one ordered table of conditions and what follows from them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from coach.events import DropReason, Reason
from coach.moves.phase import Attempting, AtTop, OnTheWay, Returning
from coach.moves.trace import Trace

REST_S: Final = 0.3
"""Stillness that makes a rest: the first one, and the one an attempt comes back to."""

NEW_REST_S: Final = 1.5
"""Stillness that makes a rest in place of a known one: a slow start must not pass for it."""

HALF: Final = 0.5
"""Part of its excursion within which a main angle that stays there has come back as far as it will."""

NEARLY: Final = 0.22
"""Part of its excursion within which a main angle that rises again came back: in real leg raises in a row the foot does
not touch down (18 % left)."""

TWITCH_S: Final = 0.6
"""An attempt that is over sooner and never was at the top is dropped (in a real bird dog and in real fire hydrants the
limbs settle with a movement of up to 0.6 s)."""

SHIFTED_S: Final = 10.0
"""Length of an attempt, beyond the hold, after which a body that is still and within the start lies another way now."""

Trigger: TypeAlias = Literal["reading", "lost", "finished"]
"""When an ending is looked at: at every reading, when the body is lost from sight, when the stream is over."""

Next: TypeAlias = Literal["attempt", "rest", "unknown"]
"""What follows: another attempt from the same rest, that rest, or an unknown place."""


@dataclass(frozen=True, slots=True)
class Over:
    """How an attempt is over.

    Attributes:
        end: When.
        reason: Why it does not count, besides what was measured in it.
        drop: Why it is no attempt at all.
    """

    end: float
    reason: Reason | None = None
    drop: DropReason | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """One way in which an attempt ends.

    Attributes:
        on: When it is looked at.
        applies: Gives how the attempt is over, or ``None`` where this ending does not apply.
        then: What follows.
    """

    on: Trigger
    applies: Callable[[Attempting, Trace], Over | None]
    then: Next


def ended(on: Trigger, phase: Attempting, trace: Trace) -> tuple[Over, Next] | None:
    """Return how an attempt ends and what follows, by the first ending that applies; ``None`` while it goes on."""
    for ending in ENDINGS:
        over = ending.applies(phase, trace) if ending.on == on else None
        if over is not None:
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
    """An attempt that is broken off where it is: done if the body was back, and only had yet to settle."""
    if not isinstance(phase, AtTop) and phase.back is not None:
        return Over(phase.back)
    return Over(phase.attempt.latest, reason)


def _rises_again(phase: Attempting, trace: Trace) -> Over | None:
    if not isinstance(phase, Returning):
        return None
    main = phase.attempt.main
    left = phase.attempt.left(main, {main.measure: phase.low})
    # An unseen angle has not risen, and NaN is never greater.
    if left > HALF or not trace.values[main.measure] >= phase.low + abs(main.by):
        return None
    return Over(phase.low_at, None if left <= NEARLY else "not-returned")


def _settled(phase: Attempting, trace: Trace) -> Over | None:
    if isinstance(phase, AtTop) or not phase.attempt.back(trace.values) or not trace.still(REST_S):
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

Each is there for a case (``tests/moves/test_endings.py`` plays them all):

- Lost before the top: a person who lies down, rolls over or gets up, and is hidden on the way. Nothing was attempted.
- Lost after the top: a person who gets up from a stretch, or walks out of the frame. If the body was back, the rep is
  done.
- Finished: a video that is cut in the move. The rep is done if the body was back and only had yet to settle, or had
  held for as long as was asked: a recording is often stopped from the top, or right after the hold.
- Rises again: leg raises and twists in a row, without a rest between them (real bicycles, a rendered seated twist).
  From half way it is the next lift too, but the one before it did not come back: a common fault of the bird dog.
  From nearly the rest it did: legs raised again and again do not touch down.
- Settled: the usual one.
- Stays elsewhere: a person who does not come all the way back and stays there (a rendered seated twist).
- Shifted: a person who moves on the mat and lies another way from then on. Their rest is taken anew.
"""
