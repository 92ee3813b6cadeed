"""Landmarks of the clips, small enough to keep beside them.

Places are kept to a sixteenth of a pixel and a millimetre, certainties to a hundredth, each as the change since the
frame before, landmark by landmark: what hardly changes takes hardly any room.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from coach.pose import SHAPES, Floats, Pose
from coach.stream import Moment

CLIPS: Final = Path(__file__).parent
STEPS: Final = {"image_px": 1 / 16, "image_z": 4.0, "world_m": 0.001, "visibility": 0.01, "presence": 0.01}
"""What one step of each array is."""
NOBODY: Final = -(2**15)

Packed = npt.NDArray[Any]  # of the smallest type that holds it


def path_of(clip: str) -> Path:
    """Return the path of the landmarks of a clip."""
    return CLIPS / "landmarks" / f"{clip}.npz"


def pack(path: Path, moments: Iterable[Moment], size: tuple[int, int]) -> None:
    """Keep the landmarks of a clip."""
    kept = list(moments)

    def changes(name: str) -> Packed:
        nobody = np.full(SHAPES[name], NOBODY * STEPS[name])
        rows = np.stack([nobody if m.pose is None else getattr(m.pose, name).astype(float) for m in kept])
        steps = np.clip(np.round(rows / STEPS[name]), NOBODY, 2**15 - 1).astype(np.int16)
        # What is too great a change wraps around, and back again when it is added up.
        return np.moveaxis(np.diff(steps, axis=0, prepend=np.zeros_like(steps[:1])), 0, -1)

    np.savez_compressed(
        path,
        t=np.array([moment.t for moment in kept]),
        size=np.array(size),
        image_px=changes("image_px"),
        image_z=changes("image_z"),
        world_m=changes("world_m"),
        visibility=changes("visibility"),
        presence=changes("presence"),
    )


def unpack(path: Path) -> list[Moment]:
    """The moments of a clip."""
    with np.load(path) as kept:
        size = (int(kept["size"][0]), int(kept["size"][1]))
        times = kept["t"].tolist()
        steps = {name: np.cumsum(np.moveaxis(kept[name], -1, 0), axis=0, dtype=np.int16) for name in SHAPES}

    def rows(name: str) -> Floats:
        return (steps[name] * STEPS[name]).astype(np.float32)

    columns = zip(rows("image_px"), rows("image_z"), rows("world_m"), rows("visibility"), rows("presence"), strict=True)
    nobody = steps["image_px"][:, 0, 0] <= NOBODY
    return [
        Moment(t, None if absent else Pose(px, z, m, visible, present, size))
        for t, absent, (px, z, m, visible, present) in zip(times, nobody, columns, strict=True)
    ]
