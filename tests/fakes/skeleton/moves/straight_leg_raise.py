"""Straight leg raise: on the back, head towards -x, one foot standing, the other leg lifted straight."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np

from coach.body import Side, other
from tests.fakes.skeleton.angles import thigh_vs_trunk_line
from tests.fakes.skeleton.kinematics import Leg, Stance, level_foot
from tests.fakes.skeleton.moves.supine import arms_down, hook_knee_deg, on_the_back, straight_leg
from tests.fakes.skeleton.person import Body
from tests.fakes.skeleton.scene import Act, RepScript, up_and_down
from tests.fakes.skeleton.timeline import Controls

REST = {"flex": 0.0, "knee": 2.0, "other": 0.0}
ZONE_DEG = 32.0
HOOK_DEG = 50.0
"""How steep the thigh of the standing leg is."""


def lifting(body: Body, side: Side, controls: Controls) -> Stance:
    """On the back, the leg of ``side`` straight and the other standing on its foot.

    Controls: ``flex`` lifts the straight leg and ``knee`` bends it (degrees), ``other`` swings the standing leg up from
    the hip (degrees).
    """
    lifted = controls["flex"] + straight_leg(body) * np.clip(1 - controls["flex"] / 20.0, 0.0, 1.0)
    hook = hook_knee_deg(body, HOOK_DEG)
    legs = {
        side: Leg(lifted, 3.0, 0.0, controls["knee"], 5.0),
        other(side): Leg(HOOK_DEG + controls["other"], 3.0, 0.0, hook, 10.0),
    }
    held = on_the_back(len(controls["flex"]), body, legs)
    return arms_down(body, level_foot(held, other(side), np.clip(1 - controls["other"] / 5.0, 0.0, 1.0)))


def _top(rep: RepScript) -> Mapping[str, float]:
    return {
        "knee": 38.0 if "knee-bent" in rep.faults else 2.0,
        "other": 20.0 if "other-leg-up" in rep.faults else 0.0,
    }


ACT = Act(
    id="straight-leg-raise",
    rest=REST,
    pose=lifting,
    play=partial(up_and_down, rest=REST),
    top=_top,
    control=("flex", 0.0, 110.0),
    main=lambda points, rep: thigh_vs_trunk_line(points, rep.side),
    usual_deg=48.0,
    zone=lambda points, rep: np.asarray(thigh_vs_trunk_line(points, rep.side) >= ZONE_DEG),
    trembling=("flex",),
    faults=frozenset(("knee-bent", "other-leg-up", "jerky")),
)
