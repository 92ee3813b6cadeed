"""Progression offers for a routine, over histories of sessions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from coach.app.history.progression import AGAIN_DAYS, decline, offers, reset, take, taken
from coach.app.routines import Routines
from coach.events import Counted, MoveBegan, MoveEnded, Rep, RepEnded, SessionBegan, SessionEnded
from coach.session.progression import Offer
from coach.store.history import History

ROUTINE = Routines().load("strengthening")
MOVES = Routines().moves(ROUTINE)
TODAY = date(2026, 5, 4)
DOG = "spine-extension"


@pytest.fixture
def history(tmp_path):
    with History(tmp_path) as opened:
        yield opened


def session(history, *, clean=True, done=True, pain=(None, None), routine=ROUTINE, only=DOG):
    """A session in which one move was done with the numbers of the routine as it is by now."""
    asked = next(each for each in taken(history, routine, MOVES).moves if each.id == only)
    reps, hold_s = asked.reps or 8, asked.hold_s or 5.0
    log = history.sessions.begin(routine.id, [], {}, pain_before=pain[0])
    log.append(SessionBegan(0.0, routine.id, (only,)))
    log.append(MoveBegan(0.0, 1, 1, only, 1, reps, (), hold_s, None))
    for i in range(reps):
        rep = Rep(None, i * 9.0, i * 9.0 + 1, i * 9.0 + 8, 0.0, hold_s, True)
        log.append(RepEnded(i * 9.0 + 8, rep if clean else replace(rep, counted=False, reasons=("short-hold",))))
        if clean:
            log.append(Counted(i * 9.0 + 8, None, i + 1, reps))
    log.append(MoveEnded(99.0, only, done))
    log.append(SessionEnded(99.0, done))
    log.end()
    if pain[1] is not None:
        history.marks.set_pain(log.session, after=pain[1])


def offered(history, today=TODAY):
    return offers(history, taken(history, ROUTINE, MOVES), MOVES, today)


def test_one_session_is_not_enough_for_an_offer(history):
    assert offered(history) == []
    session(history)
    assert offered(history) == []


def test_two_clean_sessions_lead_to_an_offer_for_that_move_only(history):
    session(history)
    session(history)
    assert offered(history) == [Offer(DOG, 12, 5.0, "reps")]


def test_progression_goes_up_to_the_limit_of_the_routine(history):
    steps = []
    for _ in range(8):
        session(history)
        session(history)
        for each in offered(history):
            steps.append((each.reps, each.hold_s))
            take(history, ROUTINE, MOVES, each)
    assert steps == [(12, 5.0), (8, 10.0), (10, 10.0), (12, 10.0)]


def test_an_accepted_offer_needs_two_sessions_before_the_next(history):
    session(history)
    session(history)
    take(history, ROUTINE, MOVES, *offered(history))
    assert offered(history) == []
    session(history)
    assert offered(history) == []


@pytest.mark.parametrize(
    "bad",
    [
        {"clean": False, "done": False},  # it was not done
        {"pain": (2, 4)},  # it hurt more at its end
        {"done": False},  # it was left before its end
    ],
)
def test_a_bad_session_restarts_progression(history, bad):
    session(history)
    session(history, **bad)
    assert offered(history) == []
    session(history)
    assert offered(history) == []
    session(history)
    assert len(offered(history)) == 1


def test_sessions_of_another_routine_do_not_count(history):
    session(history)
    session(history, routine=replace(ROUTINE, id="another"))
    assert offered(history) == []


def test_a_declined_offer_returns_after_a_while(history):
    session(history)
    session(history)
    (more,) = offered(history)
    decline(history, ROUTINE, more, TODAY)
    asked = [len(offered(history, TODAY + timedelta(days))) for days in (0, 1, AGAIN_DAYS - 1, AGAIN_DAYS)]
    assert asked == [0, 0, 0, 1]


def test_an_accepted_offer_can_be_reset_and_does_not_return_at_once(history):
    session(history)
    session(history)
    take(history, ROUTINE, MOVES, *offered(history))
    assert reset(history, ROUTINE.id, TODAY)
    assert taken(history, ROUTINE, MOVES) == ROUTINE
    assert offered(history) == []
    assert not reset(history, ROUTINE.id, TODAY)


def test_an_accepted_offer_is_stored(history, tmp_path):
    session(history)
    session(history)
    take(history, ROUTINE, MOVES, *offered(history))
    with History(tmp_path) as again:
        assert [each.reps for each in taken(again, ROUTINE, MOVES).moves] == [8, 12, 8]


def test_a_lower_limit_in_the_file_overrides_an_accepted_offer(history):
    take(history, ROUTINE, MOVES, Offer(DOG, 12, 10.0, "reps"))
    less = replace(ROUTINE, moves=tuple(replace(each, most_reps=10, most_hold_s=None) for each in ROUTINE.moves))
    dog = next(each for each in taken(history, less, MOVES).moves if each.id == DOG)
    assert (dog.reps, dog.hold_s) == (10, 5.0)
