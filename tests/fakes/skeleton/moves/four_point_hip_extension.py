"""Donkey kick: on all fours, head towards +x, the right side nearer; ``side`` is that of the lifted leg."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from tests.fakes.skeleton.angles import thigh_to_horizontal
from tests.fakes.skeleton.moves.spine_extension import REST as ALL_FOURS
from tests.fakes.skeleton.moves.spine_extension import all_fours
from tests.fakes.skeleton.scene import Act, RepScript, up_and_down

# The leg of ``side`` is the one that moves.
REST = {**ALL_FOURS, "same": 1.0, "knee": 90.0}
ZONE_DEG = -22.0


def _top(rep: RepScript) -> Mapping[str, float]:
    high = "too-high" in rep.faults
    return {"leg": 1.0, "knee": 25.0 if "knee-opens" in rep.faults else 90.0, "sag": 20.0 if high else 0.0}


ACT = Act(
    id="four-point-hip-extension",
    rest=REST,
    pose=all_fours,
    play=partial(up_and_down, rest=REST),
    top=_top,
    control=("leg_rise", -60.0, 60.0),
    main=lambda points, rep: thigh_to_horizontal(points, rep.side),
    usual_deg=0.0,
    peaks={"too-high": 23.0},
    zone=lambda points, rep: thigh_to_horizontal(points, rep.side) >= ZONE_DEG,
    trembling=("leg_rise", "sag", "open"),
    feet=lambda side: -1,
    faults=frozenset(("too-high", "knee-opens", "jerky")),
)
