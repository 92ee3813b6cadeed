"""Bridge: on the back, head towards -x, the feet standing, the pelvis lifted until trunk and thighs are in line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import numpy as np

from coach.body import SIDES, Side
from tests.fakes.skeleton.angles import hip_line
from tests.fakes.skeleton.kinematics import Leg, Stance, chest, leg_points, level_foot, step
from tests.fakes.skeleton.moves.supine import arms_down, hook_knee_deg, on_the_back
from tests.fakes.skeleton.person import Body
from tests.fakes.skeleton.scene import Act, RepScript, up_and_down
from tests.fakes.skeleton.timeline import Controls

REST = {"up": 0.0}
ZONE_DEG = 162.0
THIGH_DEG = 52.0
"""How steep the thighs are at rest."""


def bridging(body: Body, side: Side, controls: Controls) -> Stance:
    """On the back with the feet standing; ``up`` lifts the pelvis (1 is past the straight line)."""
    n = len(controls["up"])
    legs = dict.fromkeys(SIDES, Leg(THIGH_DEG, 3.0, 0.0, hook_knee_deg(body, THIGH_DEG), 10.0))
    resting = on_the_back(n, body, legs)
    feet = {leg: leg_points(body, resting, leg)[2] for leg in SIDES}
    held = on_the_back(n, body, legs, hips=controls["up"] * 0.55 * body.trunk)
    # The shoulders are what stays; the pelvis comes up along an arc about them.
    there, here = chest(body, resting)[0], chest(body, held)[0]
    held = replace(held, pelvis=held.pelvis + (there - here) * [1, 0, 0])
    for leg in SIDES:
        held = level_foot(step(body, held, leg, feet[leg], [0.0, 1.0, 0.0]), leg)
    return arms_down(body, held)


def _top(rep: RepScript) -> Mapping[str, float]:
    return {}


ACT = Act(
    id="glute-bridge",
    rest=REST,
    pose=bridging,
    play=partial(up_and_down, rest=REST),
    top=_top,
    control=("up", 0.0, 1.0),
    main=lambda points, rep: hip_line(points),
    usual_deg=180.0,
    peaks={"overarched": 196.0},
    zone=lambda points, rep: np.asarray(hip_line(points) >= ZONE_DEG),
    sided=False,
    faults=frozenset(("overarched", "jerky")),
)
