"""Stances that none of the moves has: standing, kneeling, a plank, and unusual limb movements."""

from __future__ import annotations

import numpy as np

from coach.body import SIDES, Side, other
from tests.fakes.skeleton.kinematics import (
    Arm,
    Leg,
    Parts,
    Stance,
    Trunk,
    chest,
    grasp,
    leg_points,
    level_hand,
    outward,
    shoulder,
    stance,
    step,
)
from tests.fakes.skeleton.moves.back_extension import prone
from tests.fakes.skeleton.moves.hip_abduction import side_lying
from tests.fakes.skeleton.moves.seated_rotation import sitting
from tests.fakes.skeleton.moves.supine import on_the_back
from tests.fakes.skeleton.person import Body
from tests.fakes.skeleton.rotations import UP, about_x, frame
from tests.fakes.skeleton.timeline import Controls


def standing(body: Body, side: Side, controls: Controls) -> Stance:
    """Upright, facing +z.

    Controls: ``out`` lifts the leg of ``side`` sideways, ``walked`` metres gone towards +x, facing there once above 0;
    ``stride`` 1 swings legs and arms as in walking.
    """
    n = len(controls["out"])
    walked, stride = controls["walked"], controls["stride"]
    phase = 2 * np.pi * walked / (0.8 * body.height_m)
    facing = frame(UP, [1.0, 0.0, 0.0]) if stride.any() else frame(UP, [0.0, 0.0, 1.0])
    legs, arms = {}, {}
    for leg in SIDES:
        swing = np.sin(phase + (np.pi if leg == "left" else 0.0)) * stride
        bend = np.maximum(0.0, np.cos(phase + (np.pi if leg == "left" else 0.0))) * stride
        legs[leg] = Leg(
            flex=26.0 * swing + 12.0 * bend,
            out=controls["out"] if leg == side else 1.0,
            knee=4.0 + 48.0 * bend,
            toes=10.0 * stride,
        )
        arms[leg] = Arm(flex=-22.0 * swing, elbow=12.0 + 10.0 * stride)
    pelvis = np.zeros((n, 3))
    pelvis[:, 0] = walked
    pelvis[:, 1] = body.thigh + body.shin + 0.045 * body.height_m + 0.01 * stride
    return stance(n, Parts(pelvis=pelvis, facing=facing, spine=Trunk(bow=3.0), legs=legs, arms=arms))


def kneeling(body: Body, side: Side, controls: Controls) -> Stance:
    """Upright on both knees, facing +x; ``back`` sits down on the heels (0 to 1)."""
    n = len(controls["back"])
    sunk = 62.0 * controls["back"]
    pelvis = np.zeros((n, 3))
    pelvis[:, 0] = -body.thigh * np.sin(np.radians(sunk))
    pelvis[:, 1] = body.thigh * np.cos(np.radians(sunk)) + body.thick(0.06)
    legs = dict.fromkeys(SIDES, Leg(flex=sunk, knee=90.0 + sunk - 1.0, toes=74.0))
    arms = dict.fromkeys(SIDES, Arm(flex=10.0, elbow=15.0))
    return stance(n, Parts(pelvis=pelvis, facing=frame(UP, [1.0, 0.0, 0.0]), legs=legs, arms=arms))


