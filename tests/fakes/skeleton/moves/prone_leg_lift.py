"""Prone leg lift: on the front, head towards +x, one straight leg lifted off the floor."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np

from coach.body import Side
from tests.fakes.skeleton.angles import leg_to_horizontal
from tests.fakes.skeleton.kinematics import Stance, leg_points, step
from tests.fakes.skeleton.moves import back_extension
from tests.fakes.skeleton.person import Body
from tests.fakes.skeleton.scene import Act, RepScript, up_and_down
from tests.fakes.skeleton.timeline import Controls

REST = {"lift": 0.0, "knee": 2.0, "hips": 0.0}
ZONE_DEG = 11.0


def lifting(body: Body, side: Side, controls: Controls) -> Stance:
    """On the belly, the leg of ``side`` lifted.

    Controls: ``lift`` raises the line from hip to ankle above where it lies and ``knee`` bends the knee (degrees),
    ``hips`` raises the pelvis off the floor (metres).
    """
    flat = {name: np.zeros(len(controls["lift"])) for name in back_extension.REST} | {"hips": controls["hips"]}
    held = back_extension.prone(body, side, flat)
    hip, _, ankle = leg_points(body, held, side)
    resting = np.arctan2((ankle - hip)[:, 1], (hip - ankle)[:, 0])
    angle = resting + np.radians(controls["lift"])
    bend = np.cos(np.radians(np.maximum(controls["knee"], 2.0)))
    far = np.sqrt(body.thigh**2 + body.shin**2 + 2 * body.thigh * body.shin * bend)
    way = np.stack([-np.cos(angle), np.sin(angle), np.zeros_like(angle)], axis=-1)
    goal = hip + way * far[:, None] + (ankle - hip) * [0.0, 0.0, 1.0]
    return step(body, held, side, goal, [0.0, -1.0, 0.0])


def _top(rep: RepScript) -> Mapping[str, float]:
    return {
        "knee": 48.0 if "knee-bent" in rep.faults else 2.0,
        "hips": 0.08 if "pelvis-lifts" in rep.faults else 0.0,
    }


ACT = Act(
    id="prone-leg-lift",
    rest=REST,
    pose=lifting,
    play=partial(up_and_down, rest=REST),
    top=_top,
    control=("lift", 0.0, 60.0),
    main=lambda points, rep: leg_to_horizontal(points, rep.side),
    usual_deg=20.0,
    peaks={"too-high": 38.0, "knee-bent": 38.0},
    zone=lambda points, rep: np.asarray(leg_to_horizontal(points, rep.side) >= ZONE_DEG),
    trembling=("lift",),
    feet=lambda side: -1,
    faults=frozenset(("knee-bent", "pelvis-lifts", "too-high", "jerky")),
)
