"""The moves, each as an ``Act``."""

from __future__ import annotations

from typing import Final

from tests.fakes.skeleton.moves import (
    back_extension,
    both_knees_to_chest,
    bottom_to_heels,
    clamshell,
    four_point_hip_extension,
    glute_bridge,
    hip_abduction,
    knee_to_chest,
    piriformis_stretch,
    prone_leg_lift,
    seated_rotation,
    side_plank,
    spine_extension,
    straight_leg_raise,
)
from tests.fakes.skeleton.scene import Act

MOVES: Final[dict[str, Act]] = {
    act.id: act
    for act in (
        hip_abduction.ACT,
        spine_extension.ACT,
        back_extension.ACT,
        knee_to_chest.ACT,
        piriformis_stretch.ACT,
        seated_rotation.ACT,
        glute_bridge.ACT,
        straight_leg_raise.ACT,
        both_knees_to_chest.ACT,
        prone_leg_lift.ACT,
        clamshell.ACT,
        bottom_to_heels.ACT,
        side_plank.ACT,
        four_point_hip_extension.ACT,
    )
}
