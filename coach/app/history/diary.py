"""Build the diary that the review pages are rendered from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final, TypeVar

from coach.app.routines import Routines
from coach.errors import DataFileError
from coach.language import REFERENCE, Language
from coach.moves.earlier import current
from coach.report.review.facts import CorrectedCount, Definition, Diary, LoggedActivity, MoveDone, Planned, Visit
from coach.report.review.fold import definition, fold, marked, summed
from coach.report.review.page import CURVES
from coach.session.routine import CALIBRATION
from coach.store.history import Correction, History, Regrade, Session
from coach.store.records import local

CLOSE: Final = timedelta(weeks=13)
"""How far back sessions are shown rep by rep; earlier ones are shown as totals."""


def diary(
    history: History, routines: Routines, today: date, alone: int | None = None, language: str = REFERENCE
) -> Diary:
    """Return everything stored, with the curves of the latest visits.

    ``alone`` is the number of the only session to include.

    Raises:
        ValueError: There is no such session.
    """
    if alone is not None:
        sessions = [history.sessions.get(alone)]
    else:  # without those that measured a range, which have no target
        sessions = [each for each in history.sessions.all() if each.routine != CALIBRATION]
    regrades = _by_session(history.marks.regrades(alone))
    corrections = _by_session(history.marks.corrections(alone))
    named = {step["definition"] for each in sessions for step in each.planned}
    named |= {each.definition for some in regrades.values() for each in some}
    definitions = {name: found for name in named if (found := _definition(history, name, language)) is not None}
    titles = _titles(routines, {each.routine for each in sessions}, language)
    recent, drawn = _closely(sessions, today)
    scores = history.sessions.scores() if len(recent) < len(sessions) else {}
    visits = []
    for each in sessions:
        planned = [_planned(step) for step in each.planned]
        if each.id in recent:
            curves = history.sessions.curves(each.id) if each.id in drawn else {}
            moves = fold(history.sessions.events(each.id), planned, definitions, curves)
        else:
            moves = summed(planned, scores[each.id])
        moves = marked(
            moves,
            [CorrectedCount(one.move, one.side, one.count, one.note) for one in corrections.get(each.id, ())],
            {one.move: (one.definition, one.reps) for one in regrades.get(each.id, ())},
        )
        visits.append(
            _visit(each, titles.get(each.routine) or _only(each, definitions, language) or each.routine, moves)
        )
    activities = (
        ()
        if alone is not None
        else tuple(LoggedActivity(local(each.at), each.what, each.minutes) for each in history.person.activities())
    )
    visits.sort(key=lambda each: each.began)
    return Diary(tuple(visits), today, _plan(routines, language), definitions, activities)


def _closely(sessions: Sequence[Session], today: date) -> tuple[set[int], set[int]]:
    """Return which sessions are shown rep by rep, and which of these with their curves."""
    latest = [each.id for each in sessions[-CURVES:]]
    since = today - CLOSE
    return {*latest, *(each.id for each in sessions if local(each.began).date() > since)}, set(latest)


def _visit(session: Session, title: str, moves: Sequence[MoveDone]) -> Visit:
    began = local(session.began)
    live = session.kind == "live"
    seconds = (local(session.ended) - began).total_seconds() if live and session.ended is not None else 0.0
    return Visit(
        session.id,
        began,
        title,
        session.kind,
        tuple(moves),
        tuple(step["move"] for step in session.planned),
        seconds,
        session.hurts,
        session.pain_before,
        session.pain_after,
        bool(session.spreads),
        "" if live else session.source,
    )


def _planned(step: Mapping[str, Any]) -> MoveDone:  # Any: what JSON holds
    return MoveDone(
        step["move"],
        (),
        (),
        step["sets"],
        step["reps"],
        tuple(step["sides"]),
        step["hold_s"],
        step["target_deg"],
        step["definition"],
        targets_deg=step.get("targets_deg", {}),  # absent in sessions of version 1
    )


def _only(session: Session, definitions: Mapping[str, Definition], language: str) -> str | None:
    """Return the title of a session of a single move or of a video: its move's title."""
    if len(session.planned) != 1:
        return None
    (step,) = session.planned
    defined = definitions.get(step["definition"])
    title = str(step["title"]) if defined is None else defined.title
    return Language.load(language).say("history.own_range", title=title) if session.routine == CALIBRATION else title


def _definition(history: History, name: str, language: str) -> Definition | None:
    """Return a definition; ``None`` if it is not stored, or was stored in another format."""
    kept = history.sessions.definition(name)
    try:
        return None if kept is None else definition(current(kept), language)
    except (KeyError, TypeError, AttributeError, StopIteration, ValueError):  # what JSON holds may be anything
        return None


def _titles(routines: Routines, names: Iterable[str], language: str) -> dict[str, str]:
    """Return the titles of routines; a routine whose file is missing or invalid is shown by its id."""
    known = set(routines.ids())
    found = {}
    for name in known.intersection(names):
        try:
            found[name] = routines.load(name).in_language(language).title
        except DataFileError:
            continue
    return found


def _plan(routines: Routines, language: str) -> tuple[Planned | None, ...]:
    """Return the plan for each day of the week, Monday first."""
    plan = routines.plan()
    found: list[Planned | None] = []
    for weekday in range(7):
        name = plan.on(weekday)
        routine = None if name is None else routines.load(name).in_language(language)
        found.append(None if routine is None else Planned(routine.title, tuple(each.id for each in routine.moves)))
    return tuple(found)


Record = TypeVar("Record", Correction, Regrade)


def _by_session(stored: Iterable[Record]) -> dict[int, list[Record]]:
    found: dict[int, list[Record]] = {}
    for each in stored:
        found.setdefault(each.session, []).append(each)
    return found
