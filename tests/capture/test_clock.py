import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.capture.clock import Clock


def told(*given_times, interval_s=0.04):
    clock = Clock(interval_s)
    return [clock.update(t) for t in given_times]


def test_times_that_increase_are_kept_as_they_are():
    assert told(0.0, 0.02, 0.1, 7.5) == [0.0, 0.02, 0.1, 7.5]


def test_a_late_first_picture_keeps_its_time():
    assert told(12.5, 12.6) == [12.5, 12.6]


def test_a_video_does_not_begin_before_its_start():
    assert told(-0.02, 0.02) == [0.0, 0.02]


def test_a_repeated_time_is_moved_on_by_a_hair():
    assert told(0.0, 1.0, 1.0, 1.04) == pytest.approx([0.0, 1.0, 1.001, 1.04])


def test_one_bad_stamp_does_not_move_what_follows():
    assert told(1.0, 1.04, 0.9, 1.12, 1.16) == pytest.approx([1.0, 1.04, 1.041, 1.12, 1.16])


def test_a_clock_that_begins_anew_goes_on_where_it_was():
    assert told(0.04, 5.0, 0.5, 0.54) == pytest.approx([0.04, 5.0, 5.001, 5.041])


def test_a_clock_that_goes_back_by_little_goes_on_too():
    assert told(0.0, 0.04, 0.08, 0.04, 0.08, 0.12, 0.16) == pytest.approx([0, 0.04, 0.08, 0.081, 0.121, 0.161, 0.201])


def test_stamps_that_zigzag_stay_where_they_are():
    assert told(0.0, 0.08, 0.04, 0.16, 0.12) == pytest.approx([0.0, 0.08, 0.081, 0.16, 0.161])


def test_a_clock_that_begins_anew_at_nought_goes_on_where_it_was():
    assert told(0.0, 5.0, 0.0, 0.04, 0.08) == pytest.approx([0.0, 5.0, 5.04, 5.08, 5.12])


def test_pictures_without_a_time_follow_at_the_nominal_rate():
    assert told(0.0, 0.0, 0.0, interval_s=0.1) == pytest.approx([0.0, 0.1, 0.2])


def test_a_time_that_comes_late_is_taken_up_again():
    assert told(1.0, 0.0, 0.0, 1.3) == pytest.approx([1.0, 1.04, 1.08, 1.3])


@given(st.lists(st.floats(-10, 1e5), min_size=1))
def test_time_only_goes_forward_whatever_the_file_says(times):
    made = told(*times)
    assert all(later > earlier for earlier, later in itertools.pairwise(made))
    assert made[0] >= 0
