"""Keyframe animation with minimum jerk, and tremor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from tests.fakes.skeleton.rotations import Array, Number

Controls = Mapping[str, Array]


def ease(share: Number) -> Array:
    """Return the minimum-jerk easing of a share of time (Flash and Hogan, 1985)."""
    u = np.clip(np.asarray(share, float), 0.0, 1.0)
    done: Array = u**3 * (u * (6 * u - 15) + 10)
    return done


class Timeline:
    """Keyframes of named values, interpolated with minimum jerk."""

    def __init__(self, **start: float) -> None:
        self.end_s = 0.0
        self._now = dict(start)
        self._keys: list[tuple[float, dict[str, float]]] = [(0.0, dict(start))]

    @property
    def now(self) -> Mapping[str, float]:
        """The values of the last keyframe."""
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
        """Move to new values in jerks: fast steps, each with overshoot, separated by rests."""
        parts = 4
        before = {name: self._now[name] for name in values}
        for part in range(1, parts + 1):
            share, over = part / parts, 0.06 if part < parts else 0.0
            at = {name: before[name] + (values[name] - before[name]) * share for name in values}
            beyond = {name: at[name] + (values[name] - before[name]) * over for name in values}
            self.to(seconds / parts * 0.28, **beyond).to(seconds / parts * 0.2, **at).stay(seconds / parts * 0.52)
        return self

    def end_at(self, **values: float) -> Timeline:
        """Change the values of the last keyframe."""
        self._now |= values
        self._keys[-1] = (self.end_s, dict(self._now))
        return self

    def at(self, t: Array) -> dict[str, Array]:
        """Return all values at each time; they are constant before the start and after the end."""
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
    """Return a random generator seeded by words, the same on every machine."""
    return np.random.default_rng([byte for word in words for byte in repr(word).encode()])


def wander(t: Array, shape: tuple[int, ...], low_hz: float, high_hz: float, *words: object, waves: int = 6) -> Array:
    """Return smooth noise with a standard deviation of 1, shape (n, *shape).

    It is a sum of sines with seeded frequencies and phases, and so does not depend on the frame rate.
    """
    rng = seeded(*words)
    rate = np.exp(rng.uniform(np.log(low_hz), np.log(high_hz), (waves, *shape)))
    phase = rng.uniform(0, 2 * np.pi, (waves, *shape))
    angle = 2 * np.pi * rate * np.expand_dims(t, tuple(range(1, len(shape) + 2))) + phase
    noise: Array = np.sin(angle).sum(axis=1) * np.sqrt(2 / waves)
    return noise


@dataclass(frozen=True, slots=True, eq=False)
class Tremor:
    """Tremor as a function of time: slow sway with a little shaking at 4 to 6 Hz.

    Attributes:
        t: Times from the start of the performance, shape (n,), seconds.
        amount_deg: Standard deviation, degrees.
        seed: Seed.
    """

    t: Array
    amount_deg: float
    seed: int

    def __call__(self, name: str) -> Array:
        """Return the tremor of a named value, shape (n,), degrees."""
        sway = wander(self.t, (), 0.15, 1.2, "sway", name, self.seed)
        shake = wander(self.t, (), 4.0, 6.0, "shake", name, self.seed)
        return self.amount_deg * (0.9 * sway + 0.15 * shake)
