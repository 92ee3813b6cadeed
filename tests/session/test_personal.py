"""Personal ranges: how they are learned, and the targets derived from them."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest import approx

from coach.body import Side
from coach.events import Fault, MoveEased, MoveEnded, RangeTaken, Rep, RepEnded
from coach.moves.move import Range
from coach.session.live import LiveSession
from coach.session.personal import First, MeasuredRange, outgrown, own_target, personal, span
from coach.session.routine import Exercise, steps
from coach.session.summary import AttemptSummary, Done, Summary
from tests.session.leading import MOVES, clip, joined, routine

RAISE = MOVES["hip-abduction"]
AIMED = [move for move in MOVES.values() if move.target is not None]
LEFT: tuple[Side, ...] = ("left",)
DEGREES = st.floats(-180, 180)
LOW = Rep("left", 0.0, None, 3.0, 25.0, 0.0, False, ("low",), rest=4.0, reach=25.0)
HELD = Rep("left", 0.0, 1.0, 9.0, 44.0, 5.0, True, rest=4.0, reach=44.0)


def low(*ends: float) -> list[Rep]:
    return [replace(LOW, reach=end) for end in ends]


def learned(first, reps):
    return [found for found in map(first.update, reps) if found is not None]


@pytest.mark.parametrize("move", AIMED, ids=lambda move: move.id)
@given(end=DEGREES)
def test_a_personal_target_is_within_the_limits_of_the_move(move, end):
    target = own_target(move, end)
    assert target is not None
    assert move.target.least <= target <= move.target_deg
    assert move.adjusted(target_deg=target).target_deg == target


@pytest.mark.parametrize("move", AIMED, ids=lambda move: move.id)
@given(end=DEGREES)
def test_a_personal_target_is_not_above_the_range_unless_the_limit_is(move, end):
    target = own_target(move, end)
    assert target is not None
    assert target <= max(end, move.target.least)


@pytest.mark.parametrize("move", AIMED, ids=lambda move: move.id)
@given(one=DEGREES, another=DEGREES)
def test_a_larger_range_never_gives_a_lower_target(move, one, another):
    near, far = sorted((one, another))
    less, more = own_target(move, near), own_target(move, far)
    assert less is not None
    assert more is not None
    assert less <= more


@pytest.mark.parametrize("end", [math.nan, math.inf, -math.inf])
def test_an_infinite_range_is_refused(end):
    with pytest.raises(ValueError, match="the end of a range must be a number of degrees"):
        own_target(RAISE, end)


def test_a_move_without_a_target_has_no_personal_target():
    assert own_target(MOVES["spine-extension"], 10.0) is None


def test_a_range_is_the_median_of_the_reaches():
    assert span(RAISE, low(24, 38, 25)) == MeasuredRange(4.0, 25.0)


@pytest.mark.parametrize(
    "changes",
    [
        {"reach": None},  # too little was seen
        {"rest": None},
        {"reach": 3.0},  # not above its rest
        {"reasons": ("low", "unseen")},
        {"reasons": ("low", "not-returned")},
        {"reasons": ("wrong-limb",)},
        {"faults": (Fault("trunk-moving", 1.0, 2.0),)},  # the trunk compensated
    ],
)
def test_unusable_attempts_are_ignored(changes):
    assert span(RAISE, [LOW, replace(LOW, **changes)]) is None


def test_a_fault_of_the_limb_itself_does_not_matter():
    assert span(RAISE, [LOW, replace(LOW, faults=(Fault("knee-bent", 1.0, 2.0),))]) is not None


def test_three_low_attempts_that_agree_give_a_range():
    assert learned(First(RAISE, LEFT), low(25, 27, 24)) == [("left", MeasuredRange(4.0, 25.0))]


@pytest.mark.parametrize(
    "reps",
    [
        low(25, 26),  # too few
        low(16, 22, 28),  # too far apart
        [HELD, *low(25, 25, 25)],  # the target was reached once
        [*low(25, 25), replace(HELD, counted=False, reasons=("short-hold",)), *low(25)],
        low(12, 12, 12),  # would not count even with the lowest target
        [replace(rep, side=None) for rep in low(25, 25, 25)],  # unknown side
        [replace(rep, side="right") for rep in low(25, 25, 25)],  # range of that side already known
        [replace(rep, end=1.0) for rep in low(25, 25, 25)],  # too short
    ],
)
def test_other_reps_give_no_range(reps):
    assert learned(First(RAISE, LEFT), reps) == []


def test_a_range_is_learned_once_from_the_last_three():
    assert learned(First(RAISE, LEFT), low(12, 25, 27, 26, 25, 25)) == [("left", MeasuredRange(4.0, 26.0))]


def test_personal_targets_do_not_override_explicit_ones():
    asked = routine(
        Exercise("hip-abduction"),
        Exercise("hip-abduction", target_deg=40),
        Exercise("back-extension"),
        Exercise("spine-extension"),
    )
    ends: dict[tuple[str, Side | None], float] = {("hip-abduction", "left"): 30.0, ("back-extension", None): 28.0}
    found = steps(personal(asked, MOVES, ends), MOVES)
    assert [step.move.target_deg for step in found] == [28, 40, 26, None]
    assert found[0].move.targets_deg == {"left": 28, "right": 45}
    assert [step.unknown for step in found] == [("right",), (), (), ()]


def test_a_range_beyond_the_target_changes_nothing_and_is_learned():
    (step,) = steps(personal(routine(Exercise("back-extension")), MOVES, {("back-extension", None): 60.0}), MOVES)
    assert (step.move, step.unknown) == (MOVES["back-extension"], ())


def lead_through(exercises, moves, moments):
    session = LiveSession(exercises, moves)
    return [event for moment in moments for event in session.update(moment)] + session.finish()


def of(kind, events):
    return [event for event in events if isinstance(event, kind)]


TINY: dict[str, tuple[str, Side | None]] = {
    "hip-abduction": ("tiny-hip-abduction-left", "left"),
    "back-extension": ("tiny-back-extension", None),
}


@pytest.mark.parametrize("move", TINY)
def test_calibration_measures_the_range_of_a_clip(move):
    name, side = TINY[move]
    exercise = Exercise(move, reps=2, sides=None if side is None else (side,), calibrate=True)
    events = lead_through(routine(exercise), MOVES, clip(name))
    (taken,) = of(RangeTaken, events)
    peaks = [event.rep.peak for event in of(RepEnded, lead_through(routine(Exercise(move)), MOVES, clip(name)))]
    assert (taken.move, taken.side) == (move, side)
    assert taken.end_deg == approx(max(peak for peak in peaks if peak is not None), abs=3)
    assert taken.target_deg == own_target(MOVES[move], taken.end_deg)
    assert events.index(taken) < events.index(of(MoveEnded, events)[0])


def test_calibration_needs_more_than_one_rep():
    moments = clip("tiny-back-extension")
    second = of(RepEnded, lead_through(routine(Exercise("back-extension")), MOVES, moments))[0].t
    exercise = Exercise("back-extension", reps=3, calibrate=True)
    early = [moment for moment in moments if moment.t < second]
    assert of(RangeTaken, lead_through(routine(exercise), MOVES, early)) == []


HARDER = replace(RAISE, target_deg=90, target=Range(20, 90), top=(replace(RAISE.top[0], least=70), RAISE.top[1]))
"""A leg raise whose target the clips do not reach."""


def test_the_first_attempts_set_the_target_and_later_ones_count():
    moments = joined(*[clip("tiny-hip-abduction-left")] * 3)
    events = lead_through(
        routine(Exercise("hip-abduction", hold_s=2, sides=("left",))), {"hip-abduction": HARDER}, moments
    )
    (taken,) = of(RangeTaken, events)
    (eased,) = of(MoveEased, events)
    assert taken.target_deg == eased.target_deg == own_target(HARDER, taken.end_deg)
    counted = [(event.t < taken.t, event.rep.counted) for event in of(RepEnded, events)]
    assert counted == [(True, False)] * 2 + [(False, False)] + [(False, True)] * 3


def test_with_an_explicit_target_nothing_is_learned():
    moments = joined(*[clip("tiny-hip-abduction-left")] * 3)
    asked = routine(Exercise("hip-abduction", hold_s=2, sides=("left",), target_deg=90))
    assert of(RangeTaken, lead_through(asked, {"hip-abduction": HARDER}, moments)) == []


def made(*reps):
    """Return the attempts of one set."""
    return tuple(AttemptSummary(number, 1, rep) for number, rep in enumerate(reps, 1))


DONE = Done(
    "hip-abduction", 0.0, 60.0, 1, 3, LEFT, 5.0, 21.0, attempts=made(HELD, HELD, HELD), counted=3, clean=3, done=True
)
KNOWN: dict[tuple[str, Side | None], float] = {("hip-abduction", "left"): 23.0}


def grown(done, known=KNOWN, **asked):
    own = personal(routine(Exercise("hip-abduction", sides=LEFT, **asked)), MOVES, known)
    return [each.target_deg for each in outgrown(own, MOVES, known, Summary("made-up", (done,), 60.0, True))]


def test_a_grown_range_is_reported_with_its_target():
    assert grown(DONE) == [41.0]


@pytest.mark.parametrize(
    "done",
    [
        replace(DONE, attempts=made(HELD, HELD)),  # too few
        replace(DONE, attempts=made(*[replace(HELD, reach=26.0)] * 3)),  # 24 instead of 21 is too small an increase
        replace(DONE, attempts=made(*[replace(HELD, side="right")] * 3)),
        replace(DONE, attempts=made(*[replace(HELD, counted=False, reasons=("short-hold",))] * 3)),
        replace(DONE, eased=True),
    ],
)
def test_an_unchanged_range_is_not_reported(done):
    assert grown(done) == []


def test_an_unknown_range_is_not_outgrown():
    assert grown(DONE, {}) == []


def test_an_alternating_move_has_one_range():
    turns = replace(RAISE, sides="alternate")
    assert [side for side, _ in learned(First(turns, (None,)), low(25, 25, 25))] == [None]
