"""Activities on a mat that are not moves, and transitions between postures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from coach.body import Side
from tests.fakes.skeleton import postures
from tests.fakes.skeleton.kinematics import Stance, landmarks, mix, outward
from tests.fakes.skeleton.moves import (
    back_extension,
    glute_bridge,
    hip_abduction,
    knee_to_chest,
    seated_rotation,
    spine_extension,
)
from tests.fakes.skeleton.person import Body
from tests.fakes.skeleton.rotations import Array, about_y, turn
from tests.fakes.skeleton.scene import Pose, Scene
from tests.fakes.skeleton.timeline import Timeline, Tremor, ease

STANDING: Final = {"out": 1.0, "walked": 0.0, "stride": 0.0}
KNEELING: Final = {"back": 0.0}
ALL_FOURS: Final = spine_extension.REST
SIDE_LYING: Final = hip_abduction.REST
SITTING: Final = seated_rotation.REST
SUPINE: Final = knee_to_chest.REST
PRONE: Final = back_extension.REST


@dataclass(frozen=True, slots=True)
class Activity:
    """A motion that is not a move.

    Attributes:
        rest: Every control at the start.
        pose: The stance at given controls.
        once: Moves the controls through one turn: a time up or down and a stay.
        feet: Towards which end of the mat the feet lie, by side.
        trembling: Controls that tremble.
    """

    rest: Mapping[str, float]
    pose: Pose
    once: Callable[[Timeline, float, float], object]
    feet: int | Callable[[Side], int] = 1
    trembling: tuple[str, ...] = ()

    def scene(self, body: Body, side: Side, times: int, way_s: float, stay_s: float, rest_s: float) -> Scene:
        """Several turns with rests between."""
        line = Timeline(**self.rest).stay(rest_s)
        for _ in range(times):
            self.once(line, way_s, stay_s)
            line.stay(rest_s)
        return _scene(body, side, self, line)


def _scene(body: Body, side: Side, activity: Activity, line: Timeline) -> Scene:
    def held(t: Array, tremor: Tremor | None) -> Stance:
        controls = line.at(t)
        if tremor is not None:
            controls |= {name: controls[name] + tremor(name) for name in activity.trembling}
        return activity.pose(body, side, controls)

    feet = activity.feet if isinstance(activity.feet, int) else activity.feet(side)
    return Scene(line.end_s, held, body, feet=feet)


def _to_and_back(**top: float) -> Callable[[Timeline, float, float], object]:
    def once(line: Timeline, way_s: float, stay_s: float) -> object:
        before = {name: line.now[name] for name in top}
        return line.to(way_s, **top).stay(stay_s).to(way_s, **before)

    return once


def _both_ways(first: Mapping[str, float], second: Mapping[str, float]) -> Callable[[Timeline, float, float], object]:
    def once(line: Timeline, way_s: float, stay_s: float) -> object:
        before = {name: line.now[name] for name in (*first, *second)}
        line.to(way_s, **{**before, **first}).stay(stay_s)
        return line.to(way_s, **{**before, **second}).stay(stay_s).to(way_s, **before)

    return once


def _nothing(line: Timeline, way_s: float, stay_s: float) -> object:
    return line.stay(stay_s)


def _walk(line: Timeline, way_s: float, stay_s: float) -> object:
    return line.to(4.5 * way_s, walked=line.now["walked"] + 5.0)


def _sway(**amount: float) -> Callable[[Timeline, float, float], object]:
    return _both_ways(amount, {name: -value for name, value in amount.items()})


HALF_HOOK: Final = {"hip": 90.0, "knee": 90.0, "other_hip": 90.0, "other_knee": 90.0}

ACTIVITIES: Final[dict[str, Activity]] = {
    # Lying, sitting and standing still.
    "supine": Activity(SUPINE, knee_to_chest.hugging, _nothing, 1, ("hip", "other_hip")),
    "hook-lying": Activity(glute_bridge.REST, glute_bridge.bridging, _nothing, 1),
    "prone": Activity(PRONE, back_extension.prone, _nothing, -1, ("neck",)),
    "side-lying": Activity(SIDE_LYING, hip_abduction.side_lying, _nothing, outward, ("out",)),
    "all-fours": Activity(ALL_FOURS, spine_extension.all_fours, _nothing, -1, ("sag", "neck")),
    "long-sitting": Activity(SITTING, seated_rotation.sitting, _nothing, 1, ("twist", "look", "slouch")),
    "kneeling": Activity(KNEELING, postures.kneeling, _nothing, -1),
    "standing": Activity(STANDING, postures.standing, _nothing, 1, ("out",)),
    # On the side.
    "lower-leg-lift": Activity(
        SIDE_LYING | {"low": 0.0, "flex": 45.0, "knee": 80.0, "out": -8.0, "bottom": 0.0},
        postures.lower_leg_lift,
        _to_and_back(low=28.0),
        outward,
        ("low",),
    ),
    # On hands and knees.
    "leg-only": Activity(ALL_FOURS, spine_extension.all_fours, _to_and_back(leg=1.0), -1, ("leg_rise",)),
    "arm-only": Activity(ALL_FOURS, spine_extension.all_fours, _to_and_back(arm=1.0), -1, ("arm_rise",)),
    "fire-hydrant": Activity(ALL_FOURS, spine_extension.all_fours, _to_and_back(thigh_out=55.0), -1, ("thigh_out",)),
    "cat-cow": Activity(
        ALL_FOURS, spine_extension.all_fours, _both_ways({"sag": -45.0, "neck": -35.0}, {"sag": 30.0, "neck": 30.0}), -1
    ),
    "talking": Activity(ALL_FOURS, spine_extension.all_fours, _sway(neck=25.0, sag=5.0, open=4.0), -1, ("sag", "open")),
    "plank": Activity({"down": 0.0}, postures.plank, _nothing, -1, ()),
    "push-up": Activity({"down": 0.0}, postures.plank, _to_and_back(down=1.0), -1, ()),
    # On the belly.
    "superman": Activity(
        PRONE, back_extension.prone, _to_and_back(arch=34.0, legs=14.0, reach=1.0, neck=5.0), -1, ("arch",)
    ),
    "up-dog": Activity(PRONE, postures.up_dog, _to_and_back(arch=72.0, hips=0.16), -1, ("arch",)),
    # On the back.
    "knee-lift": Activity(SUPINE, knee_to_chest.hugging, _to_and_back(hip=105.0, knee=105.0), 1, ("hip",)),
    "bicycle": Activity(
        SUPINE | HALF_HOOK | {"lift": 22.0},
        knee_to_chest.hugging,
        _both_ways(
            {"hip": 112.0, "knee": 105.0, "other_hip": 28.0, "other_knee": 12.0},
            {"hip": 28.0, "knee": 12.0, "other_hip": 112.0, "other_knee": 105.0},
        ),
        1,
        ("hip", "other_hip"),
    ),
    "dead-bug": Activity({"reach": 0.0}, postures.dead_bug, _sway(reach=1.0), 1),
    # Sitting.
    "russian-twist": Activity(
        SITTING | {"back": 32.0, "knees": 1.0}, postures.russian_twist, _sway(twist=42.0, look=10.0), 1, ("twist",)
    ),
    "side-bend": Activity(SITTING, seated_rotation.sitting, _sway(aside=34.0), 1, ("aside",)),
    "neck-turn": Activity(SITTING, seated_rotation.sitting, _sway(look=62.0), 1, ("look",)),
    # Upright.
    "standing-abduction": Activity(STANDING, postures.standing, _to_and_back(out=40.0), 1, ("out",)),
    "walking-past": Activity(STANDING | {"stride": 1.0}, postures.standing, _walk, 1),
}
"""The activities of ``do``, by name."""


def do(
    name: str,
    times: int = 4,
    *,
    side: Side = "right",
    way_s: float = 1.4,
    stay_s: float = 1.0,
    rest_s: float = 0.5,
    body: Body = Body(),  # noqa: B008  a frozen value
) -> Scene:
    """Return a scene of an activity that is not a move; it contains no rep.

    Args:
        name: One of ``ACTIVITIES``.
        times: Number of repetitions.
        side: The working side, if there is one; for ``side-lying`` the top side.
        way_s: Duration of one way.
        stay_s: Hold at the far end; for postures, the duration of each repetition.
        rest_s: Rest between repetitions.
        body: The body.
    """
    return ACTIVITIES[name].scene(body, side, times, way_s, stay_s, rest_s)


def stay(posture: str, seconds: float, *, side: Side = "right", body: Body = Body()) -> Scene:  # noqa: B008
    """Return a scene in which a posture is kept; ``side`` is the top side of a body that lies on its side."""
    return do(posture, 1, side=side, stay_s=seconds, rest_s=0.0, body=body)


def lingering(scene: Scene, seconds: float) -> Scene:
    """Return a scene in which the last stance of another is kept."""

    def held(t: Array, tremor: Tremor | None) -> Stance:
        return scene.held(np.full(len(t), scene.seconds), tremor)

    return Scene(seconds, held, scene.body, feet=scene.feet)


def turned(scene: Scene, degrees: float) -> Scene:
    """Return the scene with the person, and the foot end of the mat, rotated about the vertical."""
    rotation = about_y(degrees)

    def held(t: Array, tremor: Tremor | None) -> Stance:
        stance = scene.held(t, tremor)
        return replace(stance, pelvis=turn(rotation, stance.pelvis), facing=rotation @ stance.facing)

    half_turn = np.cos(np.radians(degrees)) < 0
    return replace(scene, held=held, feet=-scene.feet if half_turn else scene.feet)


def change(start: Scene, end: Scene, seconds: float) -> Scene:
    """Return a transition from the last stance of one scene to the first of another.

    Joints are interpolated along the shorter way. The body stays on the floor: it is shifted vertically so that the
    height of its lowest landmark is interpolated, too.
    """
    body = start.body
    once = np.zeros(1)
    first, last = start.held(once + start.seconds, None), end.held(once, None)
    low, high = (float(landmarks(body, stance)[..., 1].min()) for stance in (first, last))

    def held(t: Array, tremor: Tremor | None) -> Stance:
        share = ease(t / seconds)
        mixed = mix(first, last, share)
        lowest = landmarks(body, mixed)[..., 1].min(axis=1)
        pelvis = np.array(mixed.pelvis)
        pelvis[:, 1] += low + (high - low) * share - lowest
        return replace(mixed, pelvis=pelvis)

    return Scene(seconds, held, body, feet=end.feet)


def through(scenes: Sequence[Scene], change_s: float = 1.5) -> list[Scene]:
    """Return the scenes with transitions between them, rolling over the side or back where half a turn is needed."""
    played = [scenes[0]]
    for scene in scenes[1:]:
        before = played[-1]
        fronts = [_front(before, before.seconds), _front(scene, 0.0)]
        if fronts[0] @ fronts[1] < -0.5:
            # Half a turn has no shorter way: the body passes through the posture in between.
            over = stay("side-lying" if abs(fronts[1][1]) > 0.5 else "supine", 0.4, body=scene.body)
            over = over if over.feet == scene.feet else turned(over, 180.0)
            played += [change(before, over, change_s), over]
        played += [change(played[-1], scene, change_s), scene]
    return played


def _front(scene: Scene, t: float) -> Array:
    front: Array = scene.held(np.array([t]), None).facing[0, :, 2]
    return front


def lying_down(to: Scene, *, change_s: float = 1.5) -> list[Scene]:
    """Return scenes of lying down: standing, kneeling, on hands and knees, the first stance of ``to``, and ``to``."""
    return through([*_upright(to), to], change_s)


def getting_up(after: Scene, *, change_s: float = 1.5) -> list[Scene]:
    """Return ``after``, and scenes of getting up from its last stance over hands and knees to standing."""
    return through([after, *reversed(_upright(after))], change_s)


def _upright(low: Scene) -> list[Scene]:
    """Return standing, kneeling and all fours, with the head at the same end of the mat as in ``low``."""
    # Kneeling and all fours have their feet towards -x, standing looks to +z.
    around = 0.0 if low.feet == -1 else 180.0
    turns = {"standing": around + 90.0, "kneeling": around, "all-fours": around}
    return [turned(stay(name, 0.8, body=low.body), degrees) for name, degrees in turns.items()]


def rolling_over(after: Scene, to: Scene, *, change_s: float = 1.5) -> list[Scene]:
    """Return ``after``, a transition to another lying posture with the head in place, and ``to``."""
    if after.feet != to.feet:
        to = turned(to, 180.0)
    return through([after, to], change_s)
