"""Side plank on the knees: propped on the other forearm, facing +z, the hips lifted; ``side`` is the top one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np

from coach.body import Side, other
from tests.fakes.skeleton.angles import side_line
from tests.fakes.skeleton.kinematics import Arm, Leg, Parts, Stance, Trunk, grasp, hip, outward, shoulder, stance
from tests.fakes.skeleton.person import Body
from tests.fakes.skeleton.rotations import about_y, frame
from tests.fakes.skeleton.scene import Act, RepScript, up_and_down
from tests.fakes.skeleton.timeline import Controls

REST = {"line": 148.0, "tip": 0.0}
ZONE_DEG = 169.0


def side_plank(body: Body, side: Side, controls: Controls) -> Stance:
    """On knees and forearm, shoulders and knees at their heights, the hips in between.

    Controls: ``line`` is the angle from the shoulders over the hips to the knees (degrees), ``tip`` turns the top
    half of the trunk back (degrees).
    """
    lower, sign = other(side), outward(side)
    line, n = np.radians(controls["line"]), len(controls["line"])
    high = body.thick(0.05) + body.upper_arm + body.shoulder_width / 2
    low = body.thick(0.058) + body.hip_width / 2
    far = np.sqrt(body.trunk**2 + body.thigh**2 - 2 * body.trunk * body.thigh * np.cos(line))
    bent = np.arcsin(np.clip(body.thigh * np.sin(line) / far, -1, 1))
    rise = np.arcsin((high - low) / far) + bent
    up = np.stack([-sign * np.cos(rise), np.sin(rise), np.zeros(n)], axis=-1)
    facing = frame(up, np.broadcast_to([0.0, 0.0, 1.0], (n, 3))) @ about_y(0.15 * sign * controls["tip"])
    pelvis = np.zeros((n, 3))
    pelvis[:, 1] = high - body.trunk * np.sin(rise)
    out = 180.0 - controls["line"]
    held = stance(
        n,
        Parts(
            pelvis=pelvis,
            facing=facing,
            spine=Trunk(twist=0.85 * sign * controls["tip"]),
            neck=Trunk(bow=4.0),
            legs={side: Leg(2.0, out, 0.0, 88.0, 40.0), lower: Leg(2.0, -out, 0.0, 88.0, 40.0)},
            arms={side: Arm(), lower: Arm()},
        ),
    )
    propped = shoulder(body, held, lower)
    elbow_down = np.array([0.0, -1.0, 0.0])
    wrist = propped + np.array([0.0, 0.0, 0.96 * body.forearm])
    wrist[:, 1] = body.thick(0.05)
    held = grasp(body, held, lower, wrist, elbow_down)
    on_hip = hip(body, held, side) + up * 0.08 * body.height_m + np.array([0.0, 0.02, 0.03]) * body.height_m
    return grasp(body, held, side, on_hip, np.array([0.0, 0.8, -0.6]))


def _top(rep: RepScript) -> Mapping[str, float]:
    return {"tip": 28.0 if "trunk-tips" in rep.faults else 0.0}


ACT = Act(
    id="side-plank",
    rest=REST,
    pose=side_plank,
    play=partial(up_and_down, rest=REST),
    top=_top,
    control=("line", 140.0, 185.0),
    main=lambda points, rep: side_line(points),
    usual_deg=178.0,
    zone=lambda points, rep: side_line(points) >= ZONE_DEG,
    trembling=("line", "tip"),
    feet=outward,
    faults=frozenset(("trunk-tips", "jerky")),
    lying="side-lying",
)
