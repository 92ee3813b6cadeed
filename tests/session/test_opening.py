"""Videos that begin during a move: reps before the first rest are counted when the body is back at rest."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from coach.events import RepEnded
from coach.library import move_ids
from coach.session.checker import Checker
from coach.stream import Moment
from tests.contracts.performing import HOLD_S, checked, result
from tests.fakes.skeleton import RepScript, degrade, perform

REPS = (RepScript("right", hold_s=HOLD_S + 1.5, rest_s=1.2), RepScript("right", hold_s=HOLD_S + 1, rest_s=1.2))

every_move = pytest.mark.parametrize("move", move_ids())


@cache
def performance(move):
    return perform(move, REPS, fps=10.0, seed=4)


def clipped(move, t):
    """Return the moments of a performance from an instant on, with times from 0."""
    return [Moment(moment.t - t, moment.pose) for moment in performance(move).moments if moment.t >= t]


@every_move
def test_a_first_rep_without_a_rest_before_it_is_counted(move):
    first = performance(move).reps[0]
    assert result(checked(move), clipped(move, first.start + 0.1)).counted == 2


@every_move
def test_a_video_that_begins_at_the_top_counts_a_complete_hold(move):
    first = performance(move).reps[0]
    assert result(checked(move), clipped(move, first.top[0] + 0.2)).counted == 2


@every_move
def test_a_video_that_begins_late_in_a_hold_does_not_count_it(move):
    first = performance(move).reps[0]
    assert result(checked(move), clipped(move, first.top[1] - 1.0)).counted == 1


@every_move
def test_without_a_hold_a_rep_on_its_way_back_is_not_counted(move):
    first = performance(move).reps[0]
    assert result(checked(move, hold_s=0.0), clipped(move, first.top[1] - 0.3)).counted == 1


@every_move
def test_the_first_rep_of_a_person_found_late_is_counted(move):
    first = performance(move).reps[0]
    late = degrade.nobody(performance(move).moments, (0.0, first.start + 0.3))
    assert result(checked(move), late).counted == 2


@every_move
def test_a_hold_up_to_the_end_of_the_video_counts(move):
    last = performance(move).reps[1]
    moments = [moment for moment in performance(move).moments if moment.t < last.top[0] + HOLD_S + 0.5]
    assert result(checked(move), moments).counted == 2


@every_move
def test_a_rep_without_a_rest_before_or_after_it_is_counted(move):
    first = performance(move).reps[0]
    moments = [moment for moment in clipped(move, first.start + 0.1) if moment.t < first.end - first.start]
    assert result(checked(move), moments).counted == 1


@pytest.mark.parametrize("move", ["hip-abduction", "side-plank"])
def test_reps_without_a_pause_are_counted_although_the_zone_depends_on_the_rest(move):
    quick = RepScript("right", hold_s=0.3, up_s=0.45, down_s=0.45, rest_s=0.0)
    moments = perform(move, [quick] * 4, lead_s=0.1, fps=20.0, seed=7).moments
    checker = Checker(checked(move, hold_s=0.2))
    events = [event for moment in moments if 0.3 <= moment.t < 4.2 for event in checker.update(moment)]
    assert [event.rep.counted for event in events if isinstance(event, RepEnded)] == [True] * 3


@every_move
def test_a_cut_into_a_hold_does_not_lengthen_it(move):
    first = performance(move).reps[0]
    late = clipped(move, first.top[1] - HOLD_S / 2)
    cut = [replace(moment.pose, image_px=moment.pose.image_px + np.array([120, 0], np.float32)) for moment in late]
    rest = [moment for moment in performance(move).moments if moment.t < first.start]
    joined = [*rest, *(Moment(rest[-1].t + 0.1 + m.t, pose) for m, pose in zip(late, cut, strict=True))]
    assert result(checked(move), joined).counted == 1
