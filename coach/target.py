"""The angle asked for, of each side where they differ."""

from __future__ import annotations

from collections.abc import Mapping

from coach.body import Side


class Targeted:
    """Whatever asks for an angle.

    Attributes:
        target_deg: The angle asked for; ``None`` where none is. Where the sides differ, that of a side that cannot be
            told.
        targets_deg: The angle of each side, where they differ.
    """

    __slots__ = ()

    target_deg: float | None
    targets_deg: Mapping[Side, float]

    def target_of(self, side: Side | None) -> float | None:
        """Degrees to reach on a side; ``None`` is one that cannot be told."""
        return self.target_deg if side is None else self.targets_deg.get(side, self.target_deg)
