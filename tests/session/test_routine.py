"""Routines: their steps and faults."""

from __future__ import annotations

from dataclasses import replace

import pytest

from coach.session.routine import Exercise, Routine, contradictions, eased, steps
from tests.session.leading import MOVES, routine


def faults(*exercises):
    return dict(contradictions(Routine("a", "A", exercises), MOVES))


def test_a_step_uses_the_move_s_values_by_default():
    (step,) = steps(routine(Exercise("hip-abduction")), MOVES)
    assert (step.move.reps, step.move.hold_s, step.sides, step.sets) == (8, 5, ("left", "right"), 1)


def test_a_step_uses_the_routine_s_values():
    exercise = Exercise("hip-abduction", sets=2, reps=10, hold_s=3, target_deg=40, sides=("right",), rest_s=7)
    (step,) = steps(routine(exercise), MOVES)
    assert (step.move.reps, step.move.hold_s, step.move.target_deg, step.move.side) == (10, 3, 40, "right")
    assert (step.sets, step.sides, step.rest_s) == (2, ("right",), 7)


@pytest.mark.parametrize("move", ["spine-extension", "back-extension"])
def test_an_alternating_or_one_sided_move_is_a_single_part(move):
    assert steps(routine(Exercise(move)), MOVES)[0].sides == ()


@pytest.mark.parametrize(
    ("exercise", "path"),
    [
        (Exercise("hip-abduction", sets=0), "moves[0].sets"),
        (Exercise("hip-abduction", sets=21), "moves[0].sets"),
        (Exercise("hip-abduction", reps=0), "moves[0].reps"),
        (Exercise("hip-abduction", hold_s=-1), "moves[0].hold_s"),
        (Exercise("hip-abduction", rest_s=-1), "moves[0].rest_s"),
        (Exercise("hip-abduction", rest_s=601), "moves[0].rest_s"),
        (Exercise("hip-abduction", target_deg=80), "moves[0].target_deg"),
        (Exercise("spine-extension", target_deg=10), "moves[0].target_deg"),
        (Exercise("hip-abduction", sides=()), "moves[0].sides"),
        (Exercise("hip-abduction", sides=("left", "left")), "moves[0].sides"),
        (Exercise("back-extension", sides=("left",)), "moves[0].sides"),
        (Exercise("spine-extension", sides=("left",)), "moves[0].sides"),
        (Exercise("hip-abduction", reps=8, most_reps=6), "moves[0].most_reps"),
        (Exercise("hip-abduction", hold_s=5, most_hold_s=4), "moves[0].most_hold_s"),
    ],
)
def test_a_fault_is_reported_with_its_path(exercise, path):
    assert list(faults(exercise)) == [path]


def test_all_faults_are_reported_at_once():
    assert list(faults(Exercise("hip-abduction", sets=0, reps=0), Exercise("back-extension", rest_s=-1))) == [
        "moves[0].sets",
        "moves[0].reps",
        "moves[1].rest_s",
    ]


def test_a_routine_needs_moves():
    assert list(faults()) == ["moves"]


@pytest.mark.parametrize("move", MOVES)
def test_the_easier_form_has_a_quarter_less(move):
    whole = MOVES[move]
    easier = eased(whole)
    assert easier.hold_s == 0.75 * whole.hold_s
    if whole.target_deg is None or whole.target is None:
        assert easier == replace(whole, hold_s=easier.hold_s)
    else:
        assert easier.target_deg == max(whole.target.least, 0.75 * whole.target_deg)


def test_the_easier_form_stays_within_the_move_s_limits():
    move = MOVES["hip-abduction"]
    for _ in range(10):
        move = eased(move)
    assert move.target_deg == 20
