"""Bands of a move, and its adjustable numbers."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from pytest import approx

from coach.library import load_move, move_ids
from coach.moves.move import Band
from tests.moves.scripts import LEG_RAISE, REACH

NAN = math.nan
BAND = Band("angle", least=30, most=60, slack=3)


@pytest.mark.parametrize(
    ("value", "strict", "lenient"),
    [
        (45, True, True),
        (30, True, True),  # the limits belong to it
        (60, True, True),
        (29.9, False, True),  # within the slack: enough to stay, not to enter
        (27, False, True),
        (63, False, True),
        (26.9, False, False),
        (63.1, False, False),
    ],
)
def test_a_band_is_strict_to_enter_and_lenient_to_stay(value, strict, lenient):
    assert BAND.inside({"angle": value}) is strict
    assert BAND.inside({"angle": value}, lenient=True) is lenient


def test_an_unseen_value_is_neither_inside_nor_outside():
    assert BAND.inside({"angle": NAN}) is None
    assert BAND.inside({"angle": NAN}, lenient=True) is None


def test_a_value_that_may_be_unseen_is_ignored():
    assert replace(BAND, when_unseen="pass").inside({"angle": NAN}) is True
    assert replace(BAND, when_unseen="pass").inside({"angle": 90}) is False


def test_a_band_without_limits_contains_everything():
    assert Band("angle").inside({"angle": -1e6}) is True


def test_a_band_from_rest_is_about_the_change():
    band = replace(BAND, from_rest=True)
    assert band.inside({"angle": 45}, {"angle": 0}) is True
    assert band.inside({"angle": 45}, {"angle": 20}) is False
    assert band.inside({"angle": 85}, {"angle": 40}) is True


def test_without_a_rest_a_band_from_rest_is_unseen():
    assert replace(BAND, from_rest=True).inside({"angle": 45}) is None
    assert replace(BAND, from_rest=True).inside({"angle": 45}, {"angle": NAN}) is None


def test_settings_replace_the_move_s_values():
    set_by_hand = LEG_RAISE.adjusted(hold_s=8, reps=3, side="right")
    assert (set_by_hand.hold_s, set_by_hand.reps, set_by_hand.side) == (8, 3, "right")


def test_unadjusted_values_stay():
    assert LEG_RAISE.adjusted() == LEG_RAISE
    assert replace(LEG_RAISE.adjusted(hold_s=8), hold_s=LEG_RAISE.hold_s) == LEG_RAISE


def test_the_counting_zone_scales_with_the_target():
    lower = REACH.adjusted(target_deg=30)
    assert lower.target_deg == 30
    assert [band.least for band in lower.top] == [20, 60]


def test_a_limit_along_the_target_scales_with_it():
    lift, arm = REACH.top
    along = replace(REACH, top=(lift, replace(arm, along=True)))
    assert [band.least for band in along.adjusted(target_deg=30).top] == [20, 40]


def test_the_last_target_applies():
    assert LEG_RAISE.adjusted(target_deg=30).adjusted(target_deg=45) == LEG_RAISE


def test_another_target_applies_without_a_hold_too():
    assert LEG_RAISE.adjusted(target_deg=27, hold_s=0).zone[0].least == approx(12)
    assert LEG_RAISE.adjusted(target_deg=54, hold_s=0).zone[0].least == approx(24)


def test_a_target_per_side_gives_a_zone_per_side():
    move = LEG_RAISE.adjusted(targets_deg={"left": 30, "right": 45})
    assert [move.target_of(side) for side in ("left", "right", None)] == [30, 45, 30]
    assert [move.zone_of(side)[0].least for side in ("left", "right", None)] == approx([20, 30, 20])


def test_equal_targets_of_the_sides_are_one_target():
    assert LEG_RAISE.adjusted(targets_deg={"left": 30, "right": 30}) == LEG_RAISE.adjusted(target_deg=30)


def test_an_explicit_target_replaces_those_of_the_sides():
    assert LEG_RAISE.adjusted(targets_deg={"left": 30, "right": 40}).adjusted(target_deg=45) == LEG_RAISE


@pytest.mark.parametrize(
    ("numbers", "why"),
    [
        ({"hold_s": -1}, "a hold is 0 to 600 seconds, not -1"),
        ({"hold_s": 601}, "a hold is 0 to 600 seconds, not 601"),
        ({"hold_s": NAN}, "a hold is 0 to 600 seconds, not nan"),
        ({"hold_s": math.inf}, "a hold is 0 to 600 seconds, not inf"),
        ({"reps": 0}, "reps are 1 to 1000, not 0"),
        ({"reps": 1001}, "reps are 1 to 1000, not 1001"),
        ({"target_deg": 19}, "the target of leg-raise is 20 to 60 degrees, not 19"),
        ({"target_deg": 61}, "the target of leg-raise is 20 to 60 degrees, not 61"),
        ({"target_deg": NAN}, "the target of leg-raise is 20 to 60 degrees, not nan"),
        ({"targets_deg": {"left": 30, "right": 61}}, "the target of leg-raise is 20 to 60 degrees, not 61"),
        ({"targets_deg": {"left": NAN}}, "the target of leg-raise is 20 to 60 degrees, not nan"),
    ],
)
def test_invalid_settings_are_refused(numbers, why):
    with pytest.raises(ValueError, match=why):
        LEG_RAISE.adjusted(**numbers)


def test_a_move_without_a_target_refuses_one():
    with pytest.raises(ValueError, match="leg-raise has no target angle to set"):
        replace(LEG_RAISE, target=None, target_deg=None).adjusted(target_deg=30)


def test_a_move_without_sides_refuses_one():
    with pytest.raises(ValueError, match="leg-raise has no sides"):
        replace(LEG_RAISE, sides="none").adjusted(side="left")


@pytest.mark.parametrize("hold_s", [0, 600])
def test_values_at_the_limits_are_valid(hold_s):
    assert LEG_RAISE.adjusted(hold_s=hold_s).hold_s == hold_s


def test_without_a_hold_the_zone_starts_lower():
    assert LEG_RAISE.zone[0].least == 30
    assert LEG_RAISE.adjusted(hold_s=0).zone[0].least == 20


def test_without_a_hold_the_zone_of_other_measures_stays():
    assert REACH.adjusted(hold_s=0).zone[1] == REACH.top[1]


def test_without_a_hold_a_zone_that_starts_lower_already_stays():
    assert replace(LEG_RAISE, without_hold=40).adjusted(hold_s=0).zone[0].least == 30


def test_by_default_the_zone_is_the_same_without_a_hold():
    assert replace(LEG_RAISE, without_hold=None).adjusted(hold_s=0).zone == LEG_RAISE.top


@pytest.mark.parametrize("name", move_ids())
def test_every_move_can_be_done_without_a_hold(name):
    assert load_move(name).adjusted(hold_s=0).zone


@pytest.mark.parametrize("name", move_ids())
def test_every_move_takes_the_ends_of_its_targets(name):
    move = load_move(name)
    if move.target is not None:
        for target in (move.target.least, move.target.most):
            assert move.adjusted(target_deg=target).target_deg == target
