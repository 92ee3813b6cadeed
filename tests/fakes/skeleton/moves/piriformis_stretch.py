"""Supine figure four: knees bent, the ankle of ``side`` across the other knee, that thigh drawn to the chest."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from coach.body import SIDES, Side, other
from tests.fakes.skeleton.angles import thigh_vs_trunk_line
from tests.fakes.skeleton.kinematics import (
    Leg,
    Stance,
    leg_points,
    level_foot,
    outward,
    step,
    thigh_frame,
)
from tests.fakes.skeleton.moves.supine import hands, hook_knee_deg, on_the_back
from tests.fakes.skeleton.person import Body
from tests.fakes.skeleton.rotations import unit
from tests.fakes.skeleton.scene import Act, RepScript
from tests.fakes.skeleton.timeline import Controls, Timeline, ease

HOOK_DEG = 48.0
"""Hip angle with the feet on the floor."""
REST = {"hip": HOOK_DEG, "drawn": 0.0, "cross": 0.0, "grip": 0.0, "lift": 0.0, "tuck": 0.0, "hips": 0.0}
ZONE_DEG = 80.0
HALF_DEG = 70.0


def figure_four(body: Body, side: Side, controls: Controls) -> Stance:
    """On the back, knees bent, one ankle on the way to the other knee.

    Controls: ``hip`` bends the hip of the uncrossed leg, ``drawn`` takes its foot off the floor (0 to 1), ``cross``
    lays the ankle of ``side`` across its knee, ``grip`` brings the hands round its thigh, ``lift`` raises head and
    shoulders, ``tuck`` tips the pelvis, ``hips`` raises it (metres).
    """
    n = len(controls["hip"])
    crossing, plain = side, other(side)
    hook = hook_knee_deg(body, HOOK_DEG)
    legs = {
        plain: Leg(controls["hip"], 3.0, 0.0, hook + (92.0 - hook) * controls["drawn"], 10.0),
        crossing: Leg(HOOK_DEG, 3.0, 0.0, hook, 10.0),
    }
    held = on_the_back(n, body, legs, tuck=controls["tuck"], lift=controls["lift"], hips=controls["hips"])
    aside = np.array([0.0, 0.0, -float(outward(crossing))])
    hip, knee, _ = leg_points(body, held, plain)
    front = thigh_frame(held, plain)[..., 2]
    goal = hip + (knee - hip) * 0.86 + (front * 0.05 - aside * 0.03) * body.height_m
    start_hip, start_knee, start = leg_points(body, held, crossing)
    done = ease(controls["cross"])[:, None]
    over = start + (goal - start) * 0.5 + np.array([0.0, 0.12, 0.0]) + aside * 0.12
    ankle = (1 - done) ** 2 * start + 2 * done * (1 - done) * over + done**2 * goal
    hanging = unit(start_knee - (start_hip + start) / 2)
    held = step(body, held, crossing, ankle, hanging * (1 - done) + (aside + np.array([0.1, 0.1, 0.0])) * done)
    held = level_foot(held, crossing, 1 - controls["cross"])
    held = level_foot(held, plain, 1 - controls["drawn"])
    grip = {}
    for hand in SIDES:
        spot = hip + (knee - hip) * (0.6 if hand == crossing else 0.68) - front * 0.04 * body.height_m
        grip[hand] = spot + np.array([0.0, 0.0, -outward(hand)]) * 0.055 * body.height_m
    return hands(body, held, grip, controls["grip"])


def _top(rep: RepScript) -> Mapping[str, float]:
    faults = rep.faults
    return {
        "drawn": 1.0,
        "cross": 0.0 if "no-cross" in faults else 1.0,
        "grip": 0.0 if "hands-off" in faults else 1.0,
        "lift": 30.0 if "head-lift" in faults else 0.0,
        "tuck": 5.0,
        "hips": 0.08 if "hips-lift" in faults else 0.0,
    }


def _play(line: Timeline, rep: RepScript, top: Mapping[str, float]) -> tuple[float, float]:
    up, down = rep.up_s / 1.6, rep.down_s / 1.6
    halfway = {"hip": min(HALF_DEG, top["hip"]), "drawn": top["drawn"]}
    line.to(1.7 * up, cross=top["cross"])
    line.to(1.2 * up, **halfway)
    line.to(1.1 * up, grip=top["grip"])
    line.to(1.2 * up, **top)
    first = line.end_s
    line.stay(rep.hold_s)
    last = line.end_s
    line.to(1.0 * down, **halfway, tuck=0.0, lift=0.0, hips=0.0)
    line.to(0.9 * down, grip=0.0)
    line.to(1.1 * down, hip=HOOK_DEG, drawn=0.0)
    line.to(1.4 * down, **REST)
    return first, last


ACT = Act(
    id="piriformis-stretch",
    rest=REST,
    pose=figure_four,
    play=_play,
    top=_top,
    control=("hip", 30.0, 140.0),
    main=lambda points, rep: thigh_vs_trunk_line(points, other(rep.side)),
    usual_deg=100.0,
    zone=lambda points, rep: thigh_vs_trunk_line(points, other(rep.side)) >= ZONE_DEG,
    trembling=("hip",),
    feet=lambda side: 1,
    faults=frozenset(("no-cross", "head-lift", "hips-lift", "hands-off")),
)
