"""Write the recordings that a learned move must differ from: the project's own moves and everyday motion, as landmarks.

The moves come from the project's clips, and what else people do on a mat from the simulated person. Each recording has
ten moments a second and the landmarks that measures take, rounded to what the estimator can tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import numpy as np

from coach.app.video.sources import VideoOptions, open_source
from coach.body import COUNT, SIDES, joint
from coach.moves.measures import PARTS
from coach.pose import Pose
from coach.resources import resource
from coach.store.arrays import write_arrays
from coach.stream import Moment
from tests.fakes.skeleton import (
    MOVES,
    Camera,
    Scene,
    acted,
    do,
    getting_up,
    lying_down,
    record,
    stay,
    through,
    usual_view,
    view,
)
from tests.fakes.skeleton.scene import RepScript

FPS: Final = 10

CLIPS: Final = Path(__file__).parents[2] / "tests" / "clips"

FROM_FRONT: Final = ("russian-twist", "side-bend", "neck-turn", "standing-abduction")
"""Motions that are seen from the front."""

MOTIONS: Final[dict[str, str]] = {
    "bridge": "glute-bridge",
    "bicycle": "",
    "dead-bug": "",
    "clamshell": "clamshell",
    "lower-leg-lift": "",
    "donkey-kick": "four-point-hip-extension",
    "fire-hydrant": "",
    "leg-only": "",
    "arm-only": "",
    "childs-pose": "bottom-to-heels",
    "push-up": "",
    "superman": "",
    "up-dog": "",
    **dict.fromkeys(FROM_FRONT, ""),
}
"""What the simulated person does that none of the project's clips shows, and the move that it is, if it is one."""

LEFT_OUT: Final = {"both-knees-to-chest"}
"""Moves whose simulated person differs from rendered ones where it matters: both legs lie in one line of sight, and
each ankle seems to cross the other knee (0.25 trunks apart, 0.7 in rendered people)."""

KEPT: Final = [joint(side, part) for part in PARTS if part != "nose" for side in SIDES] + [0]
"""The landmarks that measures take."""


def write() -> None:
    """Write them all."""
    folder = resource("routines", "neighbours")
    folder.mkdir(exist_ok=True)
    for name, moments in recordings():
        write_arrays(folder / f"{name}.npz", map(slim, moments), overwrite=True)


def recordings() -> Iterator[tuple[str, Iterable[Moment]]]:
    """Every recording with its name: the move, or after an ``@`` what is done if it is not a move."""
    clips = sorted(CLIPS.glob("form-*-w.mp4"))
    for clip in clips:
        source = open_source(clip, VideoOptions(rate=FPS))
        yield clip.stem.removeprefix("form-").removesuffix("-w"), source.moments
        source.moments.close()
    for move in MOVES.keys() - LEFT_OUT - {clip.stem.removeprefix("form-").removesuffix("-w") for clip in clips}:
        yield move, _recorded(acted(move, [RepScript(hold_s=3.0)] * 2), view(usual_view(move)))
    for name, move in MOTIONS.items():
        if not move or move not in MOVES:
            yield (
                f"{move}@{name}",
                _recorded([do(name, 3, stay_s=2.0)], stage(name)),
            )
    yield "@getting-down", _recorded(lying_down(stay("supine", 2.0)), view("chair"))
    yield "@getting-up", _recorded(getting_up(stay("prone", 2.0)), view("chair"))
    places = [stay(name, 2.0) for name in ("all-fours", "prone", "side-lying", "supine", "long-sitting")]
    yield "@changing-places", _recorded(through(places), view("chair"))


def slim(moment: Moment) -> Moment:
    """Return the moment with only the landmarks that measures need, rounded so that it packs well."""
    pose = moment.pose
    if pose is None:
        return moment
    image = np.full((COUNT, 2), np.nan, np.float32)
    world, seen = np.zeros((COUNT, 3), np.float32), np.zeros(COUNT, np.float32)
    image[KEPT] = np.round(pose.image_px[KEPT] * 4) / 4
    world[KEPT] = np.round(pose.world_m[KEPT] * 256) / 256
    visibility, presence = seen.copy(), seen.copy()
    visibility[KEPT] = np.round(pose.visibility[KEPT] * 16) / 16
    presence[KEPT] = np.round(pose.presence[KEPT] * 16) / 16
    return Moment(round(moment.t, 3), Pose(image, seen, world, visibility, presence, pose.size))


def stage(motion: str) -> Camera:
    """Where the camera stands for a motion."""
    if motion == "standing-abduction":
        return Camera(height_m=1.0, distance_m=4.0, aim_m=0.9)
    return view("seated-chair" if motion in FROM_FRONT else "chair")


def _recorded(scenes: list[Scene], camera: Camera) -> list[Moment]:
    return record(scenes, camera=camera, fps=FPS).moments
