"""From the history to the diary that pages are made of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from coach.app.routines import Routines
from coach.errors import DataFileError
from coach.report.review.facts import Activity, Correction, Definition, Diary, MoveDone, Planned, Visit
from coach.report.review.fold import NEEDED, definition, fold, marked
from coach.report.review.page import CURVES
from coach.store.history import History, Session


def diary(history: History, routines: Routines, today: date, alone: int | None = None) -> Diary:
    """All that is kept, with the curves of the last visits.

    Args:
        history: Where it is kept.
        routines: What the routines are called, and what is planned for which day.
        today: The day on which it is looked at.
        alone: Only this session.
    """
    sessions = history.sessions() if alone is None else [history.session(alone)]
    regrades = _by_session(history.regrades(alone))
    corrections = _by_session(history.corrections(alone))
    named = {step["definition"] for each in sessions for step in each.planned}
    named |= {each.definition for some in regrades.values() for each in some}
    definitions = {name: found for name in named if (found := _definition(history, name)) is not None}
    titles = _titles(routines, {each.routine for each in sessions})
    visits = []
    for number, each in enumerate(sessions, 1):
        drawn = len(sessions) - number < CURVES
        course = fold(
            history.events(each.id, () if drawn else NEEDED),
            [_asked(step) for step in each.planned],
            definitions,
            history.curves(each.id) if drawn else None,
        )
        moves = marked(
            course.moves,
            [Correction(one.move, one.side, one.count, one.note) for one in corrections.get(each.id, ())],
            {one.move: (one.definition, one.reps) for one in regrades.get(each.id, ())},
        )
        title = titles.get(each.routine) or _only(each) or each.routine
        visits.append(_visit(each, title, moves, course.seconds, course.whole))
    activities = (
        ()
        if alone is not None
        else tuple(Activity(_local(each.at), each.what, each.minutes, each.note) for each in history.activities())
    )
    visits.sort(key=lambda each: each.began)
    return Diary(tuple(visits), today, _plan(routines), definitions, activities)


def _visit(session: Session, title: str, moves: Sequence[MoveDone], seconds: float, whole: bool) -> Visit:
    return Visit(
        session.id,
        _local(session.began),
        title,
        session.kind,
        tuple(moves),
        tuple(step["move"] for step in session.planned),
        seconds,
        whole,
        session.hurts,
        session.pain_before,
        session.pain_after,
        bool(session.spreads),
        session.source if session.kind == "video" else "",
    )


def _asked(step: Mapping[str, Any]) -> MoveDone:  # Any: what JSON holds
    return MoveDone(
        step["move"],
        (),
        step["sets"],
        step["reps"],
        tuple(step["sides"]),
        step["hold_s"],
        step["target_deg"],
        step["definition"],
    )


def _only(session: Session) -> str | None:
    """What a session of a single move, or of a video, is called: as its move is."""
    return str(session.planned[0]["title"]) if len(session.planned) == 1 else None


def _definition(history: History, name: str) -> Definition | None:
    kept = history.definition(name)
    return None if kept is None else definition(json.loads(kept))


def _titles(routines: Routines, names: Iterable[str]) -> dict[str, str]:
    """What routines are called; one whose file is gone, or no longer holds up, goes by its id."""
    known = set(routines.ids())
    found = {}
    for name in known.intersection(names):
        try:
            found[name] = routines.load(name).title
        except DataFileError:
            continue
    return found


def _plan(routines: Routines) -> tuple[Planned | None, ...]:
    """What is planned for each day of the week, Monday first."""
    plan = routines.plan()
    found: list[Planned | None] = []
    for weekday in range(7):
        name = plan.on(weekday)
        routine = None if name is None else routines.load(name)
        found.append(None if routine is None else Planned(routine.title, tuple(each.id for each in routine.moves)))
    return tuple(found)


def _local(instant: str) -> datetime:
    """An instant as the clock on the wall shows it."""
    return datetime.fromisoformat(instant).astimezone()


class _Noted(Protocol):
    @property
    def session(self) -> int: ...


Note = TypeVar("Note", bound=_Noted)


def _by_session(notes: Iterable[Note]) -> dict[int, list[Note]]:
    found: dict[int, list[Note]] = {}
    for each in notes:
        found.setdefault(each.session, []).append(each)
    return found
