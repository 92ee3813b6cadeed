"""Bird dog: on all fours, head towards +x, the right side nearer; ``side`` is that of the lifted arm."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from coach.body import SIDES, Side, other
from tests.fakes.skeleton.angles import arm_to_horizontal, leg_to_horizontal
from tests.fakes.skeleton.kinematics import (
    Leg,
    Parts,
    Stance,
    Trunk,
    grasp,
    level_hand,
    outward,
    shoulder,
    stance,
)
from tests.fakes.skeleton.person import Body
from tests.fakes.skeleton.rotations import Array, about_x, about_y, frame
from tests.fakes.skeleton.scene import Act, RepScript, up_and_down
from tests.fakes.skeleton.timeline import Controls, Timeline, ease

REST = {
    "arm": 0.0,
    "leg": 0.0,
    "same": 0.0,
    "leg_rise": 0.0,
    "arm_rise": 0.0,
    "knee": 3.0,
    "elbow": 0.0,
    "sag": 0.0,
    "neck": 0.0,
    "open": 0.0,
    "ahead": 0.0,
    "thigh_out": 0.0,
    "back": 0.0,
}
ZONE_DEG = -20.0
REACH = 0.975
"""How straight the supporting arms are, as a share of their length."""


def pitch_deg(body: Body) -> float:
    """Slope of the trunk on all fours: from hips on upright thighs to shoulders on nearly straight arms."""
    rise = REACH * (body.upper_arm + body.forearm) + body.thick(0.055) - body.thigh - body.thick(0.06)
    return float(np.degrees(np.arcsin(np.clip(rise / body.trunk, -0.6, 0.6))))


def all_fours(body: Body, side: Side, controls: Controls) -> Stance:
    """On hands and knees, one arm or leg or both stretched out.

    Controls: ``arm`` and ``leg`` stretch the arm of ``side`` and the other leg (0 planted to 1), ``same`` 1 takes the
    leg of the same side, ``leg_rise`` and ``arm_rise`` tilt them above the horizontal, ``knee`` and ``elbow`` bend
    them, ``sag`` drops the back (below 0 it humps), ``neck`` throws the head back, ``open`` turns the pelvis up on the
    leg's side, ``ahead`` puts the hands too far forward (metres), ``thigh_out`` lifts the bent knee aside and
    ``back`` sinks the hips towards the heels (0 to 1).
    """
    n = len(controls["arm"])
    same = controls["same"]
    lifted: dict[Side, Array] = {side: controls["leg"] * same, other(side): controls["leg"] * (1 - same)}
    out: dict[Side, Array] = {side: controls["thigh_out"] * same, other(side): controls["thigh_out"] * (1 - same)}
    opened = controls["open"] * (outward(other(side)) * (1 - same) + outward(side) * same)
    pitch = pitch_deg(body)
    tip = 0.3 * controls["sag"]
    lean = np.radians(pitch)
    up, front = [np.cos(lean), np.sin(lean), 0.0], [np.sin(lean), -np.cos(lean), 0.0]
    facing = frame(up, front) @ about_x(tip) @ about_y(opened)
    # Sinking back turns the thighs about the knees, which stay where they are.
    sunk = 64.0 * controls["back"]
    hips = np.zeros((n, 3))
    hips[:, 0] = -body.thigh * np.sin(np.radians(sunk))
    hips[:, 1] = body.thigh * np.cos(np.radians(sunk)) + body.thick(0.06)
    legs = {key: _leg(lifted[key], controls, pitch - tip, sunk, out[key]) for key in SIDES}
    held = stance(
        n,
        Parts(
            pelvis=hips,
            facing=facing,
            spine=Trunk(bow=-controls["sag"], twist=-0.75 * opened),
            neck=Trunk(bow=-8.0 - controls["neck"]),
            legs=legs,
        ),
    )
    for arm_side in SIDES:
        stretched = controls["arm"] if arm_side == side else np.zeros(n)
        held = _arm(body, held, arm_side, stretched, controls, pitch)
    return held


def _leg(lifted: Array, controls: Controls, pitch: Array, sunk: Array, out: Array) -> Leg:
    rise = controls["leg_rise"]
    thigh = -90.0 - sunk + lifted * (90.0 + rise)
    # On its way back the shin stays clear of the floor.
    shin = lifted**2 * (rise + controls["knee"]) + 10.0 * np.sin(np.pi * np.clip(lifted, 0, 1)) + 0.2 * out
    return Leg(
        flex=-thigh - pitch,
        out=out,
        knee=np.maximum(shin - thigh, 0.0),
        toes=74.0 - 25.0 * lifted,
    )


def _arm(body: Body, held: Stance, side: Side, stretched: Array, controls: Controls, pitch: float) -> Stance:
    lean = np.radians(pitch)
    planted = np.zeros((len(held), 3))
    planted[:, 0] = np.cos(lean) * body.trunk - 0.01 + controls["ahead"]
    planted[:, 1] = body.thick(0.055)
    planted[:, 2] = -outward(side) * body.shoulder_width / 2
    angle = np.radians(-90.0 + stretched * (90.0 + controls["arm_rise"]))
    length = (body.upper_arm + body.forearm) * (0.992 - 0.16 * controls["elbow"] / 60.0 * stretched)
    way = np.stack([np.cos(angle), np.sin(angle), -0.04 * outward(side) * stretched], axis=-1)
    free = shoulder(body, held, side) + way * length[:, None]
    share = ease(stretched / 0.25)[:, None]
    # The elbow points to the feet where the hand is planted, and down where the arm is stretched.
    elbow = np.array([-0.6, 0.1, -0.25 * outward(side)]) + stretched[:, None] * np.array([0.3, -0.8, 0.0])
    held = grasp(body, held, side, planted + (free - planted) * share, elbow)
    return level_hand(body, held, side, 1.0 - ease(stretched / 0.5))


def _top(rep: RepScript) -> Mapping[str, float]:
    faults = rep.faults
    return {
        "arm": 1.0,
        "leg": 1.0,
        "same": float("wrong-limb" in faults),
        "arm_rise": -35.0 if "arm-low" in faults else 0.0,
        "knee": 45.0 if "knee-bent" in faults else 3.0,
        "elbow": 60.0 if "elbow-bent" in faults else 0.0,
        "sag": 26.0 if "sag" in faults else 0.0,
        "neck": 48.0 if "neck-craned" in faults else 0.0,
        "open": 22.0 if "hip-open" in faults else 0.0,
    }


def _setup(rep: RepScript) -> Mapping[str, float]:
    return {"ahead": 0.15 if "setup-off" in rep.faults else 0.0}


def _play(line: Timeline, rep: RepScript, top: Mapping[str, float]) -> tuple[float, float]:
    # Which leg it is can change at once: at rest neither is lifted.
    line.to(0.0, same=top["same"])
    return up_and_down(line, rep, top, {**REST, **_setup(rep), "same": top["same"]})


def lifted_leg(rep: RepScript) -> Side:
    """The leg that is stretched: the other one, unless the script has it wrong."""
    return rep.side if "wrong-limb" in rep.faults else other(rep.side)


ACT = Act(
    id="spine-extension",
    rest=REST,
    pose=all_fours,
    play=_play,
    top=_top,
    control=("leg_rise", -60.0, 60.0),
    main=lambda points, rep: leg_to_horizontal(points, lifted_leg(rep)),
    usual_deg=0.0,
    peaks={"leg-low": -25.0, "leg-high": 25.0},
    zone=lambda points, rep: (
        (leg_to_horizontal(points, lifted_leg(rep)) >= ZONE_DEG) & (arm_to_horizontal(points, rep.side) >= ZONE_DEG)
    ),
    trembling=("leg_rise", "arm_rise", "sag", "open"),
    feet=lambda side: -1,
    setup=_setup,
    faults=frozenset(
        (
            "leg-low",
            "leg-high",
            "arm-low",
            "knee-bent",
            "elbow-bent",
            "sag",
            "neck-craned",
            "hip-open",
            "wrong-limb",
            "setup-off",
            "jerky",
        )
    ),
)
