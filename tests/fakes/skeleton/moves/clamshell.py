"""Clamshell: on the other side, facing +z, hips and knees bent, the feet together, the top knee opened."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np

from coach.body import Side, other
from tests.fakes.skeleton.angles import thigh_opening
from tests.fakes.skeleton.kinematics import Stance, leg_points, outward, step
from tests.fakes.skeleton.moves.hip_abduction import REST as SIDE_LYING
from tests.fakes.skeleton.moves.hip_abduction import side_lying
from tests.fakes.skeleton.person import Body
from tests.fakes.skeleton.scene import Act, RepScript, up_and_down
from tests.fakes.skeleton.timeline import Controls

REST = {**SIDE_LYING, "open": 0.0, "apart": 0.0}
ZONE_DEG = 16.5
"""Start of the counting zone. The estimator places hips and knees beside the joints, so that 16.5 degrees here
correspond to 22.5 of rendered people."""
FEET_M = 0.09
"""Height of the top ankle above the bottom one when the feet rest on each other."""


def clamshell(body: Body, side: Side, controls: Controls) -> Stance:
    """On the side, both knees bent, one foot on the other.

    Controls: those of ``side_lying``, ``open`` turns the top knee upwards about the line from hip to foot (degrees)
    and ``apart`` lifts its foot off the other (metres).
    """
    held = side_lying(body, side, controls)
    _, _, below = leg_points(body, held, other(side))
    turned = np.radians(controls["open"] - 8.0)
    pole = np.stack([np.zeros_like(turned), np.sin(turned), np.cos(turned)], axis=-1)
    ankle = below + np.stack([np.zeros_like(turned), FEET_M + controls["apart"], np.zeros_like(turned)], axis=-1)
    return step(body, held, side, ankle, pole)


def _top(rep: RepScript) -> Mapping[str, float]:
    return {
        "apart": 0.18 if "feet-part" in rep.faults else 0.0,
        "roll": 28.0 if "rolled-back" in rep.faults else 0.0,
    }


ACT = Act(
    id="clamshell",
    rest=REST,
    pose=clamshell,
    play=partial(up_and_down, rest=REST),
    top=_top,
    control=("open", -5.0, 110.0),
    main=lambda points, rep: thigh_opening(points),
    usual_deg=30.0,
    zone=lambda points, rep: thigh_opening(points) >= ZONE_DEG,
    trembling=("open", "roll"),
    feet=outward,
    faults=frozenset(("feet-part", "rolled-back", "jerky")),
)
