"""How the body is held and from where it is seen: simulated bodies in every posture, and the estimator's own words."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from coach.body import COUNT, SIDES, Side, joint, other
from coach.library import load_move
from coach.pose import Pose
from coach.posture import UNKNOWN, Stance, stance
from tests.clips.packed import path_of, unpack
from tests.contracts.clips import CLIPS, truth
from tests.fakes.skeleton import Body, RepScript, perform, record, stay, turned, view

BODIES = (Body(), Body(1.55, shoulders=0.92, hips=1.1), Body(1.92, leg=1.05, arm=0.97))
POSTURES: dict[tuple[str, Side], str] = {
    # What is simulated, the upper side, and what it is.
    ("supine", "right"): "supine",
    ("hook-lying", "right"): "supine",
    ("prone", "right"): "prone",
    ("side-lying", "right"): "side-lying-left",
    ("side-lying", "left"): "side-lying-right",
    ("all-fours", "right"): "all-fours",
    ("long-sitting", "right"): "long-sitting",
    ("kneeling", "right"): "kneeling",
    ("standing", "right"): "standing",
}
LYING = {"supine", "hook-lying", "prone", "all-fours"}
BESIDE = ("low", "chair", "side", "raised")
SLANTED = ("quarter-feet", "quarter-head", "raised-quarter-feet", "raised-quarter-head")


@cache
def poses(posture: str, upper: Side, name: str, body: Body) -> tuple[Pose, ...]:
    """Return a second of a held posture, as the estimator reports it."""
    scene = stay(posture, 1.0, side=upper, body=body)
    camera = view(name, scene.feet)
    if posture in ("standing", "kneeling"):
        camera = replace(camera, aim_m=0.7, distance_m=4.0)
    return tuple(m.pose for m in record([scene], camera=camera, fps=5, seed=2).moments if m.pose is not None)


def stances(posture: str, upper: Side, name: str, body: Body) -> set[Stance]:
    """Every stance that is read of it, with the depth left out."""
    return {stance(pose)._replace(depth=0.0) for pose in poses(posture, upper, name, body)}


@pytest.mark.parametrize("body", BODIES, ids=["average", "small", "tall"])
@pytest.mark.parametrize("name", [*BESIDE, *SLANTED, "back"])
@pytest.mark.parametrize(("posture", "upper"), POSTURES)
def test_every_posture_is_recognised_from_beside_the_mat(posture, upper, name, body):
    # Single frames go wrong, of a kneeling body at the edge of what kneeling is.
    read = Counter[str](stance(pose).posture for pose in poses(posture, upper, name, body))
    assert read[POSTURES[posture, upper]] >= 0.8 * read.total()


@pytest.mark.parametrize("name", ["head-end", "foot-end"])
@pytest.mark.parametrize("posture", ["supine", "hook-lying", "prone", "all-fours"])
def test_the_ends_of_the_mat_are_recognised(posture, name):
    assert {each.view for body in BODIES for each in stances(posture, "right", name, body)} == {name}


@pytest.mark.parametrize("name", [*BESIDE, "back"])
@pytest.mark.parametrize("posture", sorted(LYING))
def test_from_beside_a_lying_body_the_view_is_the_side(posture, name):
    assert {each.view for body in BODIES for each in stances(posture, "right", name, body)} == {"side"}


@pytest.mark.parametrize(("name", "seen_from"), [*((name, "front") for name in BESIDE), ("back", "back")])
@pytest.mark.parametrize("upper", SIDES)
def test_a_body_on_its_side_is_seen_from_the_front_or_the_back(upper, name, seen_from):
    assert {each.view for body in BODIES for each in stances("side-lying", upper, name, body)} == {seen_from}


@pytest.mark.parametrize("name", ["quarter-feet", "quarter-head"])
@pytest.mark.parametrize("posture", sorted(LYING | {"long-sitting", "standing"}))
def test_a_camera_between_two_views_is_oblique(posture, name):
    assert {each.view for body in BODIES for each in stances(posture, "right", name, body)} == {"oblique"}


@pytest.mark.parametrize(
    ("name", "seen_from"),
    [
        ("seated-front", "front"),
        ("seated-chair", "front"),
        ("seated-raised", "front"),
        ("seated-quarter-left", "oblique"),
        ("seated-quarter-right", "oblique"),
        ("seated-side-left", "side"),
        ("seated-side-right", "side"),
        ("back", "back"),
    ],
)
def test_which_side_of_a_sitting_body_is_seen(name, seen_from):
    assert {each.view for body in BODIES for each in stances("long-sitting", "right", name, body)} == {seen_from}


@pytest.mark.parametrize("name", ["seated-front", "seated-side-left"])
def test_a_twist_does_not_change_whether_a_sitter_faces_the_camera(name):
    # The shoulders of a twist recorded from the side face the camera at its top: the legs show where the camera is.
    done = perform("seated-rotation", [RepScript("left", hold_s=2), RepScript("right", hold_s=2)], camera=name, fps=5)
    assert {stance(moment.pose).view == "front" for moment in done.moments} == {name == "seated-front"}


def test_a_sitter_whose_feet_are_drawn_too_low_sits_on_the_floor():
    # Before a raised camera the estimator lets the shanks hang, as on a chair; the knees stay straighter than there.
    for pose in poses("long-sitting", "right", "seated-raised", BODIES[0]):
        world_m = pose.world_m.copy()
        for side in SIDES:
            world_m[joint(side, "ankle"), 1] += 0.33
        assert stance(replace(pose, world_m=world_m)).posture == "long-sitting"


def test_a_sitter_on_a_chair_does_not_sit_on_the_floor():
    for pose in poses("long-sitting", "right", "seated-front", BODIES[0]):
        world_m = pose.world_m.copy()
        for side in SIDES:
            world_m[joint(side, "ankle")] = world_m[joint(side, "knee")] + np.array([0, 0.4, 0.05], np.float32)
        assert stance(replace(pose, world_m=world_m)).posture == "unknown"


@pytest.mark.parametrize("upper", SIDES)
@pytest.mark.parametrize("turn_deg", [-35, 35])
@pytest.mark.parametrize("posture", ["prone", "supine", "all-fours", "side-lying"])
def test_a_roll_that_is_estimated_wrongly_does_not_change_the_posture(posture, turn_deg, upper):
    # The far shoulder is a guess: shoulders were read rolled by up to 40 degrees more or less than they were.
    for pose in poses(posture, upper, "chair", BODIES[0]):
        world_m = pose.world_m.copy()
        left, right = (world_m[joint(side, "shoulder")] for side in SIDES)
        middle, (x, y, z), turn = (left + right) / 2, (left - right) / 2, np.radians(turn_deg)
        half = np.array([x, y * np.cos(turn) - z * np.sin(turn), y * np.sin(turn) + z * np.cos(turn)])
        world_m[joint("left", "shoulder")], world_m[joint("right", "shoulder")] = middle + half, middle - half
        assert (
            stance(replace(pose, world_m=world_m)).posture
            == POSTURES[posture, upper if posture == "side-lying" else "right"]
        )


@pytest.mark.parametrize("upper", SIDES)
@pytest.mark.parametrize("name", [*BESIDE, *SLANTED, "back"])
def test_the_top_side_is_reported(upper, name):
    for each in (each for body in BODIES for each in stances("side-lying", upper, name, body)):
        assert each.above == upper
        assert each.posture == f"side-lying-{other(upper)}"


@pytest.mark.parametrize("posture", sorted(LYING | {"long-sitting", "standing"}))
def test_only_a_body_on_its_side_has_a_side_on_top(posture):
    assert {each.above for each in stances(posture, "right", "chair", BODIES[0])} == {None}


def test_depth_shows_whether_head_or_feet_are_nearer():
    def depth(name: str) -> float:
        return float(np.mean([stance(pose).depth for pose in poses("supine", "right", name, BODIES[0])]))

    assert depth("head-end") < -0.9
    assert depth("quarter-head") < -0.4
    assert abs(depth("side")) < 0.2
    assert depth("quarter-feet") > 0.4
    assert depth("foot-end") > 0.9


@pytest.mark.parametrize(("posture", "upper"), POSTURES)
def test_a_mirror_changes_the_side_and_nothing_else(posture, upper):
    for pose in poses(posture, upper, "chair", BODIES[0]):
        one, two = stance(pose), stance(pose.mirrored())
        assert two.view == one.view
        assert two.depth == pytest.approx(one.depth, abs=1e-6)
        if one.above is None:
            assert two.posture == one.posture
        else:
            assert two.above == other(one.above)
            assert two.posture == f"side-lying-{one.above}"


def test_a_body_turned_around_on_the_mat_is_held_the_same():
    for posture in ("supine", "prone", "all-fours"):
        scene = turned(stay(posture, 0.5), 180.0)
        done = record([scene], camera=view("chair", scene.feet), fps=5, seed=2)
        assert {stance(moment.pose).posture for moment in done.moments} == {POSTURES[posture, "right"]}


def test_no_body_has_no_posture():
    assert stance(None) == UNKNOWN


@pytest.mark.parametrize("fill", [np.nan, 0.0])
def test_a_pose_without_positions_counts_as_no_body(fill):
    def filled(*shape):
        return np.full((COUNT, *shape), fill, np.float32)

    assert stance(Pose(filled(2), filled(), filled(3), filled(), filled(), (640, 480))) == UNKNOWN


def test_a_pose_without_a_trunk_counts_as_no_body():
    pose = poses("supine", "right", "chair", BODIES[0])[0]
    world_m = pose.world_m.copy()
    world_m[[joint(side, "hip") for side in SIDES]] = np.nan
    assert stance(replace(pose, world_m=world_m)) == UNKNOWN


@pytest.mark.parametrize("clip", CLIPS)
def test_the_people_of_the_clips_are_in_the_posture_of_their_move(clip):
    move = load_move(truth(clip)["move"])
    start = truth(clip)["reps"][0]["start"]
    before = [stance(moment.pose) for moment in unpack(path_of(clip)) if 0.4 < moment.t < start]
    (posture, _), *_ = Counter(each.posture for each in before).most_common()
    (seen_from, _), *_ = Counter(each.view for each in before).most_common()
    assert posture in move.postures
    assert seen_from in move.views
