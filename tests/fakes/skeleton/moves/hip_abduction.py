"""Side-lying leg raise: on the other side, facing +z, the bottom leg bent, the top one lifted."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from coach.body import Side, other
from tests.fakes.skeleton.angles import thigh_vs_trunk_line
from tests.fakes.skeleton.kinematics import (
    Arm,
    Leg,
    Parts,
    Stance,
    Trunk,
    grasp,
    hip,
    level_hand,
    outward,
    shoulder,
    stance,
    step,
)
from tests.fakes.skeleton.person import Body
from tests.fakes.skeleton.rotations import UP, about_y, about_z, frame
from tests.fakes.skeleton.scene import Act, RepScript, up_and_down
from tests.fakes.skeleton.timeline import Controls, Timeline

REST = {"out": 3.0, "flex": 0.0, "knee": 2.0, "roll": 0.0, "turned": 0.0, "lean": 0.0, "bottom": 1.0}
ZONE_DEG = 30.0


def side_lying(body: Body, side: Side, controls: Controls) -> Stance:
    """Lying on the side other than ``side``, whose leg is free to move.

    Controls: ``out`` lifts the top leg, ``flex`` brings it forwards, ``knee`` bends it, ``turned`` turns its toes up,
    ``roll`` lets the top half of the pelvis fall back, ``lean`` bends the trunk up sideways, ``bottom`` is 1 with
    the bottom leg bent and 0 with it straight.
    """
    lower, sign = other(side), outward(side)
    n = len(controls["out"])
    # Left is down where the right leg works: the head then lies towards +x, else towards -x; the front is +z.
    along = np.array([-float(sign), 0.0, 0.0])
    low, high = body.thick(0.058) + body.hip_width / 2, body.thick(0.068) + body.shoulder_width / 2
    rise = np.degrees(np.arcsin(np.clip((high - low) / body.trunk, -0.5, 0.5)))
    facing = about_z(-sign * rise) @ frame(along, [0.0, 0.0, 1.0]) @ about_y(sign * controls["roll"])
    held = stance(
        n,
        Parts(
            pelvis=[0.0, low, 0.0],
            facing=facing,
            spine=Trunk(bow=2.0, lean=sign * controls["lean"]),
            neck=Trunk(bow=6.0, lean=-sign * 0.6 * controls["lean"]),
            legs={
                side: Leg(controls["flex"] - 2, controls["out"], controls["turned"], controls["knee"], 22.0),
                lower: Leg(),
            },
            arms={side: Arm(), lower: Arm()},
        ),
    )
    front, down_the_mat = np.array([0.0, 0.0, 1.0]), -along
    bent = controls["bottom"][:, None]
    far = bent * (0.743 * body.thigh + 0.766 * body.shin) + (1 - bent) * 0.995 * (body.thigh + body.shin)
    ahead = bent * (0.669 * body.thigh - 0.643 * body.shin)
    ankle = hip(body, held, lower) + down_the_mat * far + front * ahead
    ankle[:, 1] = body.thick(0.052)
    held = step(body, held, lower, ankle, front + 0.05 * UP)
    # The bottom arm is folded under the head, the top hand rests on the mat in front of the chest.
    pillow = shoulder(body, held, lower) + along * 0.165 * body.height_m * body.arm - front * 0.06 * body.height_m
    pillow[:, 1] = body.thick(0.09)
    held = grasp(body, held, lower, pillow, front + 0.6 * along)
    planted = held.pelvis + along * 0.66 * body.trunk + front * 0.155 * body.height_m * body.arm
    planted[:, 1] = body.thick(0.05)
    held = grasp(body, held, side, planted, down_the_mat * 0.5 + 0.6 * UP)
    return level_hand(body, held, side, near_deg=-60.0)


def _top(rep: RepScript) -> Mapping[str, float]:
    faults = rep.faults
    return {
        "knee": 40.0 if "knee-bent" in faults else 2.0,
        "flex": 30.0 if "leg-forward" in faults else 0.0,
        "roll": 30.0 if "pelvis-rolled" in faults else 0.0,
        "turned": 45.0 if "toes-up" in faults else 0.0,
        "lean": 30.0 if "trunk-moving" in faults else 0.0,
    }


def _setup(rep: RepScript) -> Mapping[str, float]:
    return {"bottom": 0.0 if "bottom-leg-straight" in rep.faults else 1.0}


def _play(line: Timeline, rep: RepScript, top: Mapping[str, float]) -> tuple[float, float]:
    return up_and_down(line, rep, top, {**REST, **_setup(rep)})


ACT = Act(
    id="hip-abduction",
    rest=REST,
    pose=side_lying,
    play=_play,
    top=_top,
    control=("out", -5.0, 85.0),
    main=lambda points, rep: thigh_vs_trunk_line(points, rep.side),
    usual_deg=45.0,
    peaks={"too-high": 70.0},
    zone=lambda points, rep: thigh_vs_trunk_line(points, rep.side) >= ZONE_DEG,
    trembling=("out", "flex", "knee", "roll"),
    feet=outward,
    setup=_setup,
    faults=frozenset(
        (
            "knee-bent",
            "leg-forward",
            "pelvis-rolled",
            "toes-up",
            "trunk-moving",
            "jerky",
            "too-high",
            "bottom-leg-straight",
        )
    ),
)
