"""Prone press-up: on the belly, head towards +x, the right side nearer, hands beside the ribs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np

from coach.body import SIDES, Side
from tests.fakes.skeleton.angles import torso_inclination
from tests.fakes.skeleton.kinematics import Leg, Parts, Stance, Trunk, grasp, level_hand, outward, stance
from tests.fakes.skeleton.person import Body
from tests.fakes.skeleton.rotations import about_x, frame
from tests.fakes.skeleton.scene import Act, RepScript, up_and_down
from tests.fakes.skeleton.timeline import Controls

REST = {"arch": 0.0, "neck": 0.0, "hips": 0.0, "shrug": 0.0, "legs": 0.0, "reach": 0.0}
ZONE_DEG = 20.0


def prone(body: Body, side: Side, controls: Controls) -> Stance:
    """On the belly, the chest raised from the floor by the hands.

    Controls: ``arch`` bends the back, ``neck`` throws the head back, ``hips`` lifts the pelvis off the floor with the
    knees down (metres), ``shrug`` draws up the shoulders (share of the trunk), ``legs`` lifts the straight legs
    (degrees), ``reach`` takes the hands off the floor and stretches the arms past the head (0 to 1).
    """
    n = len(controls["arch"])
    up, front = np.array([1.0, 0.0, 0.0]), np.array([0.0, -1.0, 0.0])
    low, knee = body.thick(0.105), body.thick(0.085)
    hips = np.zeros((n, 3))
    hips[:, 1] = low + controls["hips"]
    tilt = 0.12 * controls["arch"]
    # The knee stays on the floor, so a lifted hip lets the thigh slope.
    slope = np.degrees(np.arcsin(np.clip((hips[:, 1] - knee) / body.thigh, -0.9, 0.9))) - controls["legs"]
    leg = Leg(flex=slope - tilt, out=5.0, knee=np.maximum(slope + 2.0, 2.0), toes=62.0)
    # Lying, the head is tipped back so that the face is free of the floor; raised, it stays in line.
    face = 4.0 + 18.0 * np.clip(1.0 - controls["arch"] / 30.0, 0.0, 1.0)
    held = stance(
        n,
        Parts(
            pelvis=hips,
            facing=frame(up, front) @ about_x(-tilt),
            spine=Trunk(bow=-controls["arch"]),
            neck=Trunk(bow=0.45 * controls["arch"] - face - controls["neck"]),
            legs=dict.fromkeys(SIDES, leg),
            shrug=controls["shrug"],
        ),
    )
    for arm in SIDES:
        sign = outward(arm)
        planted = np.zeros((n, 3))
        planted[:, 0] = body.trunk - 0.04 * body.height_m
        planted[:, 1] = body.thick(0.05)
        planted[:, 2] = -sign * 0.62 * body.shoulder_width
        ahead = np.zeros((n, 3))
        ahead[:, 0] = body.trunk + 0.97 * (body.upper_arm + body.forearm)
        ahead[:, 1] = body.thick(0.1) + 0.25 * controls["arch"] / 30.0 * body.trunk
        ahead[:, 2] = -sign * 0.7 * body.shoulder_width
        # The hands go round the head, not through the shoulders.
        share = controls["reach"][:, None]
        wrist = planted + (ahead - planted) * share + np.sin(np.pi * share) * np.array([0.0, 0.05, -0.3 * sign])
        held = grasp(
            body, held, arm, wrist, np.array([-1.0, 0.4, -0.3 * sign]) + share * np.array([1.0, 0.0, -0.7 * sign])
        )
        held = level_hand(body, held, arm, 1 - np.clip(4 * controls["reach"], 0.0, 1.0))
    return held


def _top(rep: RepScript) -> Mapping[str, float]:
    faults = rep.faults
    return {
        "neck": 60.0 if "neck-craned" in faults else 0.0,
        "hips": 0.12 if "hips-lift" in faults else 0.0,
        "shrug": 0.12 if "shrugged" in faults else 0.0,
    }


ACT = Act(
    id="back-extension",
    rest=REST,
    pose=prone,
    play=partial(up_and_down, rest=REST),
    top=_top,
    control=("arch", 0.0, 120.0),
    main=lambda points, rep: torso_inclination(points),
    usual_deg=32.0,
    peaks={"too-high": 65.0},
    zone=lambda points, rep: torso_inclination(points) >= ZONE_DEG,
    sided=False,
    trembling=("arch", "neck"),
    feet=lambda side: -1,
    faults=frozenset(("neck-craned", "hips-lift", "too-high", "shrugged", "jerky")),
)