def plank(body: Body, side: Side, controls: Controls) -> Stance:
    """Straight from heels to head on hands and toes, head towards +x; ``down`` bends the arms (0 to 1)."""
    n = len(controls["down"])
    length = body.trunk + body.thigh + body.shin
    low = 0.098 * body.height_m
    arm = body.upper_arm + body.forearm
    high = body.thick(0.055) + arm * (0.97 - 0.62 * controls["down"])
    slope = np.arcsin((high - low) / length)
    pelvis = np.zeros((n, 3))
    pelvis[:, 0] = (body.thigh + body.shin) * np.cos(slope)
    pelvis[:, 1] = low + (body.thigh + body.shin) * np.sin(slope)
    facing = frame([1.0, 0.0, 0.0], [0.0, -1.0, 0.0]) @ about_x(-np.degrees(slope))
    legs = dict.fromkeys(SIDES, Leg(out=4.0, knee=1.0, toes=-25.0))
    held = stance(n, Parts(pelvis=pelvis, facing=facing, neck=Trunk(bow=-8.0), legs=legs))
    for hand in SIDES:
        at = np.zeros((n, 3))
        at[:, 0] = length * 0.985
        at[:, 1] = body.thick(0.055)
        at[:, 2] = -outward(hand) * 0.6 * body.shoulder_width
        held = grasp(body, held, hand, at, [-1.0, 0.1, -0.5 * outward(hand)])
        held = level_hand(body, held, hand)
    return held


def dead_bug(body: Body, side: Side, controls: Controls) -> Stance:
    """On the back, hips and knees at right angles, arms up; ``reach`` takes one arm and the other leg to the floor."""
    n = len(controls["reach"])
    reach = controls["reach"]
    lowered = {side: np.maximum(-reach, 0.0), other(side): np.maximum(reach, 0.0)}
    legs = {leg: Leg(90.0 - 78.0 * lowered[leg], 3.0, 0.0, 90.0 - 82.0 * lowered[leg], 15.0) for leg in SIDES}
    held = on_the_back(n, body, legs, tuck=5.0)
    for hand in SIDES:
        away = lowered[other(hand)]
        angle = np.radians(90.0 * away)
        way = np.stack([-np.sin(angle), np.cos(angle), np.zeros(n)], axis=-1)
        at = shoulder(body, held, hand)
        wrist = at + way * 0.97 * (body.upper_arm + body.forearm)
        held = grasp(body, held, hand, wrist, [0.4, 0.3, -1.0 * outward(hand)])
    return held


def lower_leg_lift(body: Body, side: Side, controls: Controls) -> Stance:
    """On the side, the top foot on the floor behind; ``low`` lifts the straight bottom leg (degrees)."""
    held = side_lying(body, side, controls)
    lower = other(side)
    along = np.array([-float(outward(side)), 0.0, 0.0])
    angle = np.radians(controls["low"])
    length = 0.99 * (body.thigh + body.shin)
    hip = leg_points(body, held, lower)[0]
    way = -along * np.cos(angle)[:, None] + UP * np.sin(angle)[:, None]
    return step(body, held, lower, hip + way * length, [0.0, 0.05, 1.0])


def russian_twist(body: Body, side: Side, controls: Controls) -> Stance:
    """Sitting and leaning back, knees bent, both hands in front of the chest as it turns."""
    held = sitting(body, side, controls)
    at, frame_ = chest(body, held)
    spot = at + frame_[..., 2] * 0.2 * body.height_m - frame_[..., 1] * 0.09 * body.height_m
    for hand in SIDES:
        aside = frame_[..., 0] * outward(hand)
        held = grasp(body, held, hand, spot + aside * 0.03, aside - 0.8 * frame_[..., 1])
    return held


def up_dog(body: Body, side: Side, controls: Controls) -> Stance:
    """Prone press-up on straight arms, thighs and knees off the floor."""
    held = prone(body, side, controls)
    straight = 0.99 * (body.thigh + body.shin)
    for leg in SIDES:
        hip, _, resting = leg_points(body, held, leg)
        drop = hip[:, 1] - body.thick(0.075)
        ankle = np.stack(
            [hip[:, 0] - np.sqrt(straight**2 - drop**2), np.full(len(held), body.thick(0.075)), resting[:, 2]], axis=-1
        )
        lifted = np.clip(controls["hips"] / 0.1, 0.0, 1.0)[:, None]
        held = step(body, held, leg, resting + (ankle - resting) * lifted, [0.0, -1.0, 0.0])
    return held
