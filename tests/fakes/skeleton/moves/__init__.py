"""The six moves, each as an ``Act``."""

from __future__ import annotations

from typing import Final

from tests.fakes.skeleton.moves import (
    back_extension,
    hip_abduction,
    knee_to_chest,
    piriformis_stretch,
    seated_rotation,
    spine_extension,
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
    )
}
