"""The side of each measure."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from pytest import approx

from coach.body import SIDES, other
from coach.moves.reading import Reader, unseen
from tests.moves.figures import HIPS, measure, mirrored, stick
from tests.moves.scripts import LEG_RAISE


def move(**measures):
    """Return a move with these measures; the first is the main one."""
    return replace(LEG_RAISE, measures=measures, main=next(iter(measures)))


def of(limb, kind="thigh_vs_trunk_line"):
    return move(it=measure(kind, limb=limb))


def read(move, figure, rest):
    return Reader(move).read(figure, rest)


RAISED = stick(left_thigh=(80, 50), right_thigh=(80, 10), left_shank=(80, 30), right_shank=(80, -60))
"""The left thigh at 50 degrees with its knee bent by 20, the right one at 10 with its knee bent by 70."""


@pytest.mark.parametrize(
    ("limb", "value", "side"),
    [
        ("most", 50, "left"),
        ("least", 10, "right"),
    ],
)
def test_the_larger_or_smaller_of_two_limbs(limb, value, side):
    reading = read(of(limb), RAISED, None)
    assert reading.values["it"] == approx(value)
    assert reading.sides["it"] == side


@pytest.mark.parametrize("limb", ["most", "least"])
def test_with_one_limb_unseen_neither_is_larger(limb):
    reading = read(of(limb), stick(left_thigh=(80, 50), unseen=("right_knee",)), None)
    assert math.isnan(reading.values["it"])
    assert reading.sides["it"] is None


@pytest.mark.parametrize("limb", ["most", "least"])
def test_equal_limbs_have_no_side(limb):
    reading = read(of(limb), stick(), None)
    assert reading.values["it"] == approx(0)
    assert reading.sides["it"] is None


@pytest.mark.parametrize("above", SIDES)
def test_top_and_bottom_limbs_follow_the_top_side(above):
    lying = replace(RAISED, above=above)
    values = {"left": 50, "right": 10}
    for limb, side in (("top", above), ("bottom", other(above))):
        reading = read(of(limb), lying, None)
        assert reading.sides["it"] == side
        assert reading.values["it"] == approx(values[side])


@pytest.mark.parametrize("limb", ["top", "bottom"])
def test_without_side_lying_there_is_no_top_limb(limb):
    reading = read(of(limb), RAISED, None)
    assert math.isnan(reading.values["it"])
    assert reading.sides["it"] is None


def test_the_working_limb_is_that_of_the_main_measure():
    reading = read(
        move(
            main=measure("thigh_vs_trunk_line", limb="most"),
            knee=measure("knee_flexion", limb="working"),
            far_knee=measure("knee_flexion", limb="other"),
        ),
        RAISED,
        None,
    )
    assert (reading.sides["knee"], reading.sides["far_knee"]) == ("left", "right")
    assert reading.values["knee"] == approx(20)
    assert reading.values["far_knee"] == approx(70)


def test_without_a_working_limb_both_are_unseen():
    reading = read(
        move(
            main=measure("thigh_vs_trunk_line", limb="most"),
            knee=measure("knee_flexion", limb="working"),
            far_knee=measure("knee_flexion", limb="other"),
        ),
        stick(unseen=("left_knee",)),
        None,
    )
    assert math.isnan(reading.values["knee"])
    assert math.isnan(reading.values["far_knee"])


def test_the_order_of_measures_does_not_matter():
    named = {"knee": measure("knee_flexion", limb="working"), "main": measure("thigh_vs_trunk_line", limb="most")}
    reading = read(replace(LEG_RAISE, measures=named, main="main"), RAISED, None)
    assert reading.values["knee"] == approx(20)


CROSSED = stick(joints={"left_ankle": HIPS + 80 + 75j, "right_knee": HIPS + 70 + 70j, "right_ankle": HIPS + 120})
"""The left ankle lies across the right knee."""


def test_a_limb_can_follow_the_side_of_another_measure():
    reading = read(
        move(
            thigh=measure("leg_length", limb="top"),
            near=measure("ankle_to_other_knee", limb="least"),
            crossing=measure("knee_flexion", limb="working", side_from="near"),
            crossed=measure("knee_flexion", limb="other", side_from="near"),
        ),
        CROSSED,
        None,
    )
    assert reading.sides["thigh"] is None
    assert (reading.sides["near"], reading.sides["crossing"], reading.sides["crossed"]) == ("left", "left", "right")
    assert reading.values["near"] < 0.2


def test_a_turn_has_size_and_direction():
    def world(z):
        return {"hip": (0.0, 0.0, 0.0), "left_shoulder": (0.1, -0.5, z), "right_shoulder": (-0.1, -0.5, -z)}

    turn = of("turned", "shoulder_yaw")
    left, right = (read(turn, stick(world=world(z)), None) for z in (0.1, -0.1))
    assert left.values["it"] == right.values["it"] == approx(45)
    assert (left.sides["it"], right.sides["it"]) == ("left", "right")
    straight = read(turn, stick(world=world(0.0)), None)
    assert straight.values["it"] == 0
    assert straight.sides["it"] is None


def test_a_measure_of_the_whole_body_has_no_side():
    reading = read(of("body", "torso_inclination"), stick((100, 150)), None)
    assert reading.values["it"] == approx(30)
    assert reading.sides["it"] is None


def test_every_measure_of_an_unseen_body_is_unseen():
    reading = unseen(move(a=measure("thigh_vs_trunk_line", limb="most"), b=measure("knee_flexion", limb="working")))
    assert set(reading.values) == set(reading.sides) == {"a", "b"}
    assert all(math.isnan(value) for value in reading.values.values())
    assert set(reading.sides.values()) == {None}


@pytest.mark.parametrize("limb", ["most", "least"])
def test_mirroring_swaps_the_side_and_keeps_the_value(limb):
    reading, swapped = (read(of(limb), each, None) for each in (RAISED, mirrored(RAISED)))
    assert swapped.values["it"] == approx(reading.values["it"])
    side = reading.sides["it"]
    assert side is not None
    assert swapped.sides["it"] == other(side)
