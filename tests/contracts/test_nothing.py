"""Where nothing of a move is done nothing counts, and where it cannot be judged that is said."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from coach.body import COUNT
from coach.language import english
from coach.library import load_move, move_ids
from coach.pose import Pose
from coach.report.words import refusal
from coach.stream import Moment
from tests.contracts.performing import cameras, checked, performed, result
from tests.fakes.skeleton import (
    ACTIVITIES,
    EXACT,
    Camera,
    Scene,
    degrade,
    do,
    film,
    getting_up,
    lying_down,
    rolling_over,
    stay,
    view,
)

MOVE_IDS = move_ids()
SIZE = (640, 480)
FPS = 12.5

every_move = pytest.mark.parametrize("move", MOVE_IDS)


def filmed(scenes: list[Scene], camera: Camera | None = None, seed: int = 1) -> list[Moment]:
    """The scenes as the camera of a routine sees them."""
    return film(scenes, camera=camera or view("chair", scenes[0].feet), fps=FPS, seed=seed).moments


def landmarks(value: float) -> Pose:
    """A pose of which every number is the same."""

    def filled(*shape: int) -> np.ndarray:
        return np.full((COUNT, *shape), value, np.float32)

    return Pose(filled(2), filled(), filled(3), filled(), filled(), SIZE)


@every_move
def test_an_empty_room_is_refused_as_nobody(move):
    found = result(checked(move), [Moment(i / 25, None) for i in range(250)])
    assert found.refused is not None
    assert found.refused.id == "nobody"
    assert found.attempted == 0


@pytest.mark.parametrize("value", [np.nan, 0.0, 1e6])
@every_move
def test_a_pose_of_nothing_is_nobody(move, value):
    found = result(checked(move), [Moment(i / 25, landmarks(value)) for i in range(250)])
    assert found.refused is not None
    assert found.refused.id == "nobody"
    assert found.attempted == 0


@every_move
def test_a_stream_of_nothing_counts_nothing(move):
    found = result(checked(move), [])
    assert found.attempted == 0


@every_move
def test_one_frame_counts_nothing(move):
    assert result(checked(move), performed(move).moments[:1]).attempted == 0


@every_move
def test_standing_is_the_wrong_posture(move):
    found = result(checked(move), filmed([stay("standing", 8.0)], Camera(aim_m=0.8, distance_m=4.0)))
    assert found.refused is not None
    assert found.refused.id == "wrong-posture"
    assert found.attempted == 0


@every_move
def test_another_posture_on_the_mat_is_the_wrong_posture(move):
    others = {"supine", "prone", "all-fours", "long-sitting"} - set(load_move(move).postures)
    for posture in others:
        found = result(checked(move), filmed([stay(posture, 5.0)]))
        assert found.refused is not None
        assert found.refused.id == "wrong-posture"
        assert found.attempted == 0


WRONG_VIEWS = {
    "hip-abduction": ("head-end", "foot-end"),
    "spine-extension": ("head-end", "foot-end"),
    "back-extension": ("head-end", "foot-end"),
    "knee-to-chest": ("head-end", "foot-end"),
    "piriformis-stretch": ("head-end", "foot-end"),
    "seated-rotation": ("seated-side-left", "seated-side-right"),
    "glute-bridge": ("head-end", "foot-end"),
    "straight-leg-raise": ("head-end", "foot-end"),
    "both-knees-to-chest": ("head-end", "foot-end"),
    "prone-leg-lift": ("head-end", "foot-end"),
    "clamshell": ("head-end", "foot-end"),
    "four-point-hip-extension": ("head-end", "foot-end"),
    "bottom-to-heels": ("head-end", "foot-end"),
    "side-plank": ("head-end", "foot-end"),
}


@pytest.mark.parametrize(("move", "camera"), [(move, each) for move in WRONG_VIEWS for each in WRONG_VIEWS[move]])
def test_from_where_it_cannot_be_judged_a_move_is_refused(move, camera):
    found = result(checked(move), performed(move, camera, fps=10.0).moments)
    assert found.refused is not None
    assert found.refused.id in ("wrong-view", "wrong-posture")
    assert found.counted == 0


@every_move
def test_what_is_refused_says_what_to_do_in_one_sentence(move):
    found = result(checked(move), filmed([stay("standing", 5.0)], Camera(aim_m=0.8, distance_m=4.0)))
    assert found.refused is not None
    text = refusal(found.refused, load_move(move), english())
    assert load_move(move).title in text
    assert "\n" not in text


@every_move
def test_the_start_posture_kept_is_no_attempt(move):
    first = performed(move).moments[0]
    found = result(checked(move), [Moment(i / 25, first.pose) for i in range(500)])
    assert found.attempted == 0
    assert found.refused is None


@every_move
def test_a_person_who_leaves_before_the_end_of_a_rep_is_not_counted(move):
    done = performed(move)
    until = done.reps[0].top[0] + 1.0
    found = result(checked(move), degrade.nobody(done.moments, (until, 1e9)))
    assert found.counted == 0


def stay_s(name: str) -> float:
    """How long the far end is kept: longer than the hold asked for, save where keeping it makes it the move itself.

    A knee that is lifted and kept without hands is a single knee hug with the fault that names it.
    """
    return 1.0 if name == "knee-lift" else 3.0


@cache
def activity(name: str) -> tuple[Moment, ...]:
    """An activity done twice."""
    return tuple(filmed([do(name, 2, way_s=1.2, stay_s=stay_s(name))]))


# Down, up and over: how people come to lie as they do.
WAYS = {
    "down to the back": lambda: lying_down(stay("supine", 2.5)),
    "down to the belly": lambda: lying_down(stay("prone", 2.5)),
    "down to the side": lambda: lying_down(stay("side-lying", 2.5)),
    "up from the back": lambda: getting_up(stay("supine", 2.5)),
    "up from the belly": lambda: getting_up(stay("prone", 2.5)),
    "up from the side": lambda: getting_up(stay("side-lying", 2.5)),
    "back to belly": lambda: rolling_over(stay("supine", 2.0), stay("prone", 2.5)),
    "belly to back": lambda: rolling_over(stay("prone", 2.0), stay("hook-lying", 2.5)),
    "back to side": lambda: rolling_over(stay("supine", 2.0), stay("side-lying", 2.5)),
    "side to side": lambda: rolling_over(stay("side-lying", 2.0), stay("side-lying", 2.5, side="left")),
    "sitting to lying": lambda: rolling_over(stay("long-sitting", 2.0), stay("supine", 2.5)),
}


@cache
def way(name: str) -> tuple[Moment, ...]:
    """One of the ways, filmed."""
    return tuple(filmed(WAYS[name]()))


@pytest.mark.parametrize("name", sorted(ACTIVITIES))
def test_what_is_none_of_the_moves_counts_as_none_of_them(name):
    for move in MOVE_IDS:
        assert result(checked(move, hold_s=2.0), activity(name)).counted == 0, move


@pytest.mark.parametrize("name", WAYS)
def test_lying_down_rolling_over_and_getting_up_count_as_nothing(name):
    for move in MOVE_IDS:
        assert result(checked(move, hold_s=2.0), way(name)).counted == 0, move


@pytest.mark.parametrize("name", WAYS)
def test_a_way_seen_without_error_counts_as_nothing_even_without_a_hold(name):
    scenes = WAYS[name]()
    moments = film(scenes, camera=view("chair", scenes[0].feet), fps=FPS, noise=EXACT, tremor_deg=0.0).moments
    for move in MOVE_IDS:
        assert result(checked(move, hold_s=0.0), moments).counted == 0, move


@every_move
def test_a_second_person_who_takes_the_place_of_the_first_ends_the_rep(move):
    # The estimator jumps to whoever walks in: another body, another place, from one frame to the next.
    done = performed(move)
    middle = done.reps[0].top[0] + 1.0
    stranger = filmed([stay("standing", 20.0)], Camera(aim_m=0.8, distance_m=4.0))
    mixed = [moment for moment in done.moments if moment.t < middle]
    mixed += [replace(moment, t=moment.t + middle) for moment in stranger]
    assert result(checked(move), mixed).counted == 0


@every_move
def test_every_move_has_a_place_for_the_camera(move):
    assert cameras(move)
