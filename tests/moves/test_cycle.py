"""Counting reps, on scripted readings."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from pytest import approx

from coach.events import AttemptStarted, HoldEntered, HoldReached, HoldReleased, Measured, RepEnded
from coach.moves.move import Band
from tests.moves.scripts import (
    CROSSING,
    LEG_RAISE,
    REACH,
    REST_DEG,
    attempt,
    attempts,
    broken_holds,
    down,
    jittery,
    perform,
    reading,
    reasons,
    reps,
    sided,
    stay,
    to,
    unseen,
    up,
)

WITHOUT_HOLD = LEG_RAISE.adjusted(hold_s=0)


def test_a_held_lift_is_counted():
    rep = attempt(perform(LEG_RAISE, up(45), stay(3.0), down()))
    assert rep.counted
    assert rep.reasons == ()
    assert rep.side == "left"
    assert rep.peak == approx(45, abs=0.5)


def test_each_lift_is_one_rep():
    assert reps(perform(LEG_RAISE, *[up(45), stay(3.0), down(), stay(0.6)] * 5)) == 5


def test_consecutive_lifts_without_a_rest_are_all_counted():
    assert reps(perform(LEG_RAISE, *[up(45), stay(3.0), down()] * 4)) == 4


def test_a_short_hold_is_not_counted():
    events = perform(LEG_RAISE, up(45), stay(1.5), down())
    assert reps(events) == 0
    assert reasons(events) == [("short-hold",)]
    assert broken_holds(events) == [approx(2.5, abs=0.15)]  # the ends of the ways are in the zone too


def test_a_tenth_of_the_hold_may_be_missing():
    # The readings around it are outside the zone, so only the stay counts.
    enough, short = (perform(LEG_RAISE, up(45, 0.1), stay(held), down(5, 0.1)) for held in (2.75, 2.5))
    assert reps(enough) == 1
    assert attempt(enough).hold < 3.0
    assert reasons(short) == [("short-hold",)]


def test_a_hold_that_lacks_a_tenth_is_not_reported_as_reached():
    events = perform(LEG_RAISE, up(45, 0.1), stay(2.75), down(5, 0.1))
    assert not [event for event in events if isinstance(event, HoldReached)]


def test_a_low_attempt_is_not_counted():
    events = perform(LEG_RAISE, up(26), stay(3.0), down())
    assert reasons(events) == [("low",)]
    rep = attempt(events)
    assert rep.top is None
    assert rep.hold == 0
    assert rep.peak == approx(26, abs=0.5)


def test_a_lift_that_does_not_return_is_not_counted():
    events = perform(LEG_RAISE, up(45), stay(0.5))
    assert reasons(events) == [("short-hold", "not-returned")]
    assert attempt(events).end == approx(1.0 + 1.2 + 0.5 + 1.5, abs=0.2)


def test_a_full_hold_up_to_the_end_is_counted():
    events = perform(LEG_RAISE, up(45), stay(4.0))
    assert reasons(events) == [()]
    assert attempt(events).end == approx(1.0 + 1.2 + 4.0 + 1.5, abs=0.2)


def test_without_a_hold_staying_up_to_the_end_is_not_returning():
    events = perform(replace(LEG_RAISE, hold_s=0), up(45), stay(4.0))
    assert reasons(events) == [("not-returned",)]


def test_a_shift_gives_a_new_rest():
    events = perform(LEG_RAISE, up(18, 1), stay(40), up(45), stay(3.5), down(18), stay(2))
    assert reasons(events) == [()]
    assert attempt(events).start == pytest.approx(42, abs=1)


def test_low_lifts_after_a_shift_are_separate_attempts():
    lift = [up(29, 1), stay(3.5), down(17, 1), stay(5)]
    assert reasons(perform(LEG_RAISE, up(17, 1), stay(40), *lift, *lift)) == [("low",), ("low",)]


def test_a_shift_alone_is_not_an_attempt():
    assert reasons(perform(LEG_RAISE, up(18, 1), stay(20))) == []


def test_a_low_lift_that_does_not_return_has_both_reasons():
    assert reasons(perform(LEG_RAISE, up(25), stay(4.0))) == [("low", "not-returned")]


def test_a_short_lift_that_does_not_return_has_both_reasons():
    assert reasons(perform(LEG_RAISE, up(45), stay(0.5), after_s=0.2)) == [("short-hold", "not-returned")]


def test_a_half_way_return_between_two_lifts_leaves_the_first_incomplete():
    events = perform(LEG_RAISE, up(45), stay(3.0), down(14), up(45), stay(3.0), down())
    assert reasons(events) == [("not-returned",), ()]


def test_a_rep_ends_where_the_body_stays_even_if_not_fully_back():
    events = perform(LEG_RAISE, up(45), stay(3.0), down(14), stay(3.0))
    rep = attempt(events)
    assert rep.counted
    assert rep.end == approx(1.0 + 1.2 + 3.0 + 1.2, abs=0.3)


def test_the_next_rest_is_where_the_body_settled():
    first = [up(45), stay(3.0), down(14), stay(3.0)]
    assert reps(perform(LEG_RAISE, *first, up(45), stay(3.0), down(14))) == 2


def test_without_a_hold_the_zone_alone_counts():
    events = perform(WITHOUT_HOLD, up(45), down())
    assert reps(events) == 1
    assert attempt(events).hold > 0


def test_without_a_hold_a_lower_lift_counts():
    assert reps(perform(WITHOUT_HOLD, up(25), down())) == 1
    assert reasons(perform(WITHOUT_HOLD, up(17), down())) == [("low",)]


def test_a_rep_ends_even_if_the_zone_includes_the_rest():
    move = replace(LEG_RAISE, top=(replace(LEG_RAISE.top[0], least=5),))
    assert move.zone[0].least <= REST_DEG
    lift = [up(45), stay(3.5), down(), stay(2.0)]
    assert reasons(perform(move, *lift, *lift)) == [(), ()]


def test_a_dip_splits_a_lift_in_two():
    events = perform(LEG_RAISE, up(45), stay(3.0), down(9, 0.6), up(45, 0.6), stay(3.0), down())
    assert len(attempts(events)) == 2
    first, second = attempts(events)
    assert first.end == second.start == approx(1.0 + 1.2 + 3.0 + 0.6, abs=0.2)


def test_a_dip_within_the_slack_does_not_split_a_lift():
    events = perform(LEG_RAISE, up(45), stay(2.0), down(28.5, 0.5), up(45, 0.5), stay(2.0), down())
    rep = attempt(events)
    assert rep.counted
    assert rep.hold == approx(6.0, abs=0.3)


def test_a_shallow_dip_out_of_the_zone_breaks_only_the_hold():
    events = perform(LEG_RAISE, up(40), stay(1.5), down(24, 0.6), stay(0.5), up(40, 0.6), stay(1.5), down())
    assert reasons(events) == [("short-hold",)]
    assert attempt(events).hold < 2.7


def test_the_longest_of_several_stays_is_the_hold():
    dip = [down(24, 0.6), stay(0.5), up(40, 0.6)]
    events = perform(LEG_RAISE, up(40), stay(0.5), *dip, stay(3.2), *dip, stay(1.0), down())
    rep = attempt(events)
    assert rep.counted
    assert rep.hold == approx(3.6, abs=0.4)
    assert rep.top == approx(1.8, abs=0.2)  # the top is where the zone was first entered


def test_a_body_back_at_rest_has_left_even_an_unlimited_zone():
    # So a range is taken; lifts in a row were one where a body that was back passed for a lapse.
    move = replace(WITHOUT_HOLD, top=(replace(LEG_RAISE.top[0], least=-math.inf),))
    events = perform(move, *[up(45), stay(1.0), down(), stay(0.6)] * 2)
    assert reasons(events) == [(), ()]


def test_the_peak_is_the_median_of_the_hold_not_its_maximum():
    events = perform(LEG_RAISE, up(40), stay(3.0), up(58, 0.5), down(40, 0.5), stay(1.0), down())
    assert attempt(events).peak == approx(40, abs=1)


@pytest.mark.parametrize("seconds", [n / 25 for n in range(1, 31)])
def test_a_stream_may_end_at_any_instant_of_a_lift(seconds):
    events = perform(LEG_RAISE, up(26), stay(3.0), until=1.0 + seconds)
    assert all(rep.peak is not None for rep in attempts(events))


def test_a_twitch_is_not_an_attempt():
    events = perform(LEG_RAISE, up(22, 0.15), down(5, 0.15), stay(2.0))
    assert attempts(events) == []


def test_a_single_outlier_is_not_an_attempt():
    assert not perform(LEG_RAISE, stay(1.0), reading(0.08, lift=80.0), stay(2.0))


def test_a_resting_body_gives_no_events():
    assert perform(LEG_RAISE, stay(20.0)) == []


def test_slow_drift_within_the_start_is_not_an_attempt():
    assert attempts(perform(LEG_RAISE, to(20.0, lift=14), to(20.0, lift=5))) == []


def test_starting_with_the_leg_up_is_not_a_rep():
    # The video begins in the middle of a rep, so no rest has been seen.
    lifted = [up(45, 0.01), stay(4.0), down()]
    assert reps(perform(LEG_RAISE, *lifted, before_s=0.01)) == 0


def test_the_lift_after_a_start_with_the_leg_up_is_counted():
    lifted = [up(45, 0.01), stay(4.0), down(), stay(1.0)]
    assert reps(perform(LEG_RAISE, *lifted, up(45), stay(3.0), down(), before_s=0.01)) == 1


def test_lifts_without_a_pause_are_counted_after_a_start_with_the_leg_up():
    # The body never rests: the leg turns round too quickly for a rest.
    lifts = [down(seconds=0.7), up(seconds=0.7)] * 4
    events = perform(WITHOUT_HOLD, up(45, 0.01), stay(0.6), *lifts, down(seconds=0.7), before_s=0.01, after_s=0.2)
    assert reps(events) == 4


def test_a_turn_without_a_lift_before_it_is_not_a_rest():
    # So does the leg of a body that rolls over.
    rolling = [up(18, 0.01), down(-2, 0.4), up(45, 0.5), stay(0.3), down(18)]
    assert attempts(perform(WITHOUT_HOLD, *rolling, before_s=0.01, after_s=0.0)) == []


def test_a_rest_may_jitter_but_not_drift():
    jitter = [1.2] * 120 + [-1.2] * 120  # milliseconds: wider than the noise
    lift = [up(45, 0.6), stay(3.0), down()]
    assert reps(perform(LEG_RAISE, jittery(1.0, *jitter), *lift, before_s=0.01)) == 1
    drift = replace(stay(1.0), shown=lambda t, values: values | {"lift": 17 - 12 * t})
    assert reps(perform(LEG_RAISE, drift, *lift, before_s=0.01, after_s=0.0)) == 0


def test_a_slow_lift_counts_like_a_quick_one():
    for seconds in (0.6, 2.0, 5.0):
        assert reps(perform(LEG_RAISE, up(45, seconds), stay(3.0), down(5, seconds))) == 1


def test_both_measures_must_be_at_the_top():
    assert reps(perform(REACH, up(45, arm=80), stay(3.0), down(arm=0))) == 1
    assert reasons(perform(REACH, up(45), stay(3.0), down())) == [("low",)]
    assert reasons(perform(REACH, to(1.2, arm=80), stay(3.0), to(1.2, arm=0))) == [("low",)]


def test_the_hold_is_the_time_with_both_at_the_top():
    events = perform(REACH, up(45), stay(2.0), to(0.5, arm=80), stay(3.0), to(0.5, arm=0), stay(2.0), down())
    assert attempt(events).hold == approx(3.3, abs=0.3)


def test_one_rep_ends_only_when_both_limbs_are_back():
    events = perform(REACH, up(45, arm=80), stay(3.0), down(arm=80), stay(0.5), to(1.0, arm=0))
    assert attempt(events).counted
    assert attempt(events).end == approx(1.0 + 1.2 + 3.0 + 1.2 + 0.5 + 1.0, abs=0.3)


def test_a_through_condition_must_last():
    crossed = [to(0.8, ankle=0.2), stay(1.5), up(45), stay(3.0), down(), to(0.8, ankle=0.8)]
    touched = [to(0.4, ankle=0.2), to(0.4, ankle=0.8), up(45), stay(3.0), down()]
    assert reps(perform(CROSSING, *crossed)) == 1
    assert reasons(perform(CROSSING, *touched)) in ([("low",)], [("low",), ("low",)])


def test_a_through_condition_may_be_hidden_at_the_top():
    crossed = [to(0.8, ankle=0.2), stay(1.5), up(45, ankle=0.6), stay(3.0), down(ankle=0.2), to(0.8, ankle=0.8)]
    assert reps(perform(CROSSING, *crossed)) == 1


def test_without_the_through_condition_the_rep_is_not_counted():
    assert reasons(perform(CROSSING, up(45), stay(3.0), down())) == [("low",)]


def test_a_through_condition_may_be_seen_only_on_the_way_back():
    # Crossed legs that the estimator merges separate when they are uncrossed.
    uncrossed = [up(45), stay(3.0), down(20, ankle=0.2), stay(0.8), down(ankle=0.8)]
    events = perform(CROSSING, *uncrossed)
    assert reps(events) == 1
    assert not [event for event in events if isinstance(event, HoldEntered | HoldReached | HoldReleased)]


def test_a_hold_begins_at_the_top_even_if_the_crossing_is_seen_later():
    rep = attempt(perform(CROSSING, up(45), stay(1.0), to(0.5, ankle=0.2), stay(2.0), down(), to(0.8, ankle=0.8)))
    assert rep.counted
    assert rep.hold == approx(3.5 + 1.0, abs=0.2)  # the ends of the ways are in the zone too


def test_a_limb_hidden_at_the_top_does_not_determine_the_side():
    crossed = [to(0.8, ankle=0.2), stay(3.0)]
    hidden = [up(45, ankle=0.8), stay(9.0), down()]
    steps = [*(sided(each, "left") for each in crossed), *(sided(each, "right") for each in hidden)]
    # The estimator merges crossed legs: the crossing counts as seen throughout, by another measure than the ankle.
    crossing = replace(CROSSING, through=(Band("ankle", most=0.9),), side_from="ankle")
    assert attempt(perform(crossing, *steps)).side == "left"


def test_conflicting_readings_give_no_side():
    # The measure that gives the side is not one of the attempt, so no reading is more reliable than another.
    lift = tuple(each for each in CROSSING.attempt if each.measure == "lift")
    steps = [sided(stay(2.0), "left"), sided(stay(3.0), "right")]
    done = [to(0.8, ankle=0.2), up(45), *steps, down(), to(0.8, ankle=0.8)]
    assert attempt(perform(replace(CROSSING, attempt=lift, side_from="ankle"), *done)).side is None


def test_the_side_is_determined_at_the_top():
    rep = attempt(perform(LEG_RAISE, *[sided(step, "right") for step in (up(45), stay(3.0), down())]))
    assert rep.side == "right"


def test_occasional_side_swaps_do_not_matter():
    steps = [sided(stay(0.8), "right"), sided(stay(0.1), "left")] * 4
    assert attempt(perform(LEG_RAISE, sided(up(45), "right"), *steps, sided(down(), "right"))).side == "right"


def test_an_ambiguous_side_is_none():
    steps = [sided(stay(0.5), "right"), sided(stay(0.5), "left")] * 4
    halves = [sided(up(45), "left"), *steps, sided(down(), "right")]
    assert attempt(perform(LEG_RAISE, *halves)).side is None


def test_alternating_limbs_are_not_one_hold():
    # Flutter kicks: one leg comes down as the other goes up, so the higher one never leaves the zone.
    kicks = [sided(each, side) for side in ("left", "right") * 4 for each in (up(56, 0.3), up(32, 0.3))]
    done = perform(LEG_RAISE, sided(up(32), "left"), *kicks, sided(down(), "right"))
    assert reasons(done) == [("wrong-limb",)]


def test_a_hold_with_alternating_side_readings_is_counted():
    steps = [sided(each, side) for side in ("left", "right") * 4 for each in (up(48, 0.3), up(45, 0.3))]
    assert reps(perform(LEG_RAISE, sided(up(45), "left"), *steps, sided(down(), "right"))) == 1


def test_an_unread_side_is_none():
    assert attempt(perform(LEG_RAISE, *[sided(step, None) for step in (up(45), stay(3.0), down())])).side is None


def test_a_move_without_sides_has_none():
    plain = replace(LEG_RAISE, side_from=None, sides="none")
    assert attempt(perform(plain, up(45), stay(3.0), down())).side is None


def test_the_events_of_a_rep_are_in_order():
    events = perform(LEG_RAISE, up(45), stay(3.0), down())
    assert [type(event) for event in events] == [
        AttemptStarted, HoldEntered, HoldReached, HoldReleased, RepEnded, Measured,
    ]  # fmt: skip


def test_a_broken_hold_is_never_reached():
    events = perform(LEG_RAISE, up(45), stay(1.5), down())
    assert [type(event) for event in events] == [AttemptStarted, HoldEntered, HoldReleased, RepEnded, Measured]


@pytest.mark.parametrize("held", [3.2, 5.0, 8.0])
def test_a_hold_is_reached_only_once(held):
    events = perform(LEG_RAISE, up(45), stay(held), down())
    reached = [event.t for event in events if isinstance(event, HoldReached)]
    entered = [event.t for event in events if isinstance(event, HoldEntered)]
    assert reached == [approx(entered[0] + 3.0, abs=0.05)]


LEFT_ONLY = LEG_RAISE.adjusted(side="left")


def test_a_lift_of_the_other_side_is_the_wrong_limb():
    right = [sided(step, "right") for step in (up(45), stay(3.0), down())]
    assert reasons(perform(LEFT_ONLY, *right)) == [("wrong-limb",)]
    assert reps(perform(LEFT_ONLY, up(45), stay(3.0), down())) == 1


def test_a_lift_of_unknown_side_is_not_the_wrong_limb():
    assert reps(perform(LEFT_ONLY, *[sided(step, None) for step in (up(45), stay(3.0), down())])) == 1


OPPOSITE = replace(REACH, opposite=("lift", "arm"))


def reach(arm):
    """Return the readings of a lifted left leg with the arm of a side."""
    return [sided(step, "left", arm=arm) for step in (up(45, arm=80), stay(3.0), down(arm=0))]


def test_an_arm_and_leg_of_the_same_side_are_the_wrong_limb():
    assert reasons(perform(OPPOSITE, *reach("left"))) == [("wrong-limb",)]
    assert reps(perform(OPPOSITE, *reach("right"))) == 1


def test_a_same_side_lift_is_refused_only_if_the_whole_hold_agrees():
    swaps = [stay(0.4)] * 8
    steps = [sided(step, "left", arm="right" if i % 3 else "left") for i, step in enumerate(swaps)]
    arms = [sided(up(45, arm=80), "left", arm="left"), *steps, sided(down(arm=0), "left", arm="left")]
    assert reps(perform(OPPOSITE, *arms)) == 1


def test_the_side_is_that_of_readings_in_which_arm_and_leg_are_opposite():
    # The label of a far arm that passes behind the head is often wrong; the leg contradicts it.
    by_arm = replace(OPPOSITE, side_from="arm")
    steps = [sided(stay(0.4), "left", arm="left" if i % 4 else "right") for i in range(8)]
    events = perform(by_arm, sided(up(45, arm=80), "left", arm="left"), *steps, sided(down(arm=0), "left", arm="left"))
    (rep,) = [event.rep for event in events if isinstance(event, RepEnded)]
    assert rep.side == "right"


def test_an_unknown_limb_is_no_evidence():
    assert reps(perform(OPPOSITE, *reach(None))) == 1


BOTH = LEG_RAISE.adjusted(targets_deg={"left": 27, "right": 45})


@pytest.mark.parametrize(
    ("side", "counted"),
    [
        ("left", 1),  # 25 degrees are in the zone of the left side, which starts at 18
        ("right", 0),  # and short of that of the right one
        (None, 1),  # an unknown side is accepted
    ],
)
def test_each_side_has_its_own_zone(side, counted):
    assert reps(perform(BOTH, *(sided(step, side) for step in (up(25), stay(3.5), down())))) == counted


def test_every_attempt_has_a_reach():
    far, low = (attempt(perform(LEG_RAISE, up(deg), stay(3.5), down())) for deg in (45, 25))
    assert [far.rest, far.reach, low.reach] == approx([REST_DEG, 45, 25], abs=0.5)
    assert not low.counted


def test_a_brief_peak_is_not_the_reach():
    swung = attempt(perform(LEG_RAISE, up(30), stay(2.0), up(50, 0.15), down(30, 0.15), stay(2.0), down()))
    assert swung.reach == approx(30, abs=3)


def test_a_mostly_unseen_attempt_has_no_reach():
    hidden = attempt(perform(LEG_RAISE, up(45), stay(1.5), *[unseen(0.6), stay(0.4)] * 4, down()))
    assert hidden.reach is None


def test_another_movement_does_not_count_as_reach():
    assert attempt(perform(REACH, up(45, arm=10), stay(3.0), down(arm=0))).reach is None


def test_an_attempt_without_the_through_condition_has_no_reach():
    assert attempt(perform(CROSSING, up(45), stay(3.0), down())).reach is None
