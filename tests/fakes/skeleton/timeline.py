"""Values that change smoothly over time, and the small trembling on top of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from tests.fakes.skeleton.rotations import Array, Number

Controls = Mapping[str, Array]


def ease(share: Number) -> Array:
    """The share of a way that is done, starting and stopping gently (least jerk; Flash and Hogan, 1985)."""
    u = np.clip(np.asarray(share, float), 0.0, 1.0)
    done: Array = u**3 * (u * (6 * u - 15) + 10)
    return done


class Timeline:
    """Named values with instants at which each is reached; between two instants they change with least jerk."""

    def __init__(self, **start: float) -> None:
        self.end_s = 0.0
        self._now = dict(start)
        self._keys: list[tuple[float, dict[str, float]]] = [(0.0, dict(start))]

    @property
    def now(self) -> Mapping[str, float]:
        """The values at the end as built so far."""
        return self._now

    def to(self, seconds: float, **values: float) -> Timeline:
        """Move to new values within some seconds."""
        unknown = values.keys() - self._now.keys()
        if unknown:
            raise ValueError(f"values are named at the start; {sorted(unknown)} were not")
        self.end_s += seconds
        self._now |= values
        self._keys.append((self.end_s, dict(self._now)))
        return self

    def stay(self, seconds: float) -> Timeline:
        """Keep all values for some seconds."""
        return self.to(seconds)

    def jerk(self, seconds: float, **values: float) -> Timeline:
        """Move to new values in jerks: fast steps, each going too far and back, with rests between."""
        parts = 4
        before = {name: self._now[name] for name in values}
        for part in range(1, parts + 1):
            share, over = part / parts, 0.06 if part < parts else 0.0
            at = {name: before[name] + (values[name] - before[name]) * share for name in values}
            beyond = {name: at[name] + (values[name] - before[name]) * over for name in values}
            self.to(seconds / parts * 0.28, **beyond).to(seconds / parts * 0.2, **at).stay(seconds / parts * 0.52)
        return self

    def end_at(self, **values: float) -> Timeline:
        """Change the values that the last move ends with."""
        self._now |= values
        self._keys[-1] = (self.end_s, dict(self._now))
        return self

    def at(self, t: Array) -> dict[str, Array]:
        """Every value at each instant; before the start and after the end they rest."""
        times = np.array([key for key, _ in self._keys])
        segment = np.clip(np.searchsorted(times, t, side="right") - 1, 0, max(len(times) - 2, 0))
        following = np.minimum(segment + 1, len(times) - 1)
        share = ease((t - times[segment]) / np.maximum(times[following] - times[segment], 1e-9))
        values = {}
        for name in self._now:
            column = np.array([key[name] for _, key in self._keys])
            values[name] = column[segment] * (1 - share) + column[following] * share
        return values


def seeded(*words: object) -> np.random.Generator:
    """A generator that depends on the words alone, the same on every machine."""
    return np.random.default_rng([byte for word in words for byte in repr(word).encode()])


def wander(t: Array, shape: tuple[int, ...], low_hz: float, high_hz: float, *words: object, waves: int = 6) -> Array:
    """Smooth noise of unit spread as a function of time alone, shape (n, *shape).

    It is a sum of sines of seeded rates and phases, so that any frame rate sees the same motion.
    """
    rng = seeded(*words)
    rate = np.exp(rng.uniform(np.log(low_hz), np.log(high_hz), (waves, *shape)))
    phase = rng.uniform(0, 2 * np.pi, (waves, *shape))
    angle = 2 * np.pi * rate * np.expand_dims(t, tuple(range(1, len(shape) + 2))) + phase
    noise: Array = np.sin(angle).sum(axis=1) * np.sqrt(2 / waves)
    return noise


@dataclass(frozen=True, slots=True, eq=False)
class Tremor:
    """The body's unrest: slow sway with a little shaking at 4 to 6 Hz, as a function of time.

    Attributes:
        t: Instants in the whole performance, shape (n,).
        amount_deg: Its spread in degrees.
        seed: Chooses one unrest.
    """

    t: Array
    amount_deg: float
    seed: int

    def __call__(self, name: str) -> Array:
        """The unrest of one value, shape (n,), degrees."""
        sway = wander(self.t, (), 0.15, 1.2, "sway", name, self.seed)
        shake = wander(self.t, (), 4.0, 6.0, "shake", name, self.seed)
        return self.amount_deg * (0.9 * sway + 0.15 * shake)
