"""Sampling of attempts as curves."""

from __future__ import annotations

import math

import pytest
from pytest import approx

from coach.events import Measured, RepEnded
from coach.library import load_move, move_ids
from coach.moves.curve import judged, measured
from tests.moves.scripts import LEG_RAISE, REST_DEG, down, perform, stay, up

MAIN = LEG_RAISE.main


def curve(events):
    (found,) = (event for event in events if isinstance(event, Measured))
    return found


def test_the_curve_of_a_rep_runs_from_its_start_to_its_end():
    events = perform(LEG_RAISE, up(45), stay(3.0), down())
    (rep,) = (event.rep for event in events if isinstance(event, RepEnded))
    found = curve(events)
    samples = found.curves[MAIN]
    assert found.start == rep.start
    assert found.start + (len(samples) - 1) * found.step_s == approx(rep.end, abs=found.step_s)
    assert samples[0] == approx(REST_DEG, abs=3)
    assert samples[len(samples) // 2] == approx(45, abs=1)
    assert found.rest[MAIN] == approx(REST_DEG, abs=1)


@pytest.mark.parametrize("fps", [12.5, 25.0, 60.0])
def test_the_rate_of_the_camera_does_not_change_the_curve(fps):
    frames = [(i / fps, dict.fromkeys(LEG_RAISE.measures, 10.0 * i / fps)) for i in range(int(4 * fps))]
    found = measured(LEG_RAISE, 4.0, (0.5, 3.5), frames, frames[0][1], 1)
    assert found.curves[MAIN] == approx([10 * (0.5 + i / 10) for i in range(31)], abs=10 / fps / 2 + 1e-6)


def test_an_unseen_span_has_no_samples():
    values = dict.fromkeys(LEG_RAISE.measures, 5.0)
    blind = dict.fromkeys(LEG_RAISE.measures, math.nan)
    found = measured(
        LEG_RAISE, 2.0, (0.0, 1.0), [(0.0, values), (0.1, blind), (0.22, values), (0.95, values)], values, 1
    )
    assert found.curves[MAIN] == (5.0, None, 5.0, 5.0, None, None, None, None, None, 5.0, 5.0)


@pytest.mark.parametrize("name", move_ids())
def test_the_main_measure_is_judged_first(name):
    move = load_move(name)
    names = judged(move)
    assert names[0] == move.main
    assert set(names) <= set(move.measures)
