"""The summary of a session, and the progression offered after it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.events import AttemptStarted, HoldReleased, Measured, RepEnded
from coach.session.progression import Offer, Past, offer
from coach.session.routine import Exercise
from coach.session.summary import Done, attempts, fold
from tests.session.leading import clip, joined, lead, routine

WELL = Done("hip-abduction", 0.0, 60.0, 1, 8, ("left", "right"), 5.0, 45.0, counted=16, clean=16, done=True)


def offered(*past, reps=8, hold_s=5.0, most_reps=12, most_hold_s=10.0):
    return offer("hip-abduction", reps, hold_s, most_reps, most_hold_s, past)


def test_a_summary_has_the_results_of_each_move():
    both = routine(
        Exercise("hip-abduction", reps=2, hold_s=2, sides=("left",), rest_s=0),
        Exercise("back-extension", reps=3, hold_s=2),
    )
    summary = fold(lead(both, joined(clip("tiny-hip-abduction-left"), clip("tiny-back-extension"))))
    assert [(done.move, done.counted, done.clean, done.asked, done.done) for done in summary.moves] == [
        ("hip-abduction", 2, 2, 2, True),
        ("back-extension", 2, 2, 3, False),
    ]
    assert [len(done.attempts) for done in summary.moves] == [2, 2]
    assert not summary.done


def test_every_attempt_has_its_number_move_set_holds_and_curves():
    lifts = Exercise("hip-abduction", sets=2, reps=1, hold_s=2, sides=("left",), rest_s=0)
    both = routine(lifts, Exercise("back-extension", reps=3, hold_s=2))
    events = lead(both, joined(clip("tiny-hip-abduction-left"), clip("tiny-back-extension")))
    started = [event for event in events if isinstance(event, AttemptStarted)]
    assert [(each.attempt, each.move, each.set) for each in started] == [
        (1, "hip-abduction", 1),
        (2, "hip-abduction", 2),
        (3, "back-extension", 1),
        (4, "back-extension", 1),
    ]
    summary = fold(events)
    assert [[(number, len(some)) for number, some in done.by_set] for done in summary.moves] == [
        [(1, 1), (2, 1)],
        [(1, 2)],
    ]
    for each in (each for done in summary.moves for each in done.attempts):
        mine = [event for event in events if getattr(event, "attempt", None) == each.number]
        assert [event.rep for event in mine if isinstance(event, RepEnded)] == [each.rep]
        assert [event for event in mine if isinstance(event, Measured)] == [each.curves]
        assert len([event for event in mine if isinstance(event, HoldReleased)]) == len(each.holds) == 1


def test_events_without_attempt_numbers_give_the_same_summary():
    """Events of earlier versions have no attempt numbers; attempts are identified by their order."""
    both = routine(Exercise("hip-abduction", reps=2, hold_s=2, sides=("left",), rest_s=0))
    events = lead(both, clip("tiny-hip-abduction-left"))
    unnamed = [replace(event, attempt=0) if hasattr(event, "attempt") else event for event in events]
    named, old = attempts(events), attempts(unnamed)
    assert [replace(each, curves=None) for each in named] == [replace(each, curves=None) for each in old]
    assert all(each.curves is not None for each in old)


def test_an_interrupted_session_has_a_partial_summary():
    events = lead(routine(Exercise("hip-abduction", hold_s=2)), clip("tiny-hip-abduction-left"))
    assert [done.counted for done in fold(events[:-3]).moves] == [2]


def test_no_events_give_an_empty_summary():
    assert fold([]).moves == ()


def test_two_clean_sessions_offer_more_reps():
    assert offered(Past(WELL), Past(WELL)) == Offer("hip-abduction", 10, 5.0, "reps")


def test_at_the_maximum_reps_a_longer_hold_with_fewer_reps_is_offered():
    well = Past(replace(WELL, reps=12, counted=24, clean=24))
    assert offered(well, well, reps=12) == Offer("hip-abduction", 8, 10.0, "hold")


def test_at_both_maxima_nothing_is_offered():
    well = Past(replace(WELL, reps=12, hold_s=10.0, counted=24, clean=24))
    assert offered(well, well, reps=12, hold_s=10.0) is None


def test_no_offer_exceeds_the_limits_of_the_routine():
    well = Past(replace(WELL, reps=10, counted=20, clean=20))
    assert offered(well, well, reps=10, most_reps=10, most_hold_s=5.0) is None


@pytest.mark.parametrize(
    "past",
    [
        (Past(WELL),),  # only one session
        (Past(WELL), Past(replace(WELL, clean=15))),  # one rep was not clean
        (Past(WELL), Past(replace(WELL, done=False))),  # it was not finished
        (Past(WELL), Past(replace(WELL, eased=True))),  # it was made easier
        (Past(WELL), Past(replace(WELL, reps=10, counted=20, clean=20))),  # with other numbers
        (Past(WELL), Past(WELL, 3, 4)),  # more pain at the end
        (Past(WELL), Past(WELL, 2, 2, spreads=True)),  # pain spread down the leg
        (Past(WELL, 2, 2), Past(WELL, 3, 3)),  # more pain than last time
        (Past(replace(WELL, clean=3)), Past(WELL)),  # the previous session was not clean
    ],
)
def test_other_sessions_lead_to_no_offer(past):
    assert offered(*past) is None


def test_constant_or_decreasing_pain_does_not_prevent_an_offer():
    assert offered(Past(WELL, 4, 4), Past(WELL, 4, 3)) is not None


def test_only_the_last_two_sessions_matter():
    assert offered(Past(replace(WELL, done=False)), Past(WELL), Past(WELL)) is not None
