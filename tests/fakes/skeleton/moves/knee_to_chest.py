"""Single knee hug: on the back, one knee drawn to the chest by the hands, the other leg long on the floor."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from coach.body import SIDES, Side, other
from tests.fakes.skeleton.angles import thigh_vs_trunk_line
from tests.fakes.skeleton.kinematics import Leg, Stance, leg_points, outward, shin_frame
from tests.fakes.skeleton.moves.supine import hands, on_the_back, straight_leg
from tests.fakes.skeleton.person import Body
from tests.fakes.skeleton.rotations import unit
from tests.fakes.skeleton.scene import Act, RepScript
from tests.fakes.skeleton.timeline import Controls, Timeline

REST = {
    "hip": 0.0, "knee": 3.0, "grip": 0.0, "other_hip": 0.0, "other_knee": 3.0, "lift": 0.0, "tuck": 0.0, "hips": 0.0,
}  # fmt: skip
ZONE_DEG = 100.0
GRIP_DEG = 95.0
"""Hip angle at which the hands take hold of the shin."""


def hugging(body: Body, side: Side, controls: Controls) -> Stance:
    """On the back with one or both knees drawn up.

    Controls: ``hip`` and ``knee`` bend the leg of ``side``, ``other_hip`` and ``other_knee`` the other, ``grip`` brings
    the hands to the shin (0 to 1), ``lift`` raises head and shoulders (degrees), ``tuck`` tips the pelvis, ``hips``
    raises it (metres).
    """
    n = len(controls["hip"])
    flat = straight_leg(body)

    def leg(hip: str, knee: str) -> Leg:
        bent = controls[hip]
        return Leg(bent + flat * np.clip(1 - bent / 30.0, 0.0, 1.0), 3.0, 0.0, controls[knee], 20.0)

    legs = {side: leg("hip", "knee"), other(side): leg("other_hip", "other_knee")}
    held = on_the_back(n, body, legs, tuck=controls["tuck"], lift=controls["lift"], hips=controls["hips"])
    _, knee, ankle = leg_points(body, held, side)
    front = shin_frame(held, side)[..., 2]
    grip = {}
    for hand in SIDES:
        along = 0.065 if hand == side else 0.085
        spot = knee + unit(ankle - knee) * along * body.height_m + front * 0.045 * body.height_m
        grip[hand] = spot + np.array([0.0, 0.0, -outward(hand)]) * 0.045 * body.height_m
    return hands(body, held, grip, controls["grip"])


def _top(rep: RepScript) -> Mapping[str, float]:
    faults = rep.faults
    up = "other-leg-up" in faults
    return {
        "knee": 130.0 if (rep.peak_deg or 120.0) > GRIP_DEG else 105.0,
        "grip": 0.0 if "no-hands" in faults else 1.0,
        "other_hip": 28.0 if up else 0.0,
        "other_knee": 52.0 if up else 3.0,
        "lift": 30.0 if "head-lift" in faults else 0.0,
        "tuck": 6.0,
        "hips": 0.08 if "hips-lift" in faults else 0.0,
    }


def _play(line: Timeline, rep: RepScript, top: Mapping[str, float]) -> tuple[float, float]:
    up, down = rep.up_s / 1.6, rep.down_s / 1.6
    halfway = {"hip": min(top["hip"], GRIP_DEG), "knee": 105.0}
    line.to(1.5 * up, **halfway, other_hip=top["other_hip"], other_knee=top["other_knee"])
    line.to(1.2 * up, grip=top["grip"])
    line.to(1.2 * up, **top)
    first = line.end_s
    hugged_stay(line, rep, top["hip"])
    last = line.end_s
    line.to(0.9 * down, **halfway, lift=0.0, tuck=0.0, hips=0.0)
    line.to(1.0 * down, grip=0.0)
    line.to(1.3 * down, **REST)
    return first, last


def hugged_stay(line: Timeline, rep: RepScript, hip: float) -> None:
    """The hold of a hug, with or without bouncing."""
    if "bouncing" not in rep.faults:
        line.stay(rep.hold_s)
        return
    end = line.end_s + rep.hold_s
    while line.end_s + 1.2 < end:
        line.to(0.6, hip=hip - 14.0).to(0.6, hip=hip)
    line.stay(end - line.end_s)


ACT = Act(
    id="knee-to-chest",
    rest=REST,
    pose=hugging,
    play=_play,
    top=_top,
    control=("hip", 0.0, 160.0),
    main=lambda points, rep: thigh_vs_trunk_line(points, rep.side),
    usual_deg=120.0,
    zone=lambda points, rep: thigh_vs_trunk_line(points, rep.side) >= ZONE_DEG,
    trembling=("hip", "knee", "other_hip"),
    feet=lambda side: 1,
    faults=frozenset(("other-leg-up", "head-lift", "no-hands", "bouncing", "hips-lift")),
)
