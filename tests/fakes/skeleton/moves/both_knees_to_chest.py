"""Both knees to the chest: on the back, head towards -x, from standing feet to both knees hugged."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from coach.body import SIDES, Side
from tests.fakes.skeleton.angles import thigh_vs_trunk_line
from tests.fakes.skeleton.kinematics import Stance
from tests.fakes.skeleton.moves.knee_to_chest import hugged_stay, hugging
from tests.fakes.skeleton.moves.supine import hook_knee_deg
from tests.fakes.skeleton.person import Body
from tests.fakes.skeleton.rotations import Array
from tests.fakes.skeleton.scene import Act, RepScript
from tests.fakes.skeleton.timeline import Controls, Timeline

HOOK_DEG = 52.0
REST = {"hip": HOOK_DEG, "drawn": 0.0, "grip": 0.0, "lift": 0.0, "tuck": 0.0}
ZONE_DEG = 102.0
DRAWN_DEG = 130.0
"""How far the knees bend at the top."""


def hugging_both(body: Body, side: Side, controls: Controls) -> Stance:
    """On the back, both knees drawn up alike.

    Controls: ``hip`` bends both hips (degrees), ``drawn`` both knees from a standing foot (0) to the chest (1);
    ``grip``, ``lift`` and ``tuck`` as in the single knee to chest.
    """
    hook = hook_knee_deg(body, HOOK_DEG)
    knee = hook + (DRAWN_DEG - hook) * controls["drawn"]
    both = {"hip": controls["hip"], "knee": knee, "other_hip": controls["hip"], "other_knee": knee}
    alike = {name: controls[name] for name in ("grip", "lift", "tuck")}
    return hugging(body, side, {**both, **alike, "hips": np.zeros(len(knee))})


def lesser_thigh(points: Array) -> Array:
    """The angle of the thigh that is drawn less far."""
    return np.asarray(np.minimum(*(thigh_vs_trunk_line(points, side) for side in SIDES)))


def _top(rep: RepScript) -> Mapping[str, float]:
    return {"drawn": 1.0, "grip": 1.0, "lift": 30.0 if "head-lift" in rep.faults else 0.0, "tuck": 5.0}


def _play(line: Timeline, rep: RepScript, top: Mapping[str, float]) -> tuple[float, float]:
    up, down = rep.up_s / 1.6, rep.down_s / 1.6
    halfway = {"hip": min(top["hip"], 95.0), "drawn": 0.6}
    line.to(1.5 * up, **halfway).to(1.2 * up, grip=1.0).to(1.2 * up, **top)
    first = line.end_s
    hugged_stay(line, rep, top["hip"])
    last = line.end_s
    line.to(0.9 * down, **halfway, lift=0.0, tuck=0.0).to(1.0 * down, grip=0.0).to(1.3 * down, **REST)
    return first, last


ACT = Act(
    id="both-knees-to-chest",
    rest=REST,
    pose=hugging_both,
    play=_play,
    top=_top,
    control=("hip", HOOK_DEG, 160.0),
    main=lambda points, rep: lesser_thigh(points),
    usual_deg=120.0,
    zone=lambda points, rep: np.asarray(lesser_thigh(points) >= ZONE_DEG),
    sided=False,
    trembling=("hip",),
    faults=frozenset(("head-lift", "bouncing")),
)
