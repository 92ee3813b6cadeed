"""Seated twist: sitting towards +z, the leg of ``side`` crossed over the straight one, the trunk turned to ``side``."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from coach.body import SIDES, Side, other
from tests.fakes.skeleton.angles import shoulder_vs_hip_rotation
from tests.fakes.skeleton.kinematics import (
    Parts,
    Stance,
    Trunk,
    grasp,
    hip,
    leg_points,
    level_foot,
    level_hand,
    outward,
    shoulder,
    stance,
    step,
)
from tests.fakes.skeleton.person import Body
from tests.fakes.skeleton.rotations import UP, about_x, about_y, about_z, frame
from tests.fakes.skeleton.scene import Act, RepScript
from tests.fakes.skeleton.timeline import Controls, Timeline, ease

REST = {
    "cross": 0.0, "twist": 0.0, "look": 0.0, "hug": 0.0, "slouch": 0.0, "inside": 0.0, "hips": 0.0, "tip": 0.0,
    "back": 0.0, "aside": 0.0, "knees": 0.0,
}  # fmt: skip
ZONE_DEG = 25.0


def sitting(body: Body, side: Side, controls: Controls) -> Stance:
    """Sitting on the floor with long legs, one perhaps crossed over the other, the trunk perhaps turned.

    Controls: ``cross`` sets the foot of ``side`` outside the other thigh (0 to 1; ``inside`` 1 leaves it inside),
    ``twist`` turns the spine to ``side``, ``look`` the head, ``hips`` the pelvis, ``hug`` brings the other hand round
    the raised knee and the own one behind, ``slouch`` bows the back, ``tip`` lifts one sitting bone, ``back`` leans the
    whole trunk back, ``aside`` bends it to ``side`` (degrees all), ``knees`` draws both feet in (0 to 1).
    """
    n = len(controls["twist"])
    sign, straight = outward(side), other(side)
    facing = (
        frame(UP, [0.0, 0.0, 1.0])
        @ about_y(sign * (0.12 * controls["twist"] + controls["hips"]))
        @ about_z(sign * controls["tip"])
        @ about_x(-5.0 - controls["back"] + 0.05 * controls["slouch"])
    )
    pelvis = np.zeros((n, 3))
    pelvis[:, 1] = body.thick(0.075) + np.abs(np.sin(np.radians(controls["tip"]))) * body.hip_width / 2
    held = stance(
        n,
        Parts(
            pelvis=pelvis,
            facing=facing,
            spine=Trunk(bow=7.0 + controls["slouch"], lean=sign * controls["aside"], twist=sign * controls["twist"]),
            neck=Trunk(bow=-2.0 - 0.2 * controls["slouch"], twist=sign * controls["look"]),
        ),
    )
    held = _legs(body, held, side, controls)
    done = ease(controls["hug"])[:, None]
    _, knee, ankle = leg_points(body, held, side)
    behind = ease(np.maximum(controls["hug"], controls["twist"] / 60.0))[:, None]
    for arm in SIDES:
        own = outward(arm)
        beside = np.array([own * 0.19 * body.height_m, body.thick(0.055), -0.05 * body.height_m])
        pole = np.array([own * 0.5, 0.1, -1.0])
        if arm == straight:
            goal = knee + (ankle - knee) * 0.22 + np.array([sign * 0.05, 0.0, 0.034]) * body.height_m
            share, arch = done, np.array([0.0, 0.16, 0.10])
            pole = pole + done * (np.array([-sign * 0.35, -0.55, 0.9]) - pole)
            pole = pole + np.sin(np.pi * done) * np.array([own * 0.8, 0.0, 0.0])
        else:
            goal = np.array([sign * 0.12, 0.0, -0.17]) * body.height_m + [0.0, body.thick(0.055), 0.0]
            share, arch = behind, np.array([0.0, 0.05, 0.0])
        # The hand stays where the shoulder can reach: a leaning or bending trunk lifts it off the floor.
        wrist = beside + (goal - beside) * share + arch * np.sin(np.pi * share)
        at = shoulder(body, held, arm)
        away = wrist - at
        reach = 0.99 * (body.upper_arm + body.forearm)
        wrist = at + away * np.minimum(1.0, reach / np.linalg.norm(away, axis=-1))[:, None]
        held = level_hand(
            body, grasp(body, held, arm, wrist, pole), arm, 1.0 - (share[:, 0] if arm == straight else 0.0)
        )
    return held


def _legs(body: Body, held: Stance, side: Side, controls: Controls) -> Stance:
    sign, straight = outward(side), other(side)
    sole = body.thick(0.05)
    length = 0.997 * (body.thigh + body.shin)
    drawn = ease(controls["knees"])[:, None]
    for leg in SIDES:
        start = hip(body, held, leg) * [1, 0, 1]
        long = start + np.array([outward(leg) * 0.02, sole, length])
        near = start + np.array([0.0, body.thick(0.075), 0.62 * (body.thigh + body.shin)])
        held = step(body, held, leg, long + (near - long) * drawn, [0.0, 1.0, 0.05])
    at_hip, at_knee, _ = leg_points(body, held, straight)
    own_hip, _, own_ankle = leg_points(body, held, side)
    thigh = at_hip + (at_knee - at_hip) * 0.8
    outside = thigh * [1, 0, 1] + np.array([-sign * 0.078 * body.height_m, body.thick(0.075), 0.01])
    inside = own_hip * [1, 0, 0] + thigh * [0, 0, 1] + np.array([0.0, body.thick(0.075), 0.06])
    goal = outside + (inside - outside) * controls["inside"][:, None]
    done = ease(controls["cross"])[:, None]
    over = own_ankle + (goal - own_ankle) * 0.55 + np.array([sign * 0.06, 0.34, 0.0])
    ankle = (1 - done) ** 2 * own_ankle + 2 * done * (1 - done) * over + done**2 * goal
    held = step(body, held, side, ankle, np.array([0.0, 1.0, 0.05]) + done * [sign * 0.1, 0.0, 0.07])
    for leg in SIDES:
        held = level_foot(held, leg, (np.maximum(done, drawn) if leg == side else drawn)[:, 0])
    return held


def _top(rep: RepScript) -> Mapping[str, float]:
    faults = rep.faults
    return {
        "cross": 1.0,
        "hug": 1.0,
        "look": 66.0 if "head-only" in faults else 0.0 if "not-looking" in faults else 42.0,
        "slouch": 32.0 if "slouch" in faults else 0.0,
        "hips": 25.0 if "hips-turned" in faults else 0.0,
        "tip": 12.0 if "sit-bone-lifted" in faults else 0.0,
    }


def _play(line: Timeline, rep: RepScript, top: Mapping[str, float]) -> tuple[float, float]:
    up, down = rep.up_s / 1.6, rep.down_s / 1.6
    inside = float("foot-inside" in rep.faults)
    line.to(0.0, inside=inside)
    line.to(1.8 * up, cross=top["cross"])
    line.to(1.8 * up, **{**top, "inside": inside})
    first = line.end_s
    line.stay(rep.hold_s)
    last = line.end_s
    line.to(1.4 * down, **{**REST, "cross": top["cross"], "inside": inside})
    line.to(1.5 * down, cross=0.0)
    return first, last


ACT = Act(
    id="seated-rotation",
    rest=REST,
    pose=sitting,
    play=_play,
    top=_top,
    control=("twist", 0.0, 90.0),
    main=lambda points, rep: np.abs(shoulder_vs_hip_rotation(points)),
    usual_deg=46.0,
    peaks={"head-only": 8.0},
    zone=lambda points, rep: np.abs(shoulder_vs_hip_rotation(points)) >= ZONE_DEG,
    trembling=("twist", "look", "slouch"),
    feet=lambda side: 1,
    faults=frozenset(("slouch", "foot-inside", "head-only", "hips-turned", "sit-bone-lifted", "not-looking")),
)
