"""Shared by moves lying on the back, head towards -x, the right side nearer."""

from __future__ import annotations

import numpy as np

from coach.body import SIDES, Side
from tests.fakes.skeleton.kinematics import (
    Leg,
    Parts,
    Stance,
    Trunk,
    grasp,
    level_hand,
    outward,
    shoulder,
    stance,
)
from tests.fakes.skeleton.person import Body
from tests.fakes.skeleton.rotations import Array, Number, about_x, frame, unit
from tests.fakes.skeleton.timeline import ease


def hip_height(body: Body) -> float:
    """Height of the hip joints on the floor, metres."""
    return body.thick(0.092)


def hook_knee_deg(body: Body, hip_deg: float) -> float:
    """How far a knee bends for the foot to stand on the floor, the hip bent by ``hip_deg``."""
    drop = hip_height(body) + body.thigh * np.sin(np.radians(hip_deg)) - body.thick(0.052)
    return hip_deg + float(np.degrees(np.arcsin(np.clip(drop / body.shin, -0.98, 0.98))))


def on_the_back(
    n: int, body: Body, legs: dict[Side, Leg], *, tuck: Number = 0.0, lift: Number = 0.0, hips: Number = 0.0
) -> Stance:
    """On the back with the legs as given.

    Args:
        n: How many instants.
        body: Whose stance it is.
        legs: Thighs against the level floor, not against the pelvis.
        tuck: The pelvis tipped up by the drawn leg, degrees.
        lift: Head and shoulders raised, degrees of neck.
        hips: The pelvis raised off the floor, metres.
    """
    raised = np.broadcast_to(np.asarray(hips, float), (n,))
    pelvis = np.zeros((n, 3))
    pelvis[:, 1] = hip_height(body) + raised
    # The shoulders stay down: a raised pelvis slopes the trunk.
    slope = np.degrees(np.arcsin(np.clip(raised / body.trunk, 0.0, 0.9)))
    facing = frame([-1.0, 0.0, 0.0], [0.0, 1.0, 0.0]) @ about_x(-slope - np.asarray(tuck) * 0.5)
    turned = np.broadcast_to(-slope - np.asarray(tuck) * 0.5, (n,))
    against = {side: Leg(leg.flex + turned, leg.out, leg.roll, leg.knee, leg.toes) for side, leg in legs.items()}
    return stance(
        n,
        Parts(
            pelvis=pelvis,
            facing=facing,
            spine=Trunk(bow=np.asarray(tuck) + 0.8 * np.asarray(lift)),
            neck=Trunk(bow=8.0 + np.asarray(lift)),
            legs=against,
        ),
    )


def straight_leg(body: Body) -> float:
    """Hip angle of a straight leg whose heel lies on the floor, degrees (a little below 0)."""
    drop = hip_height(body) - body.thick(0.06)
    return -float(np.degrees(np.arcsin(drop / (body.thigh + body.shin))))


def hands(
    body: Body, held: Stance, grip: dict[Side, Array], share: Array, elbow: dict[Side, Array] | None = None
) -> Stance:
    """Hands from the floor beside the body (0) to where they grip (1), going round the outside."""
    for side in SIDES:
        sign = outward(side)
        aside = np.array([0.0, 0.0, -float(sign)])
        at = shoulder(body, held, side)
        way = unit(np.array([1.0, 0.0, 0.0]) + 0.32 * aside)
        length = 0.97 * (body.upper_arm + body.forearm)
        drop = at[:, 1] - body.thick(0.045)
        floor = at * [1, 0, 1] + way * np.sqrt(np.maximum(length**2 - drop**2, 0.01))[:, None]
        floor[:, 1] = body.thick(0.045)
        done = ease(share)[:, None]
        hop = np.sin(np.pi * done) * 0.14
        wrist = floor + (grip[side] - floor) * done + hop * (aside + np.array([0.0, 0.9, 0.0]))
        held = grasp(body, held, side, wrist, aside * (1 + 0.5 * done) - [0.0, 0.45, 0.0])
        held = level_hand(body, held, side, 1 - np.clip(4 * done[:, 0], 0.0, 1.0))
    return held


def arms_down(body: Body, held: Stance) -> Stance:
    """The arms beside the body, the hands on the floor."""
    for hand in SIDES:
        sign = outward(hand)
        at = shoulder(body, held, hand)
        wrist = at + np.array([0.93 * (body.upper_arm + body.forearm), 0.0, -0.1 * sign])
        wrist[:, 1] = body.thick(0.045)
        held = level_hand(body, grasp(body, held, hand, wrist, [0.0, -0.4, -1.0 * sign]), hand)
    return held
