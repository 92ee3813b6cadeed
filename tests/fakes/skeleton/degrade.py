"""Degradations of the input of the core, as composable functions from moments to new moments.

The random ones take a seed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Final, Literal

import numpy as np

from coach.body import SIDES, joint
from coach.pose import Pose
from coach.stream import Moment
from tests.fakes.skeleton.edge import extrapolated
from tests.fakes.skeleton.rotations import Array
from tests.fakes.skeleton.timeline import seeded, wander

Span = tuple[float, float]
"""First and last time, seconds."""

Limbs = Literal["legs", "whole-legs", "arms"]
_PARTS: Final[dict[Limbs, tuple[str, ...]]] = {
    "legs": ("knee", "ankle", "heel", "foot"),
    "whole-legs": ("hip", "knee", "ankle", "heel", "foot"),
    "arms": ("elbow", "wrist", "pinky", "index", "thumb"),
}


def _each(moments: Iterable[Moment], changed: Callable[[Moment, Pose], Pose | None]) -> list[Moment]:
    return [moment if moment.pose is None else Moment(moment.t, changed(moment, moment.pose)) for moment in moments]


def _within(t: float, spans: Iterable[Span]) -> bool:
    return any(first <= t <= last for first, last in spans)


def nobody(moments: Iterable[Moment], *spans: Span) -> list[Moment]:
    """Remove the person within the spans, but keep the frames."""
    return _each(moments, lambda moment, pose: None if _within(moment.t, spans) else pose)


def gaps(moments: Iterable[Moment], *spans: Span) -> list[Moment]:
    """Remove the frames within the spans."""
    return [moment for moment in moments if not _within(moment.t, spans)]


def regular_gaps(moments: Sequence[Moment], seconds: float = 0.4, every_s: float = 5.0) -> list[Moment]:
    """Remove the frames for ``seconds`` every ``every_s``."""
    end = moments[-1].t
    starts = np.arange(every_s, end, every_s)
    return gaps(moments, *((float(start), float(start) + seconds) for start in starts))


def dropped(moments: Iterable[Moment], share: float = 0.1, seed: int = 0) -> list[Moment]:
    """Remove a random share of the frames, but not the first and the last."""
    kept = list(moments)
    lost = seeded("dropped", seed).uniform(size=len(kept)) < share
    lost[[0, -1]] = False
    return [moment for moment, absent in zip(kept, lost, strict=True) if not absent]


def missed(moments: Iterable[Moment], share: float = 0.1, seed: int = 0) -> list[Moment]:
    """Remove the person in a random share of the frames."""
    known = list(moments)
    lost = seeded("missed", seed).uniform(size=len(known)) < share
    return [Moment(moment.t, None) if absent else moment for moment, absent in zip(known, lost, strict=True)]


def at_rate(moments: Sequence[Moment], fps: float) -> list[Moment]:
    """Resample to another frame rate, interpolating landmarks linearly."""
    times = np.array([moment.t for moment in moments])
    count = int(np.floor((times[-1] - times[0]) * fps + 1e-6)) + 1
    return _at(moments, times, times[0] + np.arange(count) / fps)


def uneven(moments: Sequence[Moment], amount: float = 0.4, seed: int = 0) -> list[Moment]:
    """Jitter the times by up to a share of the frame interval, as in phone videos."""
    times = np.array([moment.t for moment in moments])
    step = np.min(np.diff(times))
    off = seeded("uneven", seed).uniform(-0.5, 0.5, len(times)) * amount * step
    off[[0, -1]] = 0.0
    return _at(moments, times, times + off)


def _at(moments: Sequence[Moment], times: Array, at: Array) -> list[Moment]:
    before = np.clip(np.searchsorted(times, at + 1e-9, side="right") - 1, 0, len(times) - 2)
    share = np.clip((at - times[before]) / (times[before + 1] - times[before]), 0.0, 1.0)
    return [
        Moment(float(t), _mixed(moments[i].pose, moments[i + 1].pose, float(s)))
        for t, i, s in zip(at, before, share, strict=True)
    ]


def _mixed(first: Pose | None, second: Pose | None, share: float) -> Pose | None:
    if share < 1e-6:
        return first
    if share > 1 - 1e-6:
        return second
    if first is None or second is None:
        return first if share < 0.5 else second
    a, b = np.float32(1 - share), np.float32(share)
    return Pose(
        first.image_px * a + second.image_px * b,
        first.image_z * a + second.image_z * b,
        first.world_m * a + second.world_m * b,
        first.visibility * a + second.visibility * b,
        first.presence * a + second.presence * b,
        first.size,
    )


def later(moments: Iterable[Moment], seconds: float) -> list[Moment]:
    """Shift all times."""
    return [Moment(moment.t + seconds, moment.pose) for moment in moments]


def faster(moments: Iterable[Moment], times: float) -> list[Moment]:
    """Divide all times by ``times``."""
    return [Moment(moment.t / times, moment.pose) for moment in moments]


def mirrored(moments: Iterable[Moment]) -> list[Moment]:
    """Mirror the image and swap left and right."""
    return _each(moments, lambda moment, pose: pose.mirrored())


def bumped(
    moments: Iterable[Moment], at: float, roll_deg: float = 8.0, shift_px: tuple[float, float] = (17.0, 14.0)
) -> list[Moment]:
    """Roll and shift the image from some time on, as when the camera is bumped."""
    angle = np.radians(roll_deg)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])

    def changed(moment: Moment, pose: Pose) -> Pose:
        if moment.t < at:
            return pose
        middle, world_m = np.array(pose.size) / 2, pose.world_m.copy()
        world_m[:, :2] = pose.world_m[:, :2] @ turn
        image_px = (pose.image_px - middle) @ turn + middle + np.array(shift_px)
        return replace(pose, image_px=image_px.astype(np.float32), world_m=world_m)

    return _each(moments, changed)


def swapped(moments: Iterable[Moment], limbs: Limbs, *spans: Span) -> list[Moment]:
    """Swap left and right limbs within the spans, as the estimator does.

    As measured on rendered clips, positions are swapped but depths are not, so that the order in depth does not reveal
    the swap, and both limbs get a higher visibility. ``legs`` keeps the hips; ``whole-legs`` swaps them too.
    """
    lefts, rights = ([joint(side, part) for part in _PARTS[limbs]] for side in SIDES)

    def changed(moment: Moment, pose: Pose) -> Pose:
        if not _within(moment.t, spans):
            return pose
        image_px, world_m, visibility = pose.image_px.copy(), pose.world_m.copy(), pose.visibility.copy()
        image_px[lefts], image_px[rights] = pose.image_px[rights], pose.image_px[lefts]
        world_m[lefts, :2], world_m[rights, :2] = pose.world_m[rights, :2], pose.world_m[lefts, :2]
        better = np.maximum(visibility[lefts], visibility[rights])
        visibility[lefts] = (visibility[lefts] + better) / 2
        visibility[rights] = (visibility[rights] + better) / 2
        return replace(pose, image_px=image_px, world_m=world_m, visibility=visibility)

    return _each(moments, changed)


def swap_spans(first: float, last: float, share: float = 1 / 6, seed: int = 0) -> list[Span]:
    """Return spans of swapped labels as in the figure four seen from the side.

    Flickers of a few hundredths of a second around longer spans of 0.5 to 2 s, in total about ``share`` of the time
    from ``first`` to ``last``.
    """
    rng = seeded("swaps", seed)
    total, spans = 0.0, list[Span]()
    while total < share * (last - first):
        length = rng.uniform(0.5, 2.2) if rng.uniform() < 0.35 else rng.uniform(0.02, 0.15)
        length = min(length, share * (last - first) - total + 0.02)
        start = rng.uniform(first, max(last - length, first))
        spans.append((float(start), float(start + length)))
        total += length
    return spans


def flickers(instants: Iterable[float], seconds: float = 0.07) -> list[Span]:
    """Return spans of one or two frames around some times, as when the side changes in the bird dog."""
    return [(t - seconds / 2, t + seconds / 2) for t in instants]


def noisy(
    moments: Sequence[Moment], px: float, seed: int = 0, low_hz: float = 0.2, high_hz: float = 3.0
) -> list[Moment]:
    """Add noise that is correlated over time, with a standard deviation in pixels, and in metres by the same amount."""
    t = np.array([moment.t for moment in moments])
    wide = wander(t, (33, 2), low_hz, high_hz, "noisy", seed) * px

    def changed(pose: Pose, off: Array) -> Pose:
        image_px = (pose.image_px + off).astype(np.float32)
        ends = [joint(side, part) for part in ("shoulder", "hip") for side in SIDES]
        trunk_px = np.linalg.norm(pose.image_px[ends[:2]].mean(axis=0) - pose.image_px[ends[2:]].mean(axis=0))
        trunk_m = np.linalg.norm(pose.world_m[ends[:2]].mean(axis=0) - pose.world_m[ends[2:]].mean(axis=0))
        world_m = pose.world_m.copy()
        world_m[:, :2] += (off * trunk_m / max(trunk_px, 1.0)).astype(np.float32)
        return replace(pose, image_px=image_px, world_m=world_m)

    return [
        moment if moment.pose is None else Moment(moment.t, changed(moment.pose, off))
        for moment, off in zip(moments, wide, strict=True)
    ]


def unseen(moments: Iterable[Moment], landmarks: Iterable[int], *spans: Span, visibility: float = 0.05) -> list[Moment]:
    """Lower the visibility of landmarks within the spans."""
    hidden = list(landmarks)

    def changed(moment: Moment, pose: Pose) -> Pose:
        if not _within(moment.t, spans):
            return pose
        lower = pose.visibility.copy()
        lower[hidden] = np.minimum(lower[hidden], np.float32(visibility))
        return replace(pose, visibility=lower)

    return _each(moments, changed)


def taken_by(moments: Sequence[Moment], others: Sequence[Moment], *spans: Span) -> list[Moment]:
    """Replace the pose by that of another person, the one of ``others`` nearest in time, within the spans."""
    times = np.array([moment.t for moment in others])
    return [
        Moment(moment.t, others[int(np.argmin(np.abs(times - moment.t)))].pose) if _within(moment.t, spans) else moment
        for moment in moments
    ]


def cropped(
    moments: Iterable[Moment], left: int = 0, top: int = 0, right: int = 0, bottom: int = 0, seed: int = 0
) -> list[Moment]:
    """Crop the image by some pixels at each edge; landmarks outside are extrapolated, a trunk outside is not found."""
    trunk = [joint(side, part) for part in ("shoulder", "hip") for side in SIDES]

    def changed(moment: Moment, pose: Pose) -> Pose | None:
        size = (pose.size[0] - left - right, pose.size[1] - top - bottom)
        pixels = pose.image_px.astype(float) - np.array([left, top])
        trunk_px = np.linalg.norm(pixels[trunk[:2]].mean(axis=0) - pixels[trunk[2:]].mean(axis=0))
        edge = extrapolated(pixels[None], size, np.maximum(trunk_px, 1.0)[None], seed)
        if np.mean(edge.outside[0, trunk] == 0) < 0.5:
            return None
        return replace(
            pose,
            image_px=edge.pixels[0].astype(np.float32),
            visibility=(pose.visibility * edge.seen[0]).astype(np.float32),
            presence=np.minimum(pose.presence, edge.presence[0]).astype(np.float32),
            size=size,
        )

    return _each(moments, changed)
