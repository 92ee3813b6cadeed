"""Invariants of cycles, on random scripts."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest import approx

from coach.events import AttemptStarted, HoldEntered, HoldReleased, RepEnded
from coach.moves.cycle import Cycle
from tests.moves.scripts import (
    LEG_RAISE,
    REST_DEG,
    at_rest,
    attempts,
    down,
    perform,
    readings,
    stay,
    unseen,
    up,
)

RATES = [10.0, 12.5, 15.0, 24.0, 25.0, 29.97, 30.0, 50.0, 60.0]

few = settings(max_examples=30)

angles = st.floats(0, 90)
times = st.floats(0.1, 4.0)
steps = st.one_of(
    st.builds(up, angles, times),
    st.builds(down, angles, times),
    st.builds(stay, times),
    st.builds(unseen, times),
)
scripts = st.lists(steps, max_size=12)

# Lifts that are clearly something: far from every limit, so that a frame more or less decides nothing.
lifts = st.one_of(
    st.tuples(st.just(up(45)), st.just(stay(3.4)), st.just(down())),
    st.tuples(st.just(up(60, 2.0)), st.just(stay(5.0)), st.just(down(REST_DEG, 2.0))),
    st.tuples(st.just(up(45)), st.just(stay(1.0)), st.just(down())),
    st.tuples(st.just(up(22)), st.just(stay(2.0)), st.just(down())),
)
courses = st.lists(lifts, min_size=1, max_size=4).map(
    lambda each: [step for lift in each for step in (*lift, stay(1.0))]
)


@few
@given(scripts)
def test_attempts_follow_one_another(script):
    ends = [0.0]
    for rep in attempts(perform(LEG_RAISE, *script)):
        assert ends[-1] - 0.1 <= rep.start <= rep.end
        ends.append(rep.end)


@few
@given(scripts)
def test_the_top_and_the_hold_lie_within_the_attempt(script):
    for rep in attempts(perform(LEG_RAISE, *script)):
        if rep.top is None:
            assert rep.hold == 0
            assert "low" in rep.reasons
        else:
            assert rep.start <= rep.top
            assert rep.top + rep.hold <= rep.end + 1e-9


@few
@given(scripts)
def test_an_attempt_counts_if_and_only_if_it_has_no_reason(script):
    for rep in attempts(perform(LEG_RAISE, *script)):
        assert rep.counted == (not rep.reasons)
        assert not rep.counted or rep.hold >= 0.9 * LEG_RAISE.hold_s - 1e-9
        assert not rep.counted or (rep.peak is not None and rep.peak >= 27)


@few
@given(scripts)
def test_events_are_in_time_order_and_causal(script):
    events = perform(LEG_RAISE, *script)
    instants = [event.t for event in events]
    assert instants == sorted(instants)
    for event in events:
        if isinstance(event, AttemptStarted):
            assert event.start <= event.t
        if isinstance(event, RepEnded):
            assert event.rep.end <= event.t


@few
@given(scripts)
def test_a_hold_is_released_only_after_it_was_entered(script):
    entered = False
    for event in perform(LEG_RAISE, *script):
        if isinstance(event, HoldEntered):
            assert not entered
            entered = True
        elif isinstance(event, HoldReleased):
            assert entered
            entered = False
        elif isinstance(event, RepEnded):
            entered = False


@few
@given(scripts, st.data())
def test_a_prefix_gives_a_prefix(script, data):
    played = list(readings([stay(1.0), *script, stay(1.5)], at_rest(LEG_RAISE)))
    upto = data.draw(st.integers(0, len(played)))
    whole, part = Cycle(LEG_RAISE), Cycle(LEG_RAISE)
    everything = [event for reading in played for event in whole.update(*reading)]
    beginning = [event for reading in played[:upto] for event in part.update(*reading)]
    assert everything[: len(beginning)] == beginning


@few
@given(scripts, st.integers(1, 10_000))
def test_shifting_time_shifts_events(script, seconds):
    # At this rate times are exact floats, and stay exact when shifted by whole seconds.
    before, after = (perform(LEG_RAISE, *script, fps=25.6, first=first) for first in (0.0, float(seconds)))
    assert [type(event) for event in before] == [type(event) for event in after]
    for early, late in zip(attempts(before), attempts(after), strict=True):
        assert late.start == approx(early.start + seconds, abs=1e-6)
        assert late.end == approx(early.end + seconds, abs=1e-6)
        assert replace(late, start=0, end=0, top=None, hold=0) == replace(early, start=0, end=0, top=None, hold=0)
        assert late.hold == approx(early.hold, abs=1e-6)


@pytest.mark.parametrize("fps", RATES)
@settings(max_examples=8)
@given(course=courses)
def test_the_frame_rate_does_not_matter(fps, course):
    usual, other = (attempts(perform(LEG_RAISE, *course, fps=rate)) for rate in (25.0, fps))
    assert [rep.reasons for rep in usual] == [rep.reasons for rep in other]
    for one, two in zip(usual, other, strict=True):
        frames = 1 / 25 + 1 / fps
        assert two.hold == approx(one.hold, abs=0.05 + 2 * frames)
        assert two.peak == approx(one.peak, abs=1)
        assert two.top == one.top or two.top == approx(one.top, abs=0.05 + frames)


@settings(max_examples=15)
@given(course=courses, seed=st.integers(0, 1000))
def test_a_tenth_of_the_readings_may_be_missing(course, seed):
    luck = random.Random(seed)
    whole = attempts(perform(LEG_RAISE, *course))
    cycle, events = Cycle(LEG_RAISE), []
    for reading in readings([stay(1.0), *course, stay(1.5)], at_rest(LEG_RAISE)):
        if luck.random() > 0.1:
            events += cycle.update(*reading)
    events += cycle.finish()
    assert [rep.reasons for rep in attempts(events)] == [rep.reasons for rep in whole]


@few
@given(scripts)
def test_a_lower_requirement_never_counts_less(script):
    longer, shorter = (
        sum(rep.counted for rep in attempts(perform(LEG_RAISE.adjusted(hold_s=hold_s), *script)))
        for hold_s in (3.0, 1.0)
    )
    assert longer <= shorter


@few
@given(scripts)
def test_the_same_readings_give_the_same_events(script):
    assert perform(LEG_RAISE, *script) == perform(LEG_RAISE, *script)
