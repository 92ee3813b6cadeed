"""The target angle of an exercise, per side if the sides differ."""

from __future__ import annotations

from collections.abc import Mapping

from coach.body import Side


class Targeted:
    """Base class of everything that has a target angle.

    Attributes:
        target_deg: The target, or ``None``. If the sides differ, the target of an unknown side.
        targets_deg: The target of each side, if they differ.
    """

    __slots__ = ()

    target_deg: float | None
    targets_deg: Mapping[Side, float]

    def target_of(self, side: Side | None) -> float | None:
        """Return the target of a side, degrees; ``None`` is an unknown side."""
        return self.target_deg if side is None else self.targets_deg.get(side, self.target_deg)
