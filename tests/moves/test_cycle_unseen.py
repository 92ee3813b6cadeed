"""Unseen measures: short gaps are bridged, long ones never count."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytest import approx

from coach.events import RepEnded
from tests.moves.figures import measure
from tests.moves.scripts import (
    LEG_RAISE,
    REACH,
    attempt,
    attempts,
    broken_holds,
    down,
    elsewhere,
    gap,
    jittery,
    perform,
    reading,
    reasons,
    reps,
    stay,
    unseen,
    up,
)

SHORT_S, LONG_S = LEG_RAISE.gap_s - 0.2, LEG_RAISE.gap_s + 0.5
HIDDEN = [unseen, elsewhere, gap]


@pytest.mark.parametrize("hidden", HIDDEN)
def test_a_dropout_within_the_hold_is_bridged(hidden):
    events = perform(LEG_RAISE, up(45), stay(1.5), hidden(SHORT_S), stay(1.5), down())
    rep = attempt(events)
    assert rep.counted
    assert rep.hold == approx(3.0 + SHORT_S + 1.0, abs=0.2)  # includes the bridged gap


@pytest.mark.parametrize("hidden", HIDDEN)
def test_a_dropout_on_the_way_up_is_bridged(hidden):
    assert reps(perform(LEG_RAISE, up(20, 0.6), hidden(SHORT_S, lift=40), up(45, 0.3), stay(3.0), down())) == 1


@pytest.mark.parametrize("hidden", HIDDEN)
def test_a_dropout_on_the_way_down_is_bridged(hidden):
    assert reps(perform(LEG_RAISE, up(45), stay(3.0), down(35, 0.4), hidden(SHORT_S, lift=5), stay(1.0))) == 1


@pytest.mark.parametrize("hidden", HIDDEN)
def test_a_dropout_at_rest_is_bridged(hidden):
    assert reps(perform(LEG_RAISE, hidden(SHORT_S), up(45), stay(3.0), down())) == 1


@pytest.mark.parametrize("hidden", HIDDEN)
def test_dropouts_now_and_then_are_bridged_each(hidden):
    steps = [stay(0.4), hidden(0.4)] * 6
    assert reps(perform(LEG_RAISE, up(45), *steps, down())) == 1


@pytest.mark.parametrize("hidden", HIDDEN)
def test_nothing_is_counted_across_a_gap(hidden):
    events = perform(LEG_RAISE, up(45), stay(3.5), hidden(LONG_S), stay(3.5), down())
    assert reps(events) == 0
    assert reasons(events) == [("unseen",)]


@pytest.mark.parametrize("hidden", HIDDEN)
def test_a_hold_does_not_continue_across_a_gap(hidden):
    events = perform(LEG_RAISE, up(45), stay(1.2), hidden(LONG_S), stay(1.2), down())
    assert reasons(events) == [("short-hold", "unseen")]
    assert attempt(events).hold < 2.7


@pytest.mark.parametrize("hidden", HIDDEN)
def test_a_lift_lost_before_the_zone_is_dropped(hidden):
    assert attempts(perform(LEG_RAISE, up(25), hidden(LONG_S), down(), stay(1.0))) == []


@pytest.mark.parametrize("hidden", HIDDEN)
def test_an_entirely_unseen_lift_is_not_guessed(hidden):
    assert attempts(perform(LEG_RAISE, hidden(0.3, lift=45), hidden(5.0), hidden(0.3, lift=5), stay(1.0))) == []


@pytest.mark.parametrize("hidden", HIDDEN)
def test_after_a_gap_the_body_must_rest_before_a_lift_counts(hidden):
    events = perform(LEG_RAISE, hidden(LONG_S, lift=45), stay(3.5), down())
    assert reps(events) == 0


@pytest.mark.parametrize("hidden", HIDDEN)
def test_a_lift_after_a_gap_is_counted(hidden):
    lift = [up(45), stay(3.0), down(), stay(1.0)]
    assert reps(perform(LEG_RAISE, *lift, hidden(4.0), stay(1.0), *lift)) == 2


def test_a_lost_lift_is_reported_when_it_is_lost():
    events = perform(LEG_RAISE, up(45), stay(3.5), unseen(6.0), ended=False, after_s=0.0)
    (ended,) = [event for event in events if isinstance(event, RepEnded)]
    lost = 1.0 + 1.2 + 3.5
    assert ended.t == approx(lost + LEG_RAISE.gap_s, abs=0.1)
    assert ended.rep.end <= ended.t


def test_an_unseen_arm_is_ignored():
    assert reps(perform(REACH, up(45, arm=80), stay(3.0), down(arm=0))) == 1
    hidden = [unseen(1.2, "arm", lift=45, arm=80), unseen(3.0, "arm"), unseen(1.2, "arm", lift=5, arm=0)]
    assert reps(perform(REACH, *hidden)) == 1


def test_a_hidden_arm_does_not_prevent_a_hold():
    events = perform(REACH, up(45, arm=80), stay(1.0), unseen(3.0, "arm"), stay(0.5), down(arm=0))
    assert attempt(events).counted


def test_a_hidden_leg_ends_the_hold_even_if_the_arm_is_seen():
    events = perform(REACH, up(45, arm=80), stay(1.0), unseen(4.0, "lift"), stay(0.5), down(arm=0))
    assert reps(events) == 0
    assert attempts(events)[0].hold < 2.0


def test_jitter_within_the_slack_does_not_break_a_hold():
    events = perform(LEG_RAISE, up(30.5), jittery(4.0, 0, -2.5, 1.0, -2.0, 2.0), down())
    assert reps(events) == 1
    assert len(attempts(events)) == 1
    assert broken_holds(events) == []


def test_jitter_at_rest_within_the_noise_is_not_an_attempt():
    assert attempts(perform(LEG_RAISE, jittery(20.0, 0, 1.0, -1.0, 0.5))) == []


def test_jitter_at_the_edge_of_the_zone_does_not_split_a_lift():
    events = perform(LEG_RAISE, up(30), jittery(4.0, 0, 1.0, -1.0, 0.7, -1.5), down())
    assert len(attempts(events)) == 1


def test_a_hold_survives_brief_wrong_readings():
    wild = [stay(0.6), reading(0.08, lift=5.0)] * 5
    assert reps(perform(LEG_RAISE, up(45), *wild, down())) == 1


def test_a_short_lapse_does_not_break_a_hold():
    lapse = reading(LEG_RAISE.leave_s - 0.1, lift=20.0)
    rep = attempt(perform(LEG_RAISE, up(45), stay(1.5), lapse, stay(1.5), down()))
    assert rep.counted
    assert rep.hold == approx(4.0 + LEG_RAISE.leave_s - 0.1, abs=0.2)


def test_a_measure_that_jumps_is_ignored():
    careful = replace(LEG_RAISE, measures={"lift": measure("thigh_vs_trunk_line", limb="top", fastest=120.0)})
    events = perform(careful, up(45), stay(1.6), reading(0.3, lift=5.0), stay(1.6), down())
    assert attempt(events).hold == approx(4.5, abs=0.3)


def test_an_arm_misplaced_for_less_than_a_gap_does_not_end_the_hold():
    # The estimator sometimes places the far arm of a bird dog next to the supporting one.
    events = perform(REACH, up(45, arm=80), stay(1.5), reading(0.8, arm=5), stay(1.0), down(arm=0))
    assert reasons(events) == [()]
    assert attempt(events).hold == approx(4.0, abs=0.3)


def test_an_arm_down_for_longer_than_a_gap_ends_the_hold():
    events = perform(REACH, up(45, arm=80), stay(1.5), reading(1.6, arm=5), stay(1.0), down(arm=0))
    assert reasons(events) == [("short-hold",)]


def test_an_arm_down_for_most_of_a_short_hold_ends_it():
    # A rendered figure four, whose other thigh was seen rarely, counted as a knee hug held for two seconds.
    move = REACH.adjusted(hold_s=1.2)
    events = perform(move, up(45, arm=80), stay(0.2), reading(0.9, arm=5), stay(0.1), down(arm=0))
    assert reasons(events) == [("short-hold",)]


def test_a_leg_outside_the_zone_for_that_long_ends_the_hold():
    events = perform(REACH, up(45, arm=80), stay(1.5), reading(0.8, lift=26), stay(1.0), down(arm=0))
    assert reasons(events) == [("short-hold",)]


def test_the_end_of_the_stream_ends_the_attempt():
    assert reasons(perform(LEG_RAISE, up(45), stay(1.0), after_s=0.0)) == [("short-hold", "not-returned")]


def test_a_lift_that_is_back_but_not_still_counts_at_the_end():
    events = perform(LEG_RAISE, up(45), stay(3.0), down(), after_s=0.15)
    assert reasons(events) == [()]


def test_a_continuing_stream_ends_nothing():
    assert attempts(perform(LEG_RAISE, up(45), stay(4.0), ended=False)) == []


def test_the_end_of_a_stream_at_rest_gives_no_events():
    assert perform(LEG_RAISE, stay(2.0)) == []
    assert perform(LEG_RAISE, before_s=0.0, after_s=0.0) == []


def test_an_unseen_stream_gives_no_events():
    assert perform(LEG_RAISE, unseen(10.0), before_s=0.0, after_s=0.0) == []


def test_a_move_out_of_posture_gives_no_events():
    done = [elsewhere(1.2, lift=45), elsewhere(3.0), elsewhere(1.2, lift=5)]
    assert attempts(perform(LEG_RAISE, *done, before_s=0.0, after_s=0.0)) == []


@pytest.mark.parametrize("hidden", HIDDEN)
def test_getting_up_right_after_returning_completes_the_rep(hidden):
    events = perform(LEG_RAISE, up(45), stay(3.5), down(), stay(0.04), hidden(4.0), after_s=0.5)
    assert reasons(events) == [()]
    assert attempt(events).end == approx(1.0 + 1.2 + 3.5 + 1.2, abs=0.4)
