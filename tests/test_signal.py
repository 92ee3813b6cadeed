"""Filters over time: what passes, what is removed, and that only timestamps matter."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.signal import Debounce, JumpFilter, Median

NAN = math.nan
RATES = [10, 24, 25, 30, 60]


def through(filtered, values, fps=25, start=0.0):
    """Return the output of a filter for evenly spaced values."""
    return [filtered.update(start + i / fps, value) for i, value in enumerate(values)]


def test_a_median_of_one_value_is_that_value():
    assert through(Median(0.2), [5.0]) == [5.0]


def test_before_the_first_value_the_median_is_unknown():
    assert all(math.isnan(value) for value in through(Median(0.2), [NAN, NAN]))


@pytest.mark.parametrize("fps", RATES)
def test_an_outlier_shorter_than_half_the_span_leaves_no_trace(fps):
    long = max(1, int(0.09 * fps))
    values = [10.0] * fps + [90.0] * long + [10.0] * fps
    assert set(through(Median(0.2), values, fps)) <= {10.0, 50.0}  # an even number has two in the middle
    assert through(Median(0.2), values, fps)[-1] == 10.0


@pytest.mark.parametrize("fps", RATES)
def test_a_step_arrives_half_the_span_late(fps):
    values = [0.0] * fps + [1.0] * fps
    arrived = next(i for i, value in enumerate(through(Median(0.4), values, fps)) if value > 0.5) / fps
    assert 1.0 <= arrived <= 1.2 + 1.5 / fps


def test_a_median_bridges_gaps_shorter_than_its_span():
    values = [7.0] * 5 + [NAN] * 4
    assert through(Median(0.2), values)[-1] == 7.0


def test_a_median_forgets_values_older_than_its_span():
    values = [7.0] * 5 + [NAN] * 8
    assert math.isnan(through(Median(0.2), values)[-1])


def test_a_median_takes_no_old_value_across_a_gap():
    kept = Median(0.2)
    kept.update(0.0, 7.0)
    assert kept.update(5.0, 9.0) == 9.0


@given(st.lists(st.floats(-180, 180), min_size=1, max_size=40))
def test_a_median_lies_within_its_values(values):
    for passed in through(Median(0.2), values):
        assert min(values) <= passed <= max(values)


def test_motion_at_body_speed_passes():
    values = [i * 3.9 for i in range(20)]
    assert through(JumpFilter(100.0), values) == values


def test_a_jump_counts_as_unseen():
    assert math.isnan(through(JumpFilter(100.0), [10.0, 10.0, 40.0])[-1])


def test_values_after_a_jump_pass_again():
    assert through(JumpFilter(100.0), [10.0, 10.0, 40.0, 11.0])[-1] == 11.0


@pytest.mark.parametrize("fps", RATES)
def test_a_real_change_passes_once_a_body_could_have_made_it(fps):
    values = [10.0] * fps + [60.0] * fps
    refused = sum(math.isnan(value) for value in through(JumpFilter(100.0), values, fps))
    assert refused / fps == pytest.approx(0.5, abs=1.1 / fps)


def test_the_first_value_seen_passes_whatever_it_is():
    assert through(JumpFilter(1.0), [NAN, NAN, 170.0])[-1] == 170.0


def test_without_a_greatest_speed_everything_passes():
    values = [0.0, 180.0, -180.0]
    assert through(JumpFilter(math.inf), values) == values


def test_a_value_after_a_long_absence_passes():
    slow = JumpFilter(100.0)
    slow.update(0.0, 10.0)
    assert slow.update(3.0, 170.0) == 170.0


def test_the_first_label_holds_at_once():
    assert Debounce("unknown", 0.4).update(3.0, "supine") == "supine"


def test_before_the_first_update_the_label_is_the_initial_one():
    assert Debounce("unknown", 0.4).label == "unknown"


@pytest.mark.parametrize("fps", RATES)
def test_another_label_holds_once_it_has_lasted(fps):
    changed = through(Debounce("", 0.4), ["a"] * fps + ["b"] * fps, fps).index("b") / fps
    assert changed == pytest.approx(1.4, abs=1.1 / fps)


def test_a_flicker_changes_nothing():
    labels = ["a"] * 20 + ["b"] * 9 + ["a"] + ["b"] * 9 + ["a"] * 3
    assert set(through(Debounce("", 0.4), labels)) == {"a"}


def test_none_is_an_ordinary_label():
    assert set(through(Debounce(None, 0.4), [None] * 20 + ["b"] * 9 + [None] * 3)) == {None}


def test_a_flicker_between_two_others_changes_nothing():
    assert set(through(Debounce("", 0.4), ["a"] * 20 + ["b", "c"] * 20)) == {"a"}


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=60))
def test_a_label_changes_only_after_it_has_lasted(labels):
    held = through(Debounce("", 0.2), labels)
    for i in range(1, len(labels)):
        if held[i] != held[i - 1]:
            assert set(labels[i - 5 : i + 1]) == {held[i]}
