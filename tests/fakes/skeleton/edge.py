"""What a pose estimator makes of landmarks that lie outside the image."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from coach.body import COUNT
from tests.fakes.skeleton.rotations import Array
from tests.fakes.skeleton.timeline import seeded

WHOLLY: Final = 0.25
"""How far outside a landmark is wholly made up, in lengths of the trunk."""
INSIDE: Final = 0.2
"""Share of the landmarks that are then drawn inside the image, as in 78 of 395 photographs of cut-off ankles."""


@dataclass(frozen=True, slots=True, eq=False)
class Edge:
    """Landmarks as reported where some are outside.

    Attributes:
        pixels: Where they are put, shape (n, 33, 2).
        seen: What is left of their visibility, shape (n, 33), 0 to 1.
        presence: Shape (n, 33).
        gone: How far each is made up, shape (n, 33), 0 to 1.
        outside: How far each truly is outside, shape (n, 33), in lengths of the trunk.
    """

    pixels: Array
    seen: Array
    presence: Array
    gone: Array
    outside: Array


def made_up(pixels: Array, size: tuple[int, int], trunk_px: Array, seed: int) -> Edge:
    """Extrapolate what is outside: drawn back towards the edge, about half of it with high visibility and presence.

    Args:
        pixels: True places, shape (n, 33, 2).
        size: Width and height of the image.
        trunk_px: Length of the trunk in the image, shape (n,).
        seed: Chooses which landmarks the estimator is sure of.
    """
    width, height = size
    beyond = np.maximum(np.maximum(-pixels, pixels - np.array([width, height])), 0.0)
    outside = np.linalg.norm(beyond, axis=-1) / trunk_px[:, None]
    rng = seeded("edge", seed)
    doubt = rng.uniform(0.0, 1.0, COUNT)
    pull = np.where(rng.uniform(0.0, 1.0, COUNT) < INSIDE, 1.0, 0.4)
    gone = 1 - np.exp(-((outside / WHOLLY) ** 2))
    margin = 0.02 * min(size)
    inner = np.clip(pixels, margin, np.array([width, height]) - margin)
    return Edge(
        pixels + (inner - pixels) * (pull * gone)[..., None],
        np.where(outside > 0, np.clip(1.0 - gone + (1.1 - 1.2 * doubt) * gone, 0.0, 1.0), 1.0),
        np.where(outside > 0, 1.0 - doubt * gone, 0.999),
        gone,
        outside,
    )
