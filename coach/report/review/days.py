"""Days and weeks: results against the plan, and totals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal, TypeAlias

from coach.report.review.facts import Diary, Planned, Visit

Status: TypeAlias = Literal["done", "part", "missed", "extra", "rest", "due", "blank"]
"""How a day went against the plan.

``done`` means everything planned, ``part`` some of it or something else, ``missed`` nothing. ``extra`` is exercise on a
rest day. ``due`` is today before anything is done. ``blank`` is before the first visit or in the future.
"""

PLANNED: Final[tuple[Status, ...]] = ("done", "part", "missed", "due")
"""Possible outcomes of a day with a plan."""

DAY = timedelta(days=1)
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Day:
    """A day: how it went, and the numbers of its visits."""

    date: date
    status: Status
    visits: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Month:
    """A month in weeks that begin on Monday; ``None`` for days of a neighbouring month."""

    first: date
    weeks: tuple[tuple[Day | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Total:
    """Totals of a number of visits.

    Attributes:
        reps: Reps that counted.
        clean: Reps without a fault.
        tried: Attempts, counted or not.
    """

    visits: int
    reps: int
    clean: int
    tried: int
    minutes: float


@dataclass(frozen=True, slots=True)
class Week:
    """A week: its days, its totals, and the numbers of planned and completed days so far."""

    days: tuple[Day, ...]
    total: Total
    planned: int
    done: int
    active_minutes: float


def total(visits: Iterable[Visit]) -> Total:
    """Return the totals of visits."""
    count = reps = clean = tried = 0
    seconds = 0.0
    for visit in visits:
        count, seconds = count + 1, seconds + visit.seconds
        for score in (score for move in visit.moves for score in move.scores):
            reps, clean, tried = reps + score.counted, clean + score.clean, tried + score.attempted
    return Total(count, reps, clean, tried, seconds / 60)


def monday(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - day.weekday() * DAY


def days(diary: Diary) -> dict[date, Day]:
    """Return every day from the first visit to today."""
    if not diary.visits:
        return {}
    found: dict[date, list[Visit]] = {}
    for visit in diary.visits:
        if visit.kind == "live":
            found.setdefault(visit.day, []).append(visit)
    day, first = diary.visits[0].day, {}
    while day <= diary.today:
        visits = found.get(day, [])
        status = _status(visits, diary.plan[day.weekday()], day == diary.today)
        first[day] = Day(day, status, tuple(visit.id for visit in visits))
        day += DAY
    return first


def _status(visits: Sequence[Visit], planned: Planned | None, today: bool) -> Status:
    done = {move.move for visit in visits for move in visit.moves if move.done}
    tried = any(visit.tried for visit in visits)
    if planned is None:
        return "extra" if done or tried else "rest"
    if done.issuperset(planned.moves):
        return "done"
    if done or tried:
        return "part"
    return "due" if today else "missed"


def week(diary: Diary, first: date, known: dict[date, Day]) -> Week:
    """Return the week that begins on the given Monday."""
    span = [first + i * DAY for i in range(7)]
    found = tuple(known.get(day, Day(day, "blank")) for day in span)
    visits = [visit for visit in diary.visits if first <= visit.day < first + WEEK]
    so_far = [day for day in found if day.status in PLANNED]
    active = sum(each.minutes for each in diary.activities if first <= each.began.date() < first + WEEK)
    return Week(found, total(visits), len(so_far), sum(day.status == "done" for day in so_far), active)


def months(known: dict[date, Day]) -> Iterator[Month]:
    """Yield the months of the given days, latest first."""
    if not known:
        return
    last, first = max(known), min(known)
    year, month = last.year, last.month
    while (year, month) >= (first.year, first.month):
        start = date(year, month, 1)
        after = date(year + month // 12, month % 12 + 1, 1)
        weeks, day = [], monday(start)
        while day < after:
            span = [day + i * DAY for i in range(7)]
            weeks.append(tuple(known.get(d, Day(d, "blank")) if start <= d < after else None for d in span))
            day += WEEK
        yield Month(start, tuple(weeks))
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
