import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.capture.clock import Clock


def updated(*given_times, interval_s=0.04):
    clock = Clock(interval_s)
    return [clock.update(t) for t in given_times]


def test_increasing_times_are_unchanged():
    assert updated(0.0, 0.02, 0.1, 7.5) == [0.0, 0.02, 0.1, 7.5]


def test_a_late_first_frame_keeps_its_time():
    assert updated(12.5, 12.6) == [12.5, 12.6]


def test_no_time_is_negative():
    assert updated(-0.02, 0.02) == [0.0, 0.02]


def test_a_repeated_time_is_moved_by_a_millisecond():
    assert updated(0.0, 1.0, 1.0, 1.04) == pytest.approx([0.0, 1.0, 1.001, 1.04])


def test_one_bad_timestamp_does_not_shift_later_ones():
    assert updated(1.0, 1.04, 0.9, 1.12, 1.16) == pytest.approx([1.0, 1.04, 1.041, 1.12, 1.16])


def test_a_reset_clock_continues_from_the_last_time():
    assert updated(0.04, 5.0, 0.5, 0.54) == pytest.approx([0.04, 5.0, 5.001, 5.041])


def test_a_clock_that_goes_back_slightly_continues_too():
    assert updated(0.0, 0.04, 0.08, 0.04, 0.08, 0.12, 0.16) == pytest.approx(
        [0, 0.04, 0.08, 0.081, 0.121, 0.161, 0.201]
    )


def test_zigzag_timestamps_are_not_shifted():
    assert updated(0.0, 0.08, 0.04, 0.16, 0.12) == pytest.approx([0.0, 0.08, 0.081, 0.16, 0.161])


def test_a_clock_reset_to_zero_continues_from_the_last_time():
    assert updated(0.0, 5.0, 0.0, 0.04, 0.08) == pytest.approx([0.0, 5.0, 5.04, 5.08, 5.12])


def test_frames_without_a_time_follow_at_the_nominal_rate():
    assert updated(0.0, 0.0, 0.0, interval_s=0.1) == pytest.approx([0.0, 0.1, 0.2])


def test_a_valid_time_after_missing_ones_is_used():
    assert updated(1.0, 0.0, 0.0, 1.3) == pytest.approx([1.0, 1.04, 1.08, 1.3])


@given(st.lists(st.floats(-10, 1e5), min_size=1))
def test_times_always_increase(times):
    made = updated(*times)
    assert all(later > earlier for earlier, later in itertools.pairwise(made))
    assert made[0] >= 0
