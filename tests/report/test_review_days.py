"""Days and weeks against the plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from coach.body import SIDES
from coach.report.review.days import days, monday, months, week
from tests.report.diaries import MOVES, STRETCHES, TODAY, WHOLE, diary, move_done, rep, visit

FRIDAY = TODAY
THURSDAY, WEDNESDAY, SUNDAY = FRIDAY - timedelta(days=1), FRIDAY - timedelta(days=2), FRIDAY - timedelta(days=5)


def sides(name):
    return SIDES if MOVES[name].sides == "each" else (None,)


def moves(names, **other):
    return tuple(move_done(name, [rep(side=side) for side in sides(name)], **other) for name in names)


def status(*visits, on=WEDNESDAY):
    first = visit(1, TODAY - timedelta(days=30), moves(STRETCHES))
    return days(diary(first, *visits))[on].status


def test_a_day_with_every_planned_move_is_done():
    assert status(visit(2, WEDNESDAY, moves(WHOLE.moves))) == "done"


def test_moves_of_several_sessions_add_up():
    assert status(visit(2, WEDNESDAY, moves(WHOLE.moves[:3])), visit(3, WEDNESDAY, moves(WHOLE.moves[3:]))) == "done"


def test_a_day_with_some_planned_moves_is_done_in_part():
    assert status(visit(2, WEDNESDAY, moves(WHOLE.moves[:2]))) == "part"


def test_a_day_with_an_unfinished_move_is_done_in_part():
    assert status(visit(2, WEDNESDAY, moves(WHOLE.moves, reps_asked=9))) == "part"


def test_a_day_with_an_empty_session_is_missed():
    assert status(visit(2, WEDNESDAY, ())) == "missed"


def test_a_planned_day_without_a_session_is_missed():
    assert status() == "missed"


def test_today_is_not_missed_before_it_is_over():
    assert status(on=TODAY) == "due"


def test_a_session_on_a_day_of_rest_is_extra():
    assert status(visit(2, SUNDAY, moves(STRETCHES)), on=SUNDAY) == "extra"


def test_a_checked_video_makes_no_day_done():
    assert status(visit(2, WEDNESDAY, moves(WHOLE.moves), kind="video")) == "missed"


def test_the_week_counts_planned_days_up_to_today():
    made = diary(visit(1, monday(TODAY), moves(WHOLE.moves)), visit(2, WEDNESDAY, moves(WHOLE.moves[:1])))
    found = week(made, monday(TODAY), days(made))
    assert (found.done, found.planned, found.total.reps) == (1, 5, 12)
    assert [day.status for day in found.days] == ["done", "missed", "part", "missed", "due", "blank", "blank"]


def test_months_are_complete_and_the_latest_is_first():
    found = list(months(days(diary(visit(1, date(2026, 9, 28), moves(STRETCHES))))))
    assert [month.first for month in found] == [date(2026, 11, 1), date(2026, 10, 1), date(2026, 9, 1)]
    assert [day.date.day for row in found[0].weeks for day in row if day] == list(range(1, 31))


def test_an_empty_history_has_no_days():
    assert days(diary()) == {}


@pytest.mark.parametrize("today", [date(2026, 12, 31), date(2027, 1, 1), date(2028, 2, 29)])
def test_days_continue_across_a_new_year(today):
    made = replace(diary(visit(1, date(2026, 12, 30), moves(STRETCHES))), today=today)
    assert max(days(made)) == today
    assert next(months(days(made))).first == today.replace(day=1)
