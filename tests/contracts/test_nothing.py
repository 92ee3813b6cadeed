"""Nothing is counted if no move is done, and a stream that cannot be judged is refused."""

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
    MOVES,
    Camera,
    RepScript,
    Scene,
    degrade,
    do,
    getting_up,
    lying_down,
    perform,
    record,
    rolling_over,
    stay,
    view,
)

MOVE_IDS = move_ids()
SIZE = (640, 480)
FPS = 12.5

every_move = pytest.mark.parametrize("move", MOVE_IDS)


def recorded(scenes: list[Scene], camera: Camera | None = None, seed: int = 1) -> list[Moment]:
    """Return the moments of scenes in front of a routine's camera."""
    return record(scenes, camera=camera or view("chair", scenes[0].feet), fps=FPS, seed=seed).moments


def landmarks(value: float) -> Pose:
    """Return a pose in which every number is the same."""

    def filled(*shape: int) -> np.ndarray:
        return np.full((COUNT, *shape), value, np.float32)

    return Pose(filled(2), filled(), filled(3), filled(), filled(), SIZE)


@every_move
def test_an_empty_room_is_refused_as_without_a_body(move):
    found = result(checked(move), [Moment(i / 25, None) for i in range(250)])
    assert found.refused is not None
    assert found.refused.id == "nobody"
    assert found.attempted == 0


@pytest.mark.parametrize("value", [np.nan, 0.0, 1e6])
@every_move
def test_a_meaningless_pose_counts_as_no_body(move, value):
    found = result(checked(move), [Moment(i / 25, landmarks(value)) for i in range(250)])
    assert found.refused is not None
    assert found.refused.id == "nobody"
    assert found.attempted == 0


@every_move
def test_an_empty_stream_counts_nothing(move):
    found = result(checked(move), [])
    assert found.attempted == 0


@every_move
def test_one_frame_counts_nothing(move):
    assert result(checked(move), performed(move).moments[:1]).attempted == 0


@every_move
def test_standing_is_the_wrong_posture(move):
    found = result(checked(move), recorded([stay("standing", 8.0)], Camera(aim_m=0.8, distance_m=4.0)))
    assert found.refused is not None
    assert found.refused.id == "wrong-posture"
    assert found.attempted == 0


@every_move
def test_another_posture_on_the_mat_is_the_wrong_posture(move):
    others = {"supine", "prone", "all-fours", "long-sitting"} - set(load_move(move).postures)
    for posture in others:
        found = result(checked(move), recorded([stay(posture, 5.0)]))
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
def test_a_wrong_view_is_refused(move, camera):
    found = result(checked(move), performed(move, camera, fps=10.0).moments)
    assert found.refused is not None
    assert found.refused.id in ("wrong-view", "wrong-posture")
    assert found.counted == 0


@every_move
def test_a_refusal_is_a_single_line(move):
    found = result(checked(move), recorded([stay("standing", 5.0)], Camera(aim_m=0.8, distance_m=4.0)))
    assert found.refused is not None
    text = refusal(found.refused, load_move(move), english())
    assert load_move(move).title in text
    assert "\n" not in text


@every_move
def test_staying_in_the_start_position_is_not_an_attempt(move):
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
    """Return how long the end position is held: longer than the required hold, unless that makes it the move itself.

    A knee that is lifted and held without hands is a single knee hug with a fault.
    """
    return 1.0 if name == "knee-lift" else 3.0


@cache
def activity(name: str) -> tuple[Moment, ...]:
    """Return an activity done twice."""
    return tuple(recorded([do(name, 2, way_s=1.2, stay_s=stay_s(name))]))


# Lying down, getting up and rolling over.
TRANSITIONS = {
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
def transition(name: str) -> tuple[Moment, ...]:
    """Return the moments of one of these transitions."""
    return tuple(recorded(TRANSITIONS[name]()))


@pytest.mark.parametrize("name", sorted(ACTIVITIES))
def test_other_activities_are_not_counted(name):
    for move in MOVE_IDS:
        assert result(checked(move, hold_s=2.0), activity(name)).counted == 0, move


@every_move
def test_a_move_is_none_of_the_others_whatever_its_faults(move):
    for faults in [(), *((fault,) for fault in sorted(MOVES[move].faults))]:
        moments = perform(move, [RepScript(hold_s=2.5, rest_s=1.0, faults=faults)], fps=FPS, seed=3).moments
        counted = [each for each in MOVE_IDS if result(checked(each, hold_s=2.0), moments).counted and each != move]
        # Legs that do not cross are a hug of one knee.
        assert counted == (["knee-to-chest"] if faults == ("no-cross",) else []), faults


@pytest.mark.parametrize("name", TRANSITIONS)
def test_transitions_are_not_counted(name):
    for move in MOVE_IDS:
        assert result(checked(move, hold_s=2.0), transition(name)).counted == 0, move


@pytest.mark.parametrize("name", TRANSITIONS)
def test_noise_free_transitions_are_not_counted_even_without_a_hold(name):
    scenes = TRANSITIONS[name]()
    moments = record(scenes, camera=view("chair", scenes[0].feet), fps=FPS, noise=EXACT, tremor_deg=0.0).moments
    for move in MOVE_IDS:
        assert result(checked(move, hold_s=0.0), moments).counted == 0, move


@every_move
def test_a_second_person_who_replaces_the_first_ends_the_rep(move):
    # The estimator switches to a person who walks in: another body and position from one frame to the next.
    done = performed(move)
    middle = done.reps[0].top[0] + 1.0
    stranger = recorded([stay("standing", 20.0)], Camera(aim_m=0.8, distance_m=4.0))
    mixed = [moment for moment in done.moments if moment.t < middle]
    mixed += [replace(moment, t=moment.t + middle) for moment in stranger]
    assert result(checked(move), mixed).counted == 0


@every_move
def test_every_move_has_a_camera_position(move):
    assert cameras(move)
