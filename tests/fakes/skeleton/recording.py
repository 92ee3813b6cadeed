"""Records consecutive scenes with a camera."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from coach.body import other
from coach.stream import Moment
from tests.fakes.skeleton.activities import lingering, rolling_over, stay, turned
from tests.fakes.skeleton.camera import Camera, view
from tests.fakes.skeleton.kinematics import landmarks
from tests.fakes.skeleton.moves import MOVES
from tests.fakes.skeleton.person import Body
from tests.fakes.skeleton.rotations import Array
from tests.fakes.skeleton.scene import RepScript, Scene, TrueRep
from tests.fakes.skeleton.seeing import Noise, see
from tests.fakes.skeleton.timeline import Tremor


@dataclass(frozen=True, slots=True, eq=False)
class Performance:
    """A recording and its ground truth.

    Attributes:
        moments: Input of the core.
        reps: True reps.
        points: True landmarks in space, shape (n, 33, 3), metres, one entry per moment.
        pixels: True landmarks in the image, shape (n, 33, 2).
        camera: The camera.
        body: The body.
    """

    moments: list[Moment]
    reps: tuple[TrueRep, ...]
    points: Array
    pixels: Array
    camera: Camera
    body: Body

    @property
    def t(self) -> Array:
        """Instants of the moments, shape (n,)."""
        return np.array([moment.t for moment in self.moments])


def record(
    scenes: Sequence[Scene],
    *,
    camera: Camera,
    fps: float = 25.0,
    seed: int = 0,
    tremor_deg: float = 0.5,
    noise: Noise = Noise(),  # noqa: B008  a frozen value
) -> Performance:
    """Record consecutive scenes with a camera that is aimed at the middle of the area that they cover."""
    body = scenes[0].body
    starts = np.concatenate([[0.0], np.cumsum([scene.seconds for scene in scenes])])
    t = np.arange(0.0, starts[-1], 1.0 / fps)
    which = np.clip(np.searchsorted(starts, t, side="right") - 1, 0, len(scenes) - 1)
    parts = []
    for i, scene in enumerate(scenes):
        mine = t[which == i]
        tremor = Tremor(mine, tremor_deg, seed) if tremor_deg else None
        parts.append(landmarks(body, scene.held(mine - starts[i], tremor)))
    points = np.concatenate(parts)
    ends = np.stack([_ends(scene) for scene in scenes])
    points = points - (ends[:, 0].min(axis=0) + ends[:, 1].max(axis=0)) / 2 * [1.0, 0.0, 1.0]
    poses = see(points, t, body, camera, noise, seed)
    reps = [rep.later(float(starts[i])) for i, scene in enumerate(scenes) for rep in scene.reps]
    return Performance(
        [Moment(float(instant), pose) for instant, pose in zip(t, poses, strict=True)],
        tuple(reps),
        points,
        camera.project(points),
        camera,
        body,
    )


@cache
def _ends(scene: Scene) -> Array:
    """Return the bounds of the coordinates, shape (2, 3), sampled at fixed times to not depend on the frame rate."""
    spots = scene.points(np.arange(0.0, scene.seconds, 0.25))
    return np.stack([spots.min(axis=(0, 1)), spots.max(axis=(0, 1))])


def _runs(reps: Sequence[RepScript]) -> list[list[RepScript]]:
    runs: list[list[RepScript]] = []
    for rep in reps:
        if runs and runs[-1][0].side == rep.side:
            runs[-1].append(rep)
        else:
            runs.append([rep])
    return runs


def _meet(before: Scene, after: Scene) -> bool:
    """Return whether one scene starts where the other ends, within 2 cm."""
    end, start = before.points(np.array([before.seconds])), after.points(np.zeros(1))
    return bool(np.abs(end - start).max() < 0.02)


def acted(
    move: str,
    reps: Sequence[RepScript],
    *,
    body: Body = Body(),  # noqa: B008  a frozen value
    lead_s: float = 1.2,
    tail_s: float = 1.0,
) -> list[Scene]:
    """Return the scenes of a move: rest, reps, rest; a body lying on its side rolls over to change sides."""
    return [*_acted(move, tuple(reps), body, lead_s, tail_s)]


@cache  # the same scenes are recorded from many views and at many rates
def _acted(move: str, reps: tuple[RepScript, ...], body: Body, lead_s: float, tail_s: float) -> tuple[Scene, ...]:
    act = MOVES[move]
    scenes = [act.still(body, reps[0].side, lead_s)]
    for run in _runs(reps):
        scene = act.scene(body, run)
        if not _meet(scenes[-1], scene):
            # The head stays in place, so after rolling over the back of the person faces the camera.
            if act.lying is None:
                scenes += rolling_over(scenes[-1], scene)[1:]
                continue
            over = [stay(act.lying, 0.3, side=each) for each in (other(run[0].side), run[0].side)]
            for then in (*over, act.still(body, run[0].side, lead_s)):
                scenes += rolling_over(scenes[-1], then)[1:]
            scenes.append(scene if scenes[-1].feet == scene.feet else turned(scene, 180.0))
        else:
            scenes.append(scene)
    return (*scenes, lingering(scenes[-1], tail_s))


def usual_view(move: str) -> str:
    """Return the view of a move at chair height: from the side, or from the front of a sitting person."""
    return "seated-chair" if move == "seated-rotation" else "chair"


def perform(
    move: str,
    reps: Sequence[RepScript] = (RepScript(),),
    *,
    body: Body = Body(),  # noqa: B008  a frozen value
    camera: Camera | str | None = None,
    lead_s: float = 1.2,
    tail_s: float = 1.0,
    fps: float = 25.0,
    seed: int = 0,
    tremor_deg: float = 0.5,
    noise: Noise = Noise(),  # noqa: B008  a frozen value
) -> Performance:
    """Record a person doing a move.

    Args:
        move: Id of the move.
        reps: Scripts of the reps, in order.
        body: The body.
        camera: A camera, the name of a view, or ``None`` for the view of the move at chair height.
        lead_s: Rest before the first rep, above 0.
        tail_s: Rest after the last rep, above 0.
        fps: Frames per second.
        seed: Seed of tremor and errors.
        tremor_deg: Standard deviation of the tremor of each joint.
        noise: Errors of the estimator.
    """
    scenes = acted(move, reps, body=body, lead_s=lead_s, tail_s=tail_s)
    if camera is None:
        camera = usual_view(move)
    if isinstance(camera, str):
        camera = view(camera, scenes[0].feet)
    return record(scenes, camera=camera, fps=fps, seed=seed, tremor_deg=tremor_deg, noise=noise)
