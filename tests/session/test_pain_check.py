"""The pain check: when it asks, and how it is answered."""

from __future__ import annotations

from typing import get_args

import pytest

from coach.events import (
    AttemptDropped,
    AttemptStarted,
    ChoiceOffered,
    Chosen,
    Counted,
    DropReason,
    Event,
    MoveEased,
    MoveEnded,
    PainAsked,
    Paused,
    Rep,
    RepEnded,
    Resumed,
    SessionEnded,
)
from coach.moves.figure import figure
from coach.session.observer import Observation
from coach.session.pain_check import BROKEN_S, CHOICE_S, CHOICES, EXPLAIN_S, IDLE_S, PainCheck
from coach.session.routine import Exercise
from tests.session.leading import clip, joined, lasting, lead, nobody, raising, routine

LEFT = "tiny-hip-abduction-left"  # held for 3.2 s
FIRST = clip(LEFT)[0]


def of(kind, events):
    return [event for event in events if isinstance(event, kind)]


def asked(hold_s=5.0):
    lifts = Exercise("hip-abduction", reps=3, sides=("left",), rest_s=0, hold_s=hold_s)
    return routine(lifts, Exercise("back-extension"))


def broken_off(*after):
    """Return the events of a lift interrupted after 3 of 5 s, and the events after it."""
    return joined(clip(LEFT)[:145], *after)


def answered(choice):
    """Return moments with a hand raised while that choice is offered."""
    before = BROKEN_S + EXPLAIN_S + CHOICE_S * CHOICES.index(choice) + 1.5
    return broken_off(lasting(FIRST, before), lasting(raising(FIRST), 3.0), lasting(FIRST, 4.0))


def test_resting_after_a_broken_hold_triggers_the_question():
    (question,) = of(PainAsked, lead(asked(), broken_off(lasting(FIRST, 12.0))))
    assert BROKEN_S <= question.t - clip(LEFT)[145].t <= BROKEN_S + 1.5


def test_a_shorter_rest_does_not():
    assert of(PainAsked, lead(asked(), broken_off(lasting(FIRST, 5.0), clip(LEFT)))) == []


def test_a_rest_after_a_good_rep_does_not():
    events = lead(asked(hold_s=2), joined(clip(LEFT), lasting(FIRST, 20.0)))
    assert of(PainAsked, events) == []


@pytest.mark.parametrize(
    "between",
    [
        (),
        (clip(LEFT)[30:46], lasting(FIRST, 1.0)),  # a twitch of the leg
        (clip(LEFT)[30:44], nobody(2.0)),  # the next lift is lost before the top
        (nobody(2.0),),
    ],
    ids=["nothing", "a twitch", "lost on the way", "lost at rest"],
)
def test_a_long_rest_after_a_good_rep_triggers_the_question(between):
    events = lead(asked(hold_s=2), joined(clip(LEFT)[:155], *between, lasting(FIRST, IDLE_S + 5)))
    assert len(of(Counted, events)) == 1
    assert len(of(RepEnded, events)) == 1
    assert len(of(PainAsked, events)) == 1


GOOD = Rep("left", 1.0, 2.0, 6.0, 45.0, 3.0, counted=True)


@pytest.mark.parametrize("why", get_args(DropReason))
def test_a_dropped_attempt_continues_the_rest_if_it_was_a_twitch(why):
    assert FIRST.pose is not None
    observations = [
        Observation(float(t), "side-lying-right", "front", 0.0, figure(FIRST.pose), None) for t in range(80)
    ]
    events: dict[int, list[Event]] = {
        6: [RepEnded(6.0, GOOD)],
        7: [AttemptStarted(7.0, 7.0, None)],
        16: [AttemptDropped(16.0, why)],
    }
    check = PainCheck()
    first = next(each.t for each in observations if check.update(each, events.get(int(each.t), [])))
    assert first == (6.0 if why == "twitch" else 16.0) + IDLE_S


def test_choices_are_offered_in_order():
    events = lead(asked(), broken_off(lasting(FIRST, 50.0)))
    (question,) = of(PainAsked, events)
    offered = of(ChoiceOffered, events)
    assert [event.choice for event in offered] == list(CHOICES)
    assert [round(event.t - question.t) for event in offered] == [5, 11, 17, 23]


def test_without_an_answer_the_session_waits_for_the_person():
    events = lead(asked(hold_s=3), joined(clip(LEFT)[:110], lasting(FIRST, 60.0), clip(LEFT)))
    assert of(Chosen, events) == [Chosen(of(Chosen, events)[0].t, None)]
    assert [event.why for event in of(Paused, events)] == ["pain"]
    assert len(of(Resumed, events)) == 1
    assert len(of(Counted, events)) == 2


def test_reaching_the_top_again_answers_the_question():
    events = lead(asked(hold_s=3), joined(clip(LEFT)[:110], lasting(FIRST, 10.0), clip(LEFT)))
    assert len(of(PainAsked, events)) == 1
    assert [event.choice for event in of(Chosen, events)] == [None]
    assert of(Paused, events) == []
    assert len(of(Counted, events)) == 2


def test_a_hand_at_the_first_choice_eases_the_move():
    events = lead(asked(), answered("easier"))
    assert [event.choice for event in of(Chosen, events)] == ["easier"]
    assert of(MoveEased, events)[0].hold_s == 3.75


def test_a_hand_at_the_second_choice_skips_the_move():
    events = lead(asked(), answered("skip"))
    assert [event.choice for event in of(Chosen, events)] == ["skip"]
    assert of(MoveEnded, events)[0].done is False


def test_a_hand_at_the_third_choice_pauses():
    events = lead(asked(), answered("pause"))
    assert [event.choice for event in of(Chosen, events)] == ["pause"]
    assert [event.why for event in of(Paused, events)] == ["pain"]


def test_a_hand_at_the_fourth_choice_stops():
    events = lead(asked(), answered("stop"))
    assert isinstance(events[-1], SessionEnded)
    assert [event.choice for event in of(Chosen, events)] == ["stop"]
    assert events[-1].t < answered("stop")[-1].t


def test_a_hand_raised_early_selects_the_first_choice():
    events = lead(asked(), broken_off(lasting(FIRST, BROKEN_S + 1.0), lasting(raising(FIRST), 9.0)))
    (choice,) = of(Chosen, events)
    (first, *_) = of(ChoiceOffered, events)
    assert choice.choice == "easier"
    assert choice.t - first.t == pytest.approx(1.0, abs=0.1)


@pytest.mark.parametrize("key", ["easier", "skip", "pause", "finish"])
def test_a_command_answers_the_pain_check(key):
    events = lead(asked(), broken_off(lasting(FIRST, 20.0)), [(16.0, key)])
    assert [event.choice for event in of(Chosen, events)] == ["stop" if key == "finish" else key]
