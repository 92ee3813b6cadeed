"""The result of folding events."""

from __future__ import annotations

from coach.events import (
    AttemptStarted,
    Ended,
    Event,
    Fault,
    HoldEntered,
    PostureChanged,
    Refused,
    Rep,
    RepEnded,
    UnseenEnded,
    UnseenStarted,
)
from coach.session.result import Unseen, fold
from tests.moves.scripts import LEG_RAISE

GOOD = Rep("left", 1.0, 2.0, 7.0, 45.0, 4.2, True)
FAULTY = Rep("left", 8.0, 9.0, 14.0, 45.0, 4.2, True, faults=(Fault("knee-bent", 10.0, 12.0),))
DOUBTED = Rep("left", 8.0, 9.0, 14.0, 45.0, 4.2, True, advisory=(Fault("pelvis-rolled", 10.0, 12.0, 0.4),))
LOW = Rep("right", 15.0, None, 17.0, 20.0, 0.0, False, ("low",))


def ended(*reps):
    return [RepEnded(rep.end, rep) for rep in reps]


def test_no_events_fold_into_an_empty_result():
    result = fold(LEG_RAISE, [])
    assert (result.attempted, result.counted, result.clean) == (0, 0, 0)
    assert (result.posture, result.view, result.refused, result.unseen) == ("unknown", "unknown", None, ())


def test_the_result_names_the_move():
    assert fold(LEG_RAISE, []).move == "leg-raise"


def test_attempts_keep_their_order():
    assert fold(LEG_RAISE, ended(GOOD, FAULTY, LOW)).reps == (GOOD, FAULTY, LOW)


def test_attempted_counted_and_clean_reps_are_distinguished():
    result = fold(LEG_RAISE, ended(GOOD, FAULTY, LOW))
    assert (result.attempted, result.counted, result.clean) == (3, 2, 1)


def test_an_advisory_fault_does_not_affect_a_clean_rep():
    assert fold(LEG_RAISE, ended(DOUBTED)).clean == 1


def test_posture_and_view_are_those_held_longest():
    happened: list[Event] = [
        PostureChanged(0.5, "standing", "front"),
        PostureChanged(4.0, "side-lying-right", "front"),
        PostureChanged(30.0, "standing", "front"),
        Ended(40.0),
    ]
    result = fold(LEG_RAISE, happened)
    assert (result.posture, result.view) == ("side-lying-right", "front")


def test_times_of_a_posture_in_two_views_add_up():
    happened: list[Event] = [
        PostureChanged(0.0, "supine", "side"),
        PostureChanged(4.0, "supine", "oblique"),
        PostureChanged(7.0, "unknown", "unknown"),
        Ended(12.0),
    ]
    assert fold(LEG_RAISE, happened).posture == "supine"


def test_times_of_a_posture_held_twice_add_up():
    happened: list[Event] = [
        PostureChanged(0.0, "supine", "side"),
        PostureChanged(6.0, "prone", "side"),
        PostureChanged(14.0, "supine", "side"),
        Ended(20.0),
    ]
    assert fold(LEG_RAISE, happened).posture == "supine"


def test_the_last_posture_lasts_to_the_end():
    happened: list[Event] = [
        PostureChanged(0.0, "standing", "front"),
        PostureChanged(3.0, "supine", "side"),
        Ended(20.0),
    ]
    assert fold(LEG_RAISE, happened).posture == "supine"


def test_an_unseen_span_has_start_end_and_reason():
    happened: list[Event] = [UnseenStarted(2.0, "limbs"), UnseenEnded(6.0), UnseenStarted(9.0, "body"), Ended(12.0)]
    assert fold(LEG_RAISE, happened).unseen == (Unseen(2.0, 6.0, "limbs"), Unseen(9.0, 12.0, "body"))


def test_a_refusal_is_in_the_result():
    refused = Refused(9.0, "wrong-view", "side")
    happened: list[Event] = [refused, Ended(9.0)]
    assert fold(LEG_RAISE, happened).refused is refused


def test_other_events_are_ignored():
    happened: list[Event] = [AttemptStarted(1.0, 0.5, None), HoldEntered(2.0)]
    assert fold(LEG_RAISE, happened) == fold(LEG_RAISE, [])
