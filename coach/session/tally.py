"""Counts the reps of a set, per side if sides are done one after the other."""

from __future__ import annotations

from coach.body import Side


class Tally:
    """Counts one set.

    Reps on the other side before its turn count for that side.

    Attributes:
        side: The current side; ``None`` if sides are not done one after the other.
    """

    def __init__(self, reps: int, sides: tuple[Side, ...]) -> None:
        self.reps = reps
        self._done: dict[Side | None, int] = dict.fromkeys(sides or (None,), 0)
        self.side = next(iter(self._done))

    @property
    def count(self) -> int:
        """Reps done on the current side."""
        return self._done[self.side]

    @property
    def open(self) -> tuple[Side, ...]:
        """The sides with reps left to do, in order."""
        return tuple(side for side, count in self._done.items() if side is not None and count < self.reps)

    @property
    def complete(self) -> bool:
        """Whether the set is done."""
        return all(count >= self.reps for count in self._done.values())

    def add(self, side: Side | None) -> bool:
        """Count a rep; return whether it was still to do. A rep on an unknown side counts for the current one."""
        if side is None or None in self._done:
            side = self.side
        if self._done.get(side, self.reps) >= self.reps:
            return False
        self._done[side] += 1
        self.side = side
        return True

    def turn(self) -> bool:
        """Switch sides if the current one is done and the other is not; return whether the side changed."""
        if self.count < self.reps or not self.open:
            return False
        self.side = self.open[0]
        return True
