"""The review page: a person's days, weeks and moves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import groupby
from typing import Final, TypeVar

from coach.language import Language, phrase
from coach.report.review import days, detail, figures
from coach.report.review.facts import Diary
from coach.report.review.fault_figures import explained
from coach.report.review.html import render
from coach.report.review.pain import pain
from coach.report.review.trend import trends, week_of
from coach.report.review.words import PageWords

Item = TypeVar("Item")
Key = TypeVar("Key")

NEAR: Final = 3
"""Number of months of the calendar that are open at first."""

CURVES: Final = 20
"""Number of latest visits shown with the curves of their reps; the app reads this many."""


def review(diary: Diary, language: Language) -> str:
    """Return the page of everything that is stored, in a language."""
    words = PageWords(language)
    known = days.days(diary)
    this = days.monday(diary.today)
    moves = trends(diary)
    felt = pain(diary)
    charts = {f"trend-{each.move}": figures.trend(each, diary.today, words) for each in moves}
    if felt.numbered:
        charts["pain"] = figures.pain(felt.numbered, diary.today, words)
    months = list(days.months(known))
    return render(
        "review",
        words,
        ("base", "dark", "review", "moving"),
        ("charts", "review"),
        diary=diary,
        asked=explained(diary, moves, words),
        today=known.get(diary.today),
        planned=diary.plan[diary.today.weekday()],
        todays=[visit for visit in diary.visits if visit.day == diary.today],
        week=days.week(diary, this, known),
        last_week=days.week(diary, this - days.WEEK, known),
        total=days.total(diary.visits),
        months=months[:NEAR],
        earlier=grouped(months[NEAR:], lambda month: month.first.year),
        pain=felt,
        moves=moves,
        activities=grouped(reversed(diary.activities), lambda each: week_of(each.began.date())),
        visits=list(reversed(diary.visits)),
        months_of_visits=grouped(reversed(diary.visits), lambda visit: visit.day.replace(day=1)),
        figures=charts,
        detail=detail.packed(diary.visits, diary.definitions, words),
        curves=CURVES,
    )


def printed(diary: Diary, weeks: int, language: Language) -> str:
    """Return the printable report of the last weeks for a physiotherapist."""
    words = PageWords(language)
    known, diary = days.days(diary), since(diary, weeks)
    first = days.monday(diary.today) - (weeks - 1) * days.WEEK
    moves = trends(diary)
    felt = pain(diary)
    charts = {f"trend-{each.move}": figures.trend(each, diary.today, words, None) for each in moves}
    if felt.numbered:
        charts["pain"] = figures.pain(felt.numbered, diary.today, words, None)
    kept = [day for day in known.values() if day.date >= first]
    planned = [day for day in kept if day.status in days.PLANNED]
    return render(
        "print",
        words,
        ("base", "review", "print"),
        ("charts",),
        diary=diary,
        span=(max(first, min(known, default=first)), diary.today),
        total=days.total(diary.visits),
        planned=len(planned),
        done=sum(day.status == "done" for day in planned),
        part=sum(day.status == "part" for day in planned),
        extra=sum(day.status == "extra" for day in kept),
        months=list(days.months({day.date: day for day in kept})),
        pain=felt,
        moves=moves,
        figures=charts,
    )


def visit(diary: Diary, number: int, language: Language) -> str:
    """Return the page of one visit.

    Raises:
        ValueError: There is no such visit.
    """
    found = [each for each in diary.visits if each.id == number]
    if not found:
        if not diary.visits:
            raise ValueError(phrase("errors.asked.nothing_stored", number=number))
        raise ValueError(phrase("errors.asked.session_after", number=number, last=diary.visits[-1].id))
    words = PageWords(language)
    return render(
        "visit",
        words,
        ("base", "dark", "review"),
        ("charts", "review"),
        visit=found[0],
        detail=detail.packed(found, diary.definitions, words),
    )


def since(diary: Diary, weeks: int) -> Diary:
    """Return the diary limited to the last weeks, including this one."""
    first = days.monday(diary.today) - (weeks - 1) * days.WEEK
    return replace(
        diary,
        visits=tuple(visit for visit in diary.visits if visit.day >= first),
        activities=tuple(each for each in diary.activities if each.began.date() >= first),
    )


def grouped(items: Iterable[Item], key: Callable[[Item], Key]) -> list[tuple[Key, list[Item]]]:
    """Group items that are in order of their key."""
    return [(each, list(some)) for each, some in groupby(items, key)]
