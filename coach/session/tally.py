"""How many repetitions of a set are done, on each side where they are done one after the other."""

from __future__ import annotations

from coach.body import Side


class Tally:
    """Counts one set.

    What is done on the other side before it was asked for counts for the other side: nothing is done in vain.

    Attributes:
        reps: Repetitions asked for.
        side: The side that is up; ``None`` where they are not done one after the other.
    """

    def __init__(self, reps: int, sides: tuple[Side, ...]) -> None:
        self.reps = reps
        self._done: dict[Side | None, int] = dict.fromkeys(sides or (None,), 0)
        self.side = next(iter(self._done))

    @property
    def count(self) -> int:
        """Repetitions done on the side that is up."""
        return self._done[self.side]

    @property
    def open(self) -> tuple[Side, ...]:
        """The sides on which something is left to do, in the order in which they are asked for."""
        return tuple(side for side, count in self._done.items() if side is not None and count < self.reps)

    @property
    def complete(self) -> bool:
        """Whether the set is done."""
        return all(count >= self.reps for count in self._done.values())

    def add(self, side: Side | None) -> bool:
        """Count a repetition; whether it was one that was asked for.

        Args:
            side: Where it was done; where that cannot be told, it counts for the side that is up.
        """
        if side is None or None in self._done:
            side = self.side
        if self._done.get(side, self.reps) >= self.reps:
            return False
        self._done[side] += 1
        self.side = side
        return True

    def turn(self) -> bool:
        """Go on to a side on which something is left, if the one that is up is done; whether that changed sides."""
        if self.count < self.reps or not self.open:
            return False
        self.side = self.open[0]
        return True
