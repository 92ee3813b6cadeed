"""From landmarks in space to the output of a pose estimator.

What is modelled was measured with MediaPipe's full model in VIDEO mode: face and trunk are always "visible"; limbs
behind the body are not, elbows and hands most of all; visibility is smoothed (0.1 of each new value per frame),
presence is not; whatever leaves the image is made up near its edge, half of it with high visibility and presence; the
landmarks tremble little and wander slowly; metres are those of an average body.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from coach.body import COUNT, SIDES, joint
from coach.pose import Pose
from tests.fakes.skeleton.camera import Camera
from tests.fakes.skeleton.edge import extrapolated
from tests.fakes.skeleton.person import Body
from tests.fakes.skeleton.rotations import Array, turn, unit
from tests.fakes.skeleton.timeline import seeded, wander

AVERAGE_THIGH_M: Final = 0.376
"""Length of the thigh to which the estimator scales world landmarks."""


@dataclass(frozen=True, slots=True)
class Noise:
    """Errors of the estimator.

    On rendered clips a landmark has a constant offset from the joint of 2 to 5 % of the trunk length, a slow error of
    0.5 % within a hold, and a jitter of 0.1 to 0.2 pixels from frame to frame.

    Attributes:
        aside: Constant offset of a visible landmark from the joint, trunk lengths.
        wander: Slow error about that position, trunk lengths.
        jitter_px: Frame-to-frame error, pixels.
        hidden: Factor on the errors of a fully occluded landmark.
        depth: Slow error of the depth of a limb, trunk lengths.
        torso_depth: The same of a visible shoulder or hip. In 32 rendered people who sit facing the camera, the line
            of the shoulders at rest is off by 5 degrees at the 95th percentile.
        hips: Offset of the hips of a body on its back in front of the joints, trunk lengths.
    """

    aside: float = 0.02
    wander: float = 0.006
    jitter_px: float = 0.1
    hidden: float = 3.0
    depth: float = 0.06
    torso_depth: float = 0.02
    hips: float = 0.08


EXACT: Final = Noise(0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0)
"""An estimator without error."""

# Loss of visibility of a landmark that is fully occluded by the body; measured in side views of people on the floor.
_LOSS: Final = {
    "elbow": 0.93, "wrist": 0.92, "pinky": 0.9, "index": 0.9, "thumb": 0.9,
    "knee": 0.6, "ankle": 0.4, "heel": 0.35, "foot": 0.3,
}  # fmt: skip
_SEEN: Final = {"wrist": 0.98, "pinky": 0.96, "index": 0.97, "thumb": 0.97, "heel": 0.97, "ankle": 0.99, "foot": 0.98}
SMOOTHING: Final = 0.1
DEPTH_STRETCH: Final = 2.5
"""Scale of ``image_z`` relative to pixels of the image, measured against known bodies."""


def _capsules() -> list[tuple[tuple[int, ...], tuple[int, ...], float]]:
    """Return the occluders: two ends (each a mean of landmarks) and a radius in metres for a body of 1.7 m."""
    capsules: list[tuple[tuple[int, ...], tuple[int, ...], float]] = []
    limbs = (
        ("shoulder", "hip", 0.085),
        ("hip", "knee", 0.07),
        ("knee", "ankle", 0.05),
        ("shoulder", "elbow", 0.045),
        ("elbow", "wrist", 0.035),
    )
    for first, second, radius in limbs:
        capsules += [((joint(side, first),), (joint(side, second),), radius) for side in SIDES]
    shoulders, hips, ears = (tuple(joint(side, part) for side in SIDES) for part in ("shoulder", "hip", "ear"))
    return [*capsules, (shoulders, hips, 0.1), (ears, ears, 0.06)]


def _belonging(first: tuple[int, ...], second: tuple[int, ...]) -> tuple[int, ...]:
    """Return the landmarks that a capsule does not occlude: its ends, and the hand or foot beyond them."""
    beyond: list[int] = []
    for side in SIDES:
        if joint(side, "wrist") in second:
            beyond += [joint(side, part) for part in ("pinky", "index", "thumb")]
        if joint(side, "ankle") in second:
            beyond += [joint(side, part) for part in ("heel", "foot")]
    return (*first, *second, *beyond)


_CAPSULES: Final = _capsules()
_BELONGING: Final = {(first, second): _belonging(first, second) for first, second, _ in _CAPSULES}


def hidden(points: Array, eye: Array, body: Body) -> Array:
    """Return how much each landmark is occluded by the body, 0 (visible) to 1, shape (n, 33)."""
    worst = np.zeros(points.shape[:2])
    sight = points - eye
    far = np.linalg.norm(sight, axis=-1)
    for first, second, average in _CAPSULES:
        a, b = points[:, first].mean(axis=1), points[:, second].mean(axis=1)
        radius = body.thick(average)
        covered = _depth_behind(points, sight / far[..., None], far, a[:, None], b[:, None], radius, eye)
        for own in _BELONGING[first, second]:
            covered[:, own] = 0.0
        worst = np.maximum(worst, covered)
    for side in SIDES:
        for part in ("pinky", "index", "thumb"):
            worst[:, joint(side, part)] = np.maximum(worst[:, joint(side, part)], worst[:, joint(side, "wrist")] * 0.8)
    return worst


def _depth_behind(points: Array, sight: Array, far: Array, a: Array, b: Array, radius: float, eye: Array) -> Array:
    """Return how much each landmark is occluded by a capsule, 0 to 1, shape (n, 33)."""
    # Closest points of the line of sight and the capsule's axis, as parameters along both.
    axis = b - a
    length = np.sum(axis * axis, axis=-1) + 1e-9
    start = eye - a
    along = np.sum(sight * axis, axis=-1)
    d, e = np.sum(sight * start, axis=-1), np.sum(axis * start, axis=-1)
    spread = np.maximum(length - along**2, 1e-9)
    on_axis = np.clip((e - along * d) / spread, 0.0, 1.0)
    nearest = a + axis * on_axis[..., None]
    reach = np.sum(sight * (nearest - eye), axis=-1)
    gap = np.linalg.norm(nearest - eye - sight * reach[..., None], axis=-1)
    before = np.clip((far - reach) / radius - 1.0, 0.0, 1.0)
    covered: Array = before * np.clip((1.8 * radius - gap) / radius, 0.0, 1.0)
    return covered


def _upright(points: Array) -> Array:
    """Return how vertical the thigh of each leg landmark is, 0 to 1, shape (n, 33); 0 for other landmarks."""
    upright = np.zeros(points.shape[:2])
    for side in SIDES:
        thigh = points[:, joint(side, "knee")] - points[:, joint(side, "hip")]
        share = np.abs(thigh[:, 1]) / np.linalg.norm(thigh, axis=-1)
        for part in ("knee", "ankle", "heel", "foot"):
            upright[:, joint(side, part)] = share
    return upright


def _in_front(points: Array, body: Body, share: float) -> Array:
    """Return the landmarks with the hips moved forward as far as the front of the body points up."""
    middles = [sum(points[:, joint(side, part)] for side in SIDES) / 2 for part in ("shoulder", "hip")]
    across = points[:, joint("left", "hip")] - points[:, joint("right", "hip")]
    front = unit(np.cross(across, middles[0] - middles[1]))
    moved = np.array(points)
    for side in SIDES:
        moved[:, joint(side, "hip")] += front * np.clip(front[:, 1:2], 0.0, 1.0) * share * body.trunk
    return moved


def _visibility(behind: Array, t: Array) -> Array:
    seen, loss = np.ones(COUNT), np.zeros(COUNT)
    for side in SIDES:
        for part, share in _LOSS.items():
            loss[joint(side, part)] = share
            seen[joint(side, part)] = _SEEN.get(part, 1.0)
    target = seen - loss * behind
    smooth = np.empty_like(target)
    smooth[0] = target[0]
    for i in range(1, len(t)):
        smooth[i] = smooth[i - 1] + SMOOTHING * (target[i] - smooth[i - 1])
    return np.clip(smooth, 0.0, 1.0)


def see(points: Array, t: Array, body: Body, camera: Camera, noise: Noise, seed: int) -> list[Pose | None]:
    """Return the poses that the estimator reports.

    Args:
        points: Landmarks in space, shape (n, 33, 3), metres.
        t: Instants, shape (n,), seconds.
        body: The body, which occludes landmarks behind it.
        camera: The camera.
        noise: Errors of the estimator.
        seed: Seed of the errors.
    """
    if not len(t):
        return []
    pixels = camera.project(_in_front(points, body, noise.hips))
    placed = camera.place(points)
    hips = [joint(side, "hip") for side in SIDES]
    shoulders = [joint(side, "shoulder") for side in SIDES]
    depth = placed[..., 2] - placed[:, hips, 2].mean(axis=1, keepdims=True)
    scale = camera.focal_px / placed[:, hips, 2].mean(axis=1)
    trunk_px = body.trunk * scale
    behind = hidden(points, camera.eye, body)
    # A far leg is found more easily behind the near one if its thigh is vertical than if it lies alongside.
    visibility = _visibility(behind * (1 - 0.4 * _upright(points)), t)

    edge = extrapolated(pixels, camera.size, trunk_px, seed)
    pixels, presence, gone, outside = edge.pixels, edge.presence, edge.gone, edge.outside
    visibility = visibility * edge.seen

    worse = 1 + (noise.hidden - 1) * np.maximum(behind, gone)
    beside = seeded("beside", seed).normal(0.0, 1.0, (2, COUNT, 2))
    slow = noise.aside * beside[0] + noise.wander * wander(t, (COUNT, 2), 0.05, 1.0, "wander", seed)
    fast = wander(t, (COUNT, 2), 6.0, 12.0, "jitter", seed) * noise.jitter_px
    pixels = pixels + slow * (worse * trunk_px[:, None])[..., None] + fast
    error = np.full(COUNT, noise.depth)
    error[[*hips, *shoulders]] = noise.torso_depth
    deep = wander(t, (COUNT,), 0.05, 1.0, "depth", seed) * error * worse * body.trunk
    average = AVERAGE_THIGH_M / (body.thigh / body.leg)
    world = (turn(camera.axes, points - points[:, hips].mean(axis=1, keepdims=True))) * average
    flat = noise.aside * beside[1] + noise.wander * wander(t, (COUNT, 2), 0.05, 1.0, "world", seed)
    world[..., :2] += flat * (worse * body.trunk)[..., None]
    world[..., 2] += deep
    image_z = (depth + deep) * scale[:, None] * DEPTH_STRETCH

    trunk_inside = np.mean(outside[:, [*hips, *shoulders]] == 0, axis=1)
    found = (trunk_inside >= 0.5) & np.isfinite(pixels).all(axis=(1, 2))
    return [
        Pose(
            pixels[i].astype(np.float32),
            image_z[i].astype(np.float32),
            world[i].astype(np.float32),
            visibility[i].astype(np.float32),
            presence[i].astype(np.float32),
            camera.size,
        )
        if found[i]
        else None
        for i in range(len(t))
    ]
