"""Regrades a stored attempt with a changed move."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from coach.events import Measured, Reason, Rep, RepEnded
from coach.moves.attempt import FORGIVEN
from coach.moves.curve import judged
from coach.moves.cycle import Cycle
from coach.moves.move import Move
from coach.moves.reading import Reading

AROUND_S: Final = 3.0
"""Assumed time at rest before and after the attempt."""

BEYOND: Final[tuple[Reason, ...]] = ("not-returned", "wrong-limb", "unseen")
"""Reasons that the curves do not show; they are kept."""


def same_zone(before: Move, now: Move, rep: Rep) -> bool:
    """Whether both moves have the same counting zone for an attempt, so that its measurements remain valid."""
    return before.zone_of(rep.side) == now.zone_of(rep.side) and before.main == now.main


def from_hold(move: Move, rep: Rep) -> Rep:
    """Regrade an attempt with another hold, in the same counting zone."""
    reasons: tuple[Reason, ...] = tuple(reason for reason in rep.reasons if reason != "short-hold")
    if "low" not in reasons and rep.hold < (1 - FORGIVEN) * move.hold_s:
        reasons = ("short-hold", *reasons)
    return replace(rep, reasons=reasons, counted=not reasons)


def from_curves(move: Move, rep: Rep, measured: Measured, *, held: bool) -> Rep | None:
    """Regrade an attempt from its curves; ``None`` if the move needs measures that they do not include.

    The same rules apply as in a session. What ten samples per second cannot show is kept from before:
    jerks, and the side.

    Args:
        move: The move to judge by.
        rep: The attempt as judged before.
        measured: Its curves.
        held: Whether the counting zone is the same, so that the hold measured originally is more accurate.
    """
    if not set(judged(move)) <= measured.curves.keys() or measured.rest.get(move.main) is None:
        return None
    cycle = Cycle(move)
    reps = [
        event.rep
        for t, reading in _readings(move, rep, measured)
        for event in cycle.update(t, reading, ready=True)
        if isinstance(event, RepEnded)
    ]
    reps += [event.rep for event in cycle.finish() if isinstance(event, RepEnded)]
    best = max(reps, key=lambda each: each.hold, default=None)
    if best is None:
        best = replace(rep, hold=0.0, faults=(), advisory=(), unjudged=(), reasons=("low",))
    beyond = tuple(reason for reason in rep.reasons if reason in BEYOND)
    judged_so = tuple(reason for reason in best.reasons if reason not in BEYOND)
    jerks = {aim.id for aim in move.aim if aim.shape == "jerks"}
    found = replace(
        rep,
        peak=rep.peak if held else best.peak,
        hold=rep.hold if held else best.hold,
        reasons=(*(rep.reasons if held else judged_so), *(() if held else beyond)),
        faults=(
            *(fault for fault in best.faults if fault.id not in jerks),
            *(fault for fault in rep.faults if fault.id in jerks),
        ),
        advisory=best.advisory,
        unjudged=best.unjudged,
    )
    return from_hold(move, found) if held else replace(found, counted=not found.reasons)


def _readings(move: Move, rep: Rep, measured: Measured) -> Iterator[tuple[float, Reading]]:
    """Yield the rest, the curves, and the rest again if the body came back."""
    step, around = measured.step_s, round(AROUND_S / measured.step_s)
    sides = {name: rep.side if name == move.side_from else None for name in move.measures}
    rest = {name: _value(measured.rest.get(name)) for name in move.measures}
    count = len(measured.curves[move.main])
    after = 0 if {"not-returned", "unseen"} & set(rep.reasons) else around
    for i in range(-around, count + after):
        values = rest
        if 0 <= i < count:
            values = {
                name: _value(measured.curves[name][i]) if name in measured.curves else math.nan
                for name in move.measures
            }
        yield measured.start + i * step, Reading(values, sides)


def _value(value: float | None) -> float:
    return math.nan if value is None else value
