"""Bottom to heels: from all fours back to the heels, head towards +x, the right side nearer."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np

from coach.body import SIDES, Side
from tests.fakes.skeleton.angles import hip_to_heel
from tests.fakes.skeleton.kinematics import Stance, grasp, outward, shoulder
from tests.fakes.skeleton.moves.spine_extension import REST as ALL_FOURS
from tests.fakes.skeleton.moves.spine_extension import all_fours
from tests.fakes.skeleton.person import Body
from tests.fakes.skeleton.scene import Act, RepScript, up_and_down
from tests.fakes.skeleton.timeline import Controls

REST = {**ALL_FOURS, "off": 0.0}
ZONE = 80.0


def kneeling_back(body: Body, side: Side, controls: Controls) -> Stance:
    """On hands and knees, the hips on their way to the heels.

    Controls: those of ``all_fours``, and ``off`` lifts the hands off the floor (metres).
    """
    held = all_fours(body, side, controls)
    for arm in SIDES:
        at = shoulder(body, held, arm)
        floor = body.thick(0.055)
        reach = 0.98 * (body.upper_arm + body.forearm)
        long = np.sqrt(np.maximum(reach**2 - (at[:, 1] - floor) ** 2, 0.0))
        wrist = at.copy()
        wrist[:, 0] += np.minimum(long, 1.2 * body.thigh * controls["back"])
        wrist[:, 1] = floor + controls["off"]
        held = grasp(body, held, arm, wrist, np.array([-0.6, 0.1, -0.25 * outward(arm)]))
    return held


def _top(rep: RepScript) -> Mapping[str, float]:
    return {"sag": -30.0, "neck": -15.0, "off": 0.25 if "arms-off" in rep.faults else 0.0}


ACT = Act(
    id="bottom-to-heels",
    rest=REST,
    pose=kneeling_back,
    play=partial(up_and_down, rest=REST),
    top=_top,
    control=("back", 0.0, 1.1),
    main=lambda points, rep: -hip_to_heel(points),
    usual_deg=-56.0,
    zone=lambda points, rep: hip_to_heel(points) <= ZONE,
    sided=False,
    trembling=("sag", "neck"),
    feet=lambda side: -1,
    faults=frozenset(("arms-off", "jerky")),
)
