"""The six moves, each as an ``Act``."""

from __future__ import annotations

from typing import Final

from tests.fakes.skeleton.moves import hip_abduction
from tests.fakes.skeleton.scene import Act

MOVES: Final[dict[str, Act]] = {act.id: act for act in (hip_abduction.ACT,)}
