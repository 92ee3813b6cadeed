"""Angles in the image's plane: known triangles, and laws that hold for any."""

from __future__ import annotations

import cmath
import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pytest import approx

from coach.geometry import UNSEEN, between, elevation, middle, ratio, seen

RIGHT, UP = 1 + 0j, 1j

pixels = st.floats(-4000, 4000)
vectors = st.builds(complex, pixels, pixels).filter(lambda v: abs(v) > 0.01)


@pytest.mark.parametrize(
    ("a", "b", "degrees"),
    [
        (RIGHT, RIGHT * 7, 0),  # length plays no part
        (RIGHT, UP, 90),
        (UP, RIGHT, 90),  # nor does the order
        (RIGHT, -RIGHT, 180),
        (RIGHT, 1 + 1j, 45),
        (RIGHT, -1 - 1j, 135),  # never above 180
        (100 - 1j, 100 + 1j, 2 * math.degrees(math.atan(0.01))),  # across the direction where phases wrap
        (-100 - 1j, -100 + 1j, 2 * math.degrees(math.atan(0.01))),
    ],
)
def test_the_angle_between_two_vectors(a, b, degrees):
    assert between(a, b) == approx(degrees)


@pytest.mark.parametrize(
    ("v", "degrees"),
    [
        (RIGHT, 0),
        (-RIGHT, 0),  # which way it points along the ground plays no part
        (UP, 90),
        (-UP, -90),
        (-3 + 3j, 45),
        (5 - 5j, -45),
    ],
)
def test_the_angle_above_the_horizontal(v, degrees):
    assert elevation(v) == approx(degrees)


@pytest.mark.parametrize("v", [UNSEEN, 0j, complex(math.nan, 1), complex(1, math.nan)])
def test_unseen_or_zero_vectors_have_no_angle(v):
    assert math.isnan(elevation(v))
    assert math.isnan(between(v, UP))
    assert math.isnan(between(UP, v))


def test_a_point_is_seen_only_with_both_coordinates():
    assert seen(0j)
    assert seen(-3 + 4j)
    assert not seen(UNSEEN)
    assert not seen(complex(math.nan, 4))
    assert not seen(complex(4, math.nan))


def test_the_middle_is_half_way():
    assert middle(2 + 2j, 4 + 8j) == 3 + 5j


def test_the_middle_of_a_pair_is_the_one_that_is_seen():
    assert middle(UNSEEN, 4j) == 4j
    assert middle(4j, UNSEEN) == 4j
    assert not seen(middle(UNSEEN, UNSEEN))


def test_a_ratio_to_zero_is_unknown():
    assert ratio(3, 4) == 0.75
    assert math.isnan(ratio(3, 0))
    assert math.isnan(ratio(math.nan, 2))


@given(vectors, vectors)
def test_angles_stay_within_their_range(a, b):
    assert 0 <= between(a, b) <= 180
    assert -90 <= elevation(a) <= 90


@given(vectors, vectors, st.floats(-math.pi, math.pi), st.floats(0.1, 10))
def test_rotating_and_scaling_the_image_keeps_the_angle_between(a, b, turn, scale):
    turned = cmath.rect(scale, turn)
    assert between(a * turned, b * turned) == approx(between(a, b), abs=1e-3)


@given(vectors, vectors)
def test_mirroring_keeps_every_angle(a, b):
    def mirrored(v):
        return complex(-v.real, v.imag)

    assert between(mirrored(a), mirrored(b)) == approx(between(a, b), abs=1e-9)
    assert elevation(mirrored(a)) == elevation(a)


@given(vectors)
def test_turning_upside_down_turns_the_sign_of_an_elevation(v):
    assume(v.real)
    assert elevation(v.conjugate()) == -elevation(v)
