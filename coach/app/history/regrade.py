"""Regrade stored sessions: by the current moves, a newer move file, or other numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from coach.body import Side
from coach.errors import RecordingError
from coach.events import Event, MoveBegan, Rep
from coach.moves.earlier import current
from coach.moves.move import Aim, Move
from coach.moves.regrade import from_curves, from_hold, same_zone
from coach.session.checked_spans import attempts, checked_again, checked_spans
from coach.session.routine import CALIBRATION
from coach.session.summary import AttemptSummary, fold
from coach.store.history import History, Session
from coach.store.kept import FOLDER
from coach.store.landmarks import is_landmarks, open_landmarks
from coach.store.records import Basis
from coach.stream import Moment

_MOVE: Final = TypeAdapter(Move)

Choose = Callable[[str, dict[str, Any]], Move | None]
"""Choose the move to regrade by, given a planned step; ``None`` skips it. Any: JSON content."""


@dataclass(frozen=True, slots=True)
class Regraded:
    """One move of a session, regraded.

    Attributes:
        basis: The data it is judged from; ``None`` if nothing stored is sufficient.
    """

    session: Session
    move: Move
    basis: Basis | None
    before: tuple[Rep, ...]
    after: tuple[Rep, ...]

    @property
    def changed(self) -> bool:
        """Whether any attempt is judged differently."""
        return self.basis is not None and _verdicts(self.before) != _verdicts(self.after)


def regrade(history: History, sessions: Sequence[Session], choose: Choose) -> Iterator[Regraded]:
    """Regrade sessions without writing anything.

    Raises:
        HistoryError: A session cannot be read.
    """
    for session in sessions:
        if session.routine == CALIBRATION:
            continue  # measuring the target was its purpose
        chosen = [choose(str(step["move"]), dict(step)) for step in session.planned]
        if any(move is not None for move in chosen):
            yield from _session(history, session, chosen)


def keep(history: History, regraded: Regraded) -> None:
    """Store a regraded move of a session; the earlier judgement is kept."""
    assert regraded.basis is not None
    name = history.sessions.define(to_json(regraded.move, inf_nan_mode="null").decode())
    history.marks.regrade(regraded.session.id, regraded.move.id, regraded.basis, name, regraded.after)


def as_planned(move: Move, step: dict[str, Any], *, hold: float | None = None, target: float | None = None) -> Move:
    """Return a move with the numbers planned in a session, or other ones.

    Raises:
        ValueError: The move does not allow them.
    """
    sides: list[Side] = step["sides"]
    return move.adjusted(
        hold_s=step["hold_s"] if hold is None else hold,
        reps=step["reps"],
        target_deg=target if target is not None or move.target_deg is None else step["target_deg"],
        targets_deg=None if target is not None else step.get("targets_deg"),
        side=sides[0] if len(sides) == 1 else None,
    )


def _session(history: History, session: Session, chosen: Sequence[Move | None]) -> Iterator[Regraded]:
    events = history.sessions.events(session.id)
    moves = fold(events, history.sessions.curves(session.id)).moves
    known = [(step, attempt) for step, done in enumerate(moves) for attempt in done.attempts]
    latest = {each.move: each.reps for each in history.marks.regrades(session.id)}
    moments = _moments(history, session)
    by_move: dict[str, list[int]] = {}
    for number, move in enumerate(chosen):
        if move is not None:
            by_move.setdefault(move.id, []).append(number)
    for name, numbers in by_move.items():
        mine = [(step, attempt) for step, attempt in known if step in numbers]
        before = latest.get(name) or tuple(attempt.rep for _, attempt in mine)
        basis: Basis | None = "recording"
        if moments is not None:
            after = _replayed(session, events, {number: chosen[number] for number in numbers}, moments)
        else:
            old = [_defined(history, session.planned[number]) for number in range(len(chosen))]
            basis, after = _judged(mine, old, chosen)
        last = chosen[numbers[-1]]
        assert last is not None
        if before or after:
            yield Regraded(session, last, basis, before, tuple(after))


def _replayed(
    session: Session, events: Sequence[Event], moves: dict[int, Move | None], moments: Sequence[Moment]
) -> list[Rep]:
    if session.kind == "video":
        # Its checkers saw the whole video; each one's results are those within its own span.
        found = [
            (each, _span(events, number)) for number, move in moves.items() if move for each in attempts(move, moments)
        ]
        return [rep for rep, (start, end) in found if start <= (rep.start + rep.end) / 2 <= end]
    return [
        rep
        for span in checked_spans(events)
        if (move := moves.get(span.step)) is not None
        for rep in checked_again(move, span, moments)
    ]


def _span(events: Sequence[Event], number: int) -> tuple[float, float]:
    """Return when a move of a checked video started and ended; unbounded if it is the only move."""
    begins = [event.t for event in events if isinstance(event, MoveBegan)]
    if len(begins) == 1:
        return float("-inf"), float("inf")
    return begins[number], begins[number + 1] if number + 1 < len(begins) else events[-1].t


def _judged(
    mine: Sequence[tuple[int, AttemptSummary]], old: Sequence[Move | None], chosen: Sequence[Move | None]
) -> tuple[Basis | None, list[Rep]]:
    """Judge attempts from their curves if there are any, else from the stored measurements if those are sufficient."""
    basis: Basis = "curves"
    reps: list[Rep] = []
    for step, each in mine:
        before, now = old[step], chosen[step]
        assert now is not None
        held = before is not None and same_zone(before, now, each.rep)
        again = None if each.curves is None else from_curves(now, each.rep, each.curves, held=held)
        if again is None:
            if before is None or not held or _limits(before) != _limits(now):
                return None, []
            basis, again = "events", from_hold(now, each.rep)
        reps.append(again)
    return basis, reps


def _limits(move: Move) -> list[Aim]:
    """Return the form checks of a move, ignoring their sources."""
    return [replace(aim, source="") for aim in move.aim]


def _moments(history: History, session: Session) -> list[Moment] | None:
    """Return the landmarks of a session if they are still stored and readable."""
    places = [history.folder / FOLDER / session.landmarks] if session.landmarks else []
    places += [Path(session.recording)] if session.recording else []
    for path in places:
        if is_landmarks(path):
            try:
                return list(open_landmarks(path))
            except RecordingError:
                continue
    return None


def _defined(history: History, step: Any) -> Move | None:  # Any: what JSON holds
    """Return the move as it was used; ``None`` if it was stored in another format."""
    stored = history.sessions.definition(step.get("definition", ""))
    try:
        return None if stored is None else _MOVE.validate_python(current(_known(stored)))
    except ValidationError:
        return None


def _known(value: Any) -> Any:  # Any: what JSON holds
    """Return JSON without its nulls, which stand for infinite or absent values."""
    if isinstance(value, dict):
        return {key: _known(each) for key, each in value.items() if each is not None}
    return [_known(each) for each in value] if isinstance(value, list) else value


def _verdicts(reps: Sequence[Rep]) -> list[object]:
    return [(rep.counted, rep.clean, rep.reasons, sorted(fault.id for fault in rep.faults)) for rep in reps]
