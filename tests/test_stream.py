import pytest

from coach.stream import RateLimiter


def looked_at(times, least_s):
    pace = RateLimiter(least_s)
    return [t for t in times if pace.due(t)]


def test_without_a_pace_every_instant_is_due():
    times = [0.0, 1e-6, 0.04, 0.0401]
    assert looked_at(times, 0.0) == times


def test_instants_are_due_at_the_requested_interval():
    assert looked_at([n / 60 for n in range(13)], 1 / 20) == pytest.approx([0, 0.05, 0.1, 0.15, 0.2])


def test_times_that_a_file_rounds_to_milliseconds_lose_none():
    times = [round(n / 30, 3) for n in range(300)]
    assert looked_at(times, 1 / 30) == times


def test_choosing_again_keeps_every_chosen_instant():
    chosen = looked_at([n / 47 for n in range(400)], 1 / 15)
    assert looked_at(chosen, 1 / 15) == chosen


def test_late_frames_are_all_due():
    late = [0.0, 0.06, 0.13, 0.2, 0.9]
    assert looked_at(late, 1 / 20) == late
