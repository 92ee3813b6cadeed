"""Advice: praise, and the one thing to change."""

from __future__ import annotations

from dataclasses import replace

from coach.events import Fault, Rep
from coach.library import load_move
from coach.session.advice import MOST_GOOD, for_all, for_rep

MOVE = load_move("spine-extension")
CLEAN = Rep("left", 0.0, 1.0, 8.0, 0.0, 5.2, True)
SAGGING = replace(CLEAN, faults=(Fault("sag", 2.0, 5.0), Fault("knee-bent", 2.0, 5.0)))
BENT = replace(CLEAN, faults=(Fault("knee-bent", 2.0, 5.0),))
LOW = Rep("left", 0.0, None, 4.0, -30.0, 0.0, False, reasons=("low",))


def test_a_clean_rep_needs_no_change():
    advice = for_rep(MOVE, CLEAN)
    assert advice.change is None
    assert advice.held_s == 5.2


def test_praise_is_limited():
    assert 1 + len(for_rep(MOVE, CLEAN).good) == len(for_all(MOVE, [CLEAN]).good) == MOST_GOOD


def test_the_core_comes_before_the_legs():
    assert for_rep(MOVE, SAGGING).change == ("cue", "sag")


def test_a_fault_is_not_praised():
    assert "sag" not in for_rep(MOVE, SAGGING).good


def test_an_attempt_that_went_far_enough_is_not_called_low():
    # The leg is at the height of the back, but the arm is below its zone.
    assert for_rep(MOVE, replace(LOW, peak=2.0)).change == ("cure", "partly")
    assert for_all(MOVE, [replace(LOW, peak=2.0)]).change == ("cure", "partly")


def test_the_excursion_is_unknown_if_another_angle_is_reported():
    low = replace(LOW, side="left", peak=95.0)
    assert for_rep(load_move("piriformis-stretch"), low).change == ("cure", "low")
    assert for_rep(MOVE, replace(LOW, peak=None)).change == ("cure", "low")


def test_a_low_attempt_gets_advice_on_how_to_count():
    assert for_rep(MOVE, LOW).change == ("cure", "low")
    assert for_rep(MOVE, LOW).good == ()


def test_the_reason_for_not_counting_precedes_form():
    short = replace(SAGGING, counted=False, hold=2.8, reasons=("short-hold",))
    assert for_rep(MOVE, short).change == ("cure", "short-hold")
    assert for_all(MOVE, [short]).change == ("cure", "short-hold")


def test_a_low_attempt_is_explained_by_its_fault():
    crossing = load_move("piriformis-stretch")
    low = replace(LOW, faults=(Fault("head-lift", 2.0, 5.0), Fault("no-cross", 2.0, 5.0)))
    assert for_rep(crossing, low).change == ("cue", "no-cross")
    assert for_rep(crossing, replace(low, faults=low.faults[:1])).change == ("cure", "low")


def test_over_all_reps_the_most_frequent_fault_comes_first():
    assert for_all(MOVE, [SAGGING, BENT, BENT]).change == ("cue", "knee-bent")


def test_without_faults_the_most_frequent_reason_is_given():
    assert for_all(MOVE, [CLEAN, LOW]).change == ("cure", "low")


def test_the_wrong_side_is_reported_in_every_move():
    wrong = replace(CLEAN, counted=False, reasons=("wrong-limb",))
    for name in ("spine-extension", "hip-abduction"):
        move = load_move(name).adjusted(side="right")
        assert for_rep(move, wrong).change == for_all(move, [wrong]).change == ("cure", "wrong-limb")


def test_an_arm_and_leg_of_the_same_side_are_reported():
    wrong = replace(CLEAN, counted=False, reasons=("wrong-limb",))
    assert for_rep(MOVE, wrong).change == ("cure", "opposite")


def test_unseen_form_is_not_praised():
    headless = replace(CLEAN, unjudged=("neck-craned",))
    assert "neck-craned" in for_rep(MOVE, CLEAN).good
    assert "neck-craned" not in for_rep(MOVE, headless).good
    assert "neck-craned" not in for_all(MOVE, [CLEAN, headless]).good


def test_without_attempts_there_is_no_advice():
    assert for_all(MOVE, []).change is None
    assert for_all(MOVE, []).good == ()
