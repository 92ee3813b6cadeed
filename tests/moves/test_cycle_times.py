"""Reported start, top and end of a rep against the true motion."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytest import approx

from coach.events import HoldEntered, RepEnded
from tests.moves.scripts import LEG_RAISE, attempt, down, eased, perform, sided, stay, up

RATES = [10.0, 15.0, 25.0, 30.0, 60.0]
HELD_S = 3.2


def lifted(seconds, fps, before_s=1.0):
    return perform(LEG_RAISE, up(45, seconds), stay(HELD_S), down(5, seconds), fps=fps, before_s=before_s)


@pytest.mark.parametrize("fps", RATES)
@pytest.mark.parametrize("seconds", [0.8, 1.2, 1.6, 2.0])
def test_a_rep_starts_and_ends_with_the_motion(seconds, fps):
    for phase in (0.0, 0.013, 0.027):
        rep = attempt(lifted(seconds, fps, 1.0 + phase))
        assert rep.start == approx(1.0 + phase, abs=0.15)
        assert rep.end == approx(1.0 + phase + 2 * seconds + HELD_S, abs=0.15)


@pytest.mark.parametrize("fps", RATES)
@pytest.mark.parametrize("seconds", [0.8, 1.6, 3.0])
def test_the_top_is_when_the_zone_is_entered(seconds, fps):
    # 30 degrees are five eighths of the way from 5 to 45.
    share = next(s / 1000 for s in range(1000) if eased(s / 1000) >= 25 / 40)
    rep = attempt(lifted(seconds, fps))
    assert rep.top == approx(1.0 + share * seconds, abs=0.03 + 1 / fps)


@pytest.mark.parametrize("fps", RATES)
def test_the_hold_is_the_time_in_the_zone(fps):
    # The zone is entered at 30 degrees and left below 27.
    into, out = (next(s / 1000 for s in range(1000) if eased(s / 1000) >= part / 40) for part in (25, 22))
    expected = (1 - into) * 1.2 + HELD_S + (1 - out) * 1.2
    assert attempt(lifted(1.2, fps)).hold == approx(expected, abs=0.03 + 1.5 / fps)


@pytest.mark.parametrize("fps", RATES)
def test_events_are_reported_promptly(fps):
    events = lifted(1.2, fps)
    (entered,) = [event.t for event in events if isinstance(event, HoldEntered)]
    (ended,) = [event for event in events if isinstance(event, RepEnded)]
    top = ended.rep.top
    assert top is not None
    assert entered - top < 0.2
    assert ended.t - ended.rep.end < 0.6


def test_readings_while_leaving_the_top_do_not_determine_the_side():
    slow = replace(LEG_RAISE, leave_s=0.6)
    top = [sided(up(45, 0.5), "right"), sided(stay(1.2), "right")]
    after = [sided(down(5, 0.3), "left"), sided(stay(1.0), "left")]
    assert attempt(perform(slow, *top, *after)).side == "right"
