"""Progression offers for a routine: which to make, which were accepted or declined, as stored in the settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from coach.app.history.writer import past
from coach.moves.move import Move
from coach.session.progression import Offer, offer
from coach.session.routine import Exercise, Routine
from coach.store.history import History

TAKEN: Final = "progress"
"""Setting with the accepted offers: reps and hold, by routine and move."""

DECLINED: Final = "declined"
"""Setting with the declined offers: the day, by routine and move."""

AGAIN_DAYS: Final = 14
"""Time for which a declined offer is not repeated."""

Choices = dict[str, dict[str, Any]]  # Any: what JSON holds


def offers(history: History, routine: Routine, moves: Mapping[str, Move], today: date) -> list[Offer]:
    """Return the offers to make today.

    ``routine`` has the accepted offers applied.
    """
    earlier = past(history, routine.id)
    declined = _kept(history, DECLINED).get(routine.id, {})
    found = []
    for each in routine.moves:
        since = declined.get(each.id)
        if since is not None and today - date.fromisoformat(since) < timedelta(AGAIN_DAYS):
            continue
        reps, hold_s = _numbers(each, moves[each.id])
        offered = offer(
            each.id, reps, hold_s, each.most_reps or reps, each.most_hold_s or hold_s, earlier.get(each.id, ())
        )
        found += [] if offered is None else [offered]
    return found


def taken(history: History, routine: Routine, moves: Mapping[str, Move]) -> Routine:
    """Return the routine with accepted offers applied, within the limits its file still allows."""
    kept = _kept(history, TAKEN).get(routine.id, {})
    return replace(routine, moves=tuple(_with(each, moves[each.id], kept.get(each.id)) for each in routine.moves))


def take(history: History, routine: Routine, moves: Mapping[str, Move], offered: Offer) -> Routine:
    """Accept an offer from now on; return the routine with it applied."""
    _keep(history, TAKEN, routine, offered.move, {"reps": offered.reps, "hold_s": offered.hold_s})
    return taken(history, routine, moves)


def decline(history: History, routine: Routine, offered: Offer, today: date) -> None:
    """Decline an offer; it is not repeated for a while."""
    _keep(history, DECLINED, routine, offered.move, today.isoformat())


def reset(history: History, routine: str, today: date) -> bool:
    """Reset a routine to the numbers in its file, and make no offers for a while; return whether that changes it."""
    kept = _kept(history, TAKEN)
    if routine not in kept:
        return False
    declined = _kept(history, DECLINED)
    declined.setdefault(routine, {}).update(dict.fromkeys(kept.pop(routine), today.isoformat()))
    history.person.set_setting(TAKEN, kept)
    history.person.set_setting(DECLINED, declined)
    return True


def _kept(history: History, name: str) -> Choices:
    kept: Choices | None = history.person.setting(name)
    return {} if kept is None else kept


def _keep(history: History, name: str, routine: Routine, move: str, value: Any) -> None:  # Any: what JSON holds
    kept = _kept(history, name)
    kept.setdefault(routine.id, {})[move] = value
    history.person.set_setting(name, kept)


def _numbers(exercise: Exercise, move: Move) -> tuple[int, float]:
    return exercise.reps or move.reps, move.hold_s if exercise.hold_s is None else exercise.hold_s


def _with(exercise: Exercise, move: Move, kept: Mapping[str, float] | None) -> Exercise:
    if kept is None:
        return exercise
    reps, hold_s = _numbers(exercise, move)
    return replace(
        exercise,
        reps=min(int(kept["reps"]), exercise.most_reps or reps),
        hold_s=min(float(kept["hold_s"]), exercise.most_hold_s or hold_s),
    )
