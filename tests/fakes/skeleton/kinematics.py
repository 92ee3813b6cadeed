"""Forward and inverse kinematics: from joint angles (a stance) to the 33 landmarks in space.

World frame: x along the mat, y up, z towards the usual position of the camera; metres, floor at y = 0. The first axis
of every array is time. Sides are in the order of ``coach.body.SIDES``.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from coach.body import COUNT, SIDES, Side, joint
from tests.fakes.skeleton.person import Body
from tests.fakes.skeleton.rotations import Array, Number, about_x, about_y, about_z, across, between, turn, unit

SPINE_PARTS: Final = 4


@dataclass(frozen=True, slots=True)
class Leg:
    """A leg against the pelvis, degrees: thigh forwards, outwards, turned outwards; knee bent; toes pointed."""

    flex: Number = 0.0
    out: Number = 0.0
    roll: Number = 0.0
    knee: Number = 2.0
    toes: Number = 20.0


@dataclass(frozen=True, slots=True)
class Arm:
    """An arm against the chest, degrees: forwards, outwards, turned outwards; elbow and wrist bent forwards."""

    flex: Number = 0.0
    out: Number = 8.0
    roll: Number = 0.0
    elbow: Number = 10.0
    wrist: Number = 0.0


@dataclass(frozen=True, slots=True)
class Trunk:
    """The spine against the pelvis, or the head against the chest, degrees: bowed, leant left, twisted left."""

    bow: Number = 0.0
    lean: Number = 0.0
    twist: Number = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Stance:
    """A posture over n instants, as joint angles.

    Attributes:
        pelvis: Middle of the hips, shape (n, 3), metres.
        facing: Frame of the pelvis, shape (n, 3, 3): columns left, up, front.
        spine: Bow, lean and twist, shape (n, 3), degrees.
        neck: The same of the head against the chest.
        thighs: Rotation of each thigh relative to the pelvis, shape (n, 2, 3, 3); the identity if it hangs down.
        knees, toes: Shape (n, 2), degrees.
        arms: Rotation of each upper arm relative to the chest, shape (n, 2, 3, 3).
        elbows, wrists: Shape (n, 2), degrees.
        shrug: How far the shoulders are raised towards the ears, shape (n, 2), trunk lengths.
    """

    pelvis: Array
    facing: Array
    spine: Array
    neck: Array
    thighs: Array
    knees: Array
    toes: Array
    arms: Array
    elbows: Array
    wrists: Array
    shrug: Array

    def __len__(self) -> int:
        return len(self.pelvis)


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a stance, each constant or one value per time."""

    pelvis: npt.ArrayLike
    facing: Array
    spine: Trunk = Trunk()
    neck: Trunk = Trunk()
    legs: dict[Side, Leg] = field(default_factory=lambda: {side: Leg() for side in SIDES})
    arms: dict[Side, Arm] = field(default_factory=lambda: {side: Arm() for side in SIDES})
    shrug: Number = 0.0


def outward(side: Side) -> int:
    """Return the sign of a side along the person's left: 1 for left, -1 for right."""
    return 1 if side == "left" else -1


def _spread(number: Number, n: int) -> Array:
    return np.broadcast_to(np.asarray(number, float), (n,))


def _limb(n: int, side: Side, limb: Leg | Arm) -> Array:
    sign = outward(side)
    forwards = about_x(-_spread(limb.flex, n))
    return forwards @ about_z(sign * _spread(limb.out, n)) @ about_y(sign * _spread(limb.roll, n))


def stance(n: int, parts: Parts) -> Stance:
    """Return the stance of ``parts`` over n instants."""

    def three(trunk: Trunk) -> Array:
        return np.stack([_spread(value, n) for value in (trunk.bow, trunk.lean, trunk.twist)], axis=-1)

    def pair(values: list[Number]) -> Array:
        return np.stack([_spread(value, n) for value in values], axis=-1)

    legs, arms = [parts.legs[side] for side in SIDES], [parts.arms[side] for side in SIDES]
    return Stance(
        pelvis=np.broadcast_to(np.asarray(parts.pelvis, float), (n, 3)),
        facing=np.broadcast_to(parts.facing, (n, 3, 3)),
        spine=three(parts.spine),
        neck=three(parts.neck),
        thighs=np.stack([_limb(n, side, parts.legs[side]) for side in SIDES], axis=1),
        knees=pair([leg.knee for leg in legs]),
        toes=pair([leg.toes for leg in legs]),
        arms=np.stack([_limb(n, side, parts.arms[side]) for side in SIDES], axis=1),
        elbows=pair([arm.elbow for arm in arms]),
        wrists=pair([arm.wrist for arm in arms]),
        shrug=np.repeat(_spread(parts.shrug, n)[:, None], 2, axis=1),
    )


def chest(body: Body, held: Stance) -> tuple[Array, Array]:
    """Return the midpoint of the shoulders, shape (n, 3), and the frame of the chest, shape (n, 3, 3)."""
    at, frame = held.pelvis, held.facing
    bow, lean, twist = (held.spine[:, i] / SPINE_PARTS for i in range(3))
    step = about_y(twist) @ about_x(bow) @ about_z(-lean)
    # Half a bend before the first part and half after the last: the line from hips to shoulders leans by half the bow.
    half = about_y(twist / 2) @ about_x(bow / 2) @ about_z(-lean / 2)
    frame = frame @ half
    for part in range(SPINE_PARTS):
        at = at + frame[..., 1] * (body.trunk / SPINE_PARTS)
        frame = frame @ (step if part < SPINE_PARTS - 1 else half)
    return at, frame


def shoulder(body: Body, held: Stance, side: Side) -> Array:
    """Return the shoulder joint, shape (n, 3)."""
    return _shoulder(body, held, side, *chest(body, held))


def _shoulder(body: Body, held: Stance, side: Side, at: Array, frame: Array) -> Array:
    """Return the shoulder joint for a given chest, shape (n, 3)."""
    up = held.shrug[:, SIDES.index(side), None] * body.trunk
    return at + frame[..., 0] * outward(side) * body.shoulder_width / 2 + frame[..., 1] * up


def hip(body: Body, held: Stance, side: Side) -> Array:
    """Return the hip joint, shape (n, 3)."""
    return held.pelvis + held.facing[..., 0] * outward(side) * body.hip_width / 2


def _head(body: Body, held: Stance, at: Array, frame: Array) -> tuple[Array, Array]:
    """Return the midpoint of the ears, shape (n, 3), and the frame of the head, shape (n, 3, 3)."""
    bow, lean, twist = (held.neck[:, i] / 2 for i in range(3))
    half = about_y(twist) @ about_x(bow) @ about_z(-lean)
    neck = frame @ half
    skull = neck @ half
    base = at + frame[..., 1] * 0.02 * body.height_m
    middle = base + neck[..., 1] * 0.065 * body.height_m + turn(skull, [0, 0.05, 0.012]) * body.height_m
    return middle, skull


def _bend(start: Array, goal: Array, pole: Array, first: float, second: float) -> tuple[Array, Array, Array]:
    """Solve two-bone inverse kinematics: direction of the first bone, direction of the joint, its flexion, degrees."""
    reach = goal - start
    far = np.clip(np.linalg.norm(reach, axis=-1), abs(first - second) + 1e-3, (first + second) * 0.9998)
    reach = unit(reach)
    away = across(np.broadcast_to(pole, reach.shape), reach)
    cosine = np.clip((first**2 + far**2 - second**2) / (2 * first * far), -1, 1)
    sine = np.sqrt(1 - cosine**2)
    upper = reach * cosine[:, None] + away * sine[:, None]
    outer = away * cosine[:, None] - reach * sine[:, None]
    inner = np.clip((first**2 + second**2 - far**2) / (2 * first * second), -1, 1)
    return upper, outer, 180 - np.degrees(np.arccos(inner))


def _replaced(pairs: Array, side: Side, value: Array) -> Array:
    changed = np.array(pairs)
    changed[:, SIDES.index(side)] = value
    return changed


def step(body: Body, held: Stance, side: Side, ankle: npt.ArrayLike, knee_towards: npt.ArrayLike) -> Stance:
    """Return the stance with an ankle at a position in space and the knee pointing in a direction."""
    goal, pole = (np.broadcast_to(np.asarray(v, float), (len(held), 3)) for v in (ankle, knee_towards))
    thigh, front, knee = _bend(hip(body, held, side), goal, pole, body.thigh, body.shin)
    world = np.stack([np.cross(-thigh, front), -thigh, front], axis=-1)
    inside = np.swapaxes(held.facing, -1, -2) @ world
    return replace(held, thighs=_replaced(held.thighs, side, inside), knees=_replaced(held.knees, side, knee))


def grasp(body: Body, held: Stance, side: Side, wrist: npt.ArrayLike, elbow_towards: npt.ArrayLike) -> Stance:
    """Return the stance with a wrist at a position in space and the elbow pointing in a direction."""
    goal, pole = (np.broadcast_to(np.asarray(v, float), (len(held), 3)) for v in (wrist, elbow_towards))
    at, frame = chest(body, held)
    arm, outer, elbow = _bend(_shoulder(body, held, side, at, frame), goal, pole, body.upper_arm, body.forearm)
    world = np.stack([np.cross(-arm, -outer), -arm, -outer], axis=-1)
    inside = np.swapaxes(frame, -1, -2) @ world
    return replace(held, arms=_replaced(held.arms, side, inside), elbows=_replaced(held.elbows, side, elbow))


def thigh_frame(held: Stance, side: Side) -> Array:
    """Return the frame of the thigh in space, shape (n, 3, 3): up towards the hip, front towards the kneecap."""
    return held.facing @ held.thighs[:, SIDES.index(side)]


def shin_frame(held: Stance, side: Side) -> Array:
    """Return the frame of the shin in space, shape (n, 3, 3): up towards the knee, front towards the toes."""
    return thigh_frame(held, side) @ about_x(held.knees[:, SIDES.index(side)])


def leg_points(body: Body, held: Stance, side: Side) -> tuple[Array, Array, Array]:
    """Return hip, knee and ankle of a leg, each of shape (n, 3)."""
    at_hip = hip(body, held, side)
    at_knee = at_hip - thigh_frame(held, side)[..., 1] * body.thigh
    return at_hip, at_knee, at_knee - shin_frame(held, side)[..., 1] * body.shin


def level_foot(held: Stance, side: Side, share: Number = 1.0) -> Stance:
    """Return the stance with the sole of a foot parallel to the floor, or rotated a share of the way there."""
    i = SIDES.index(side)
    shin = shin_frame(held, side)
    flat = np.degrees(np.arctan2(shin[:, 1, 2], shin[:, 1, 1]))
    mixed = held.toes[:, i] + (flat - held.toes[:, i]) * np.asarray(share)
    return replace(held, toes=_replaced(held.toes, side, np.clip(mixed, -30.0, 80.0)))


def level_hand(body: Body, held: Stance, side: Side, share: Number = 1.0, near_deg: float = 30.0) -> Stance:
    """Return the stance with the palm of a hand parallel to the floor, or rotated a share of the way there.

    Of the two solutions, half a turn apart, takes the one with a wrist flexion near ``near_deg``.
    """
    i = SIDES.index(side)
    _, frame = chest(body, held)
    forearm = frame @ held.arms[:, i] @ about_x(-held.elbows[:, i])
    flat = np.degrees(np.arctan2(forearm[:, 1, 1], forearm[:, 1, 2]))
    flat = (flat - near_deg + 90) % 180 - 90 + near_deg
    return replace(held, wrists=_replaced(held.wrists, side, held.wrists[:, i] * (1 - share) + flat * share))


def mix(start: Stance, end: Stance, share: Array) -> Stance:
    """Interpolate between two stances, every joint along the shorter way."""
    line = share[:, None]
    both = share[:, None].repeat(2, axis=1)

    def straight(name: str) -> Array:
        a, b = getattr(start, name), getattr(end, name)
        blended: Array = a + (b - a) * line
        return blended

    return Stance(
        **{name: straight(name) for name in ("pelvis", "spine", "neck", "knees", "toes", "elbows", "wrists", "shrug")},
        facing=between(start.facing, end.facing, share),
        thighs=between(start.thighs, end.thighs, both),
        arms=between(start.arms, end.arms, both),
    )


# In the frame of the head (left, up, front), from the midpoint of the ears, as shares of the height.
_FACE: Final[dict[str, tuple[float, float, float]]] = {
    "ear": (0.050, 0.0, 0.0),
    "eye_inner": (0.009, 0.021, 0.066),
    "eye_middle": (0.019, 0.022, 0.062),
    "eye_outer": (0.029, 0.021, 0.054),
    "mouth": (0.016, -0.030, 0.060),
}
_NOSE: Final = (0.0, -0.002, 0.078)
# In the frame of the foot (left, up, towards the toes), from the ankle, as shares of the height.
_FOOT: Final = {"heel": (0.0, -0.028, -0.020), "foot": (0.0, -0.028, 0.094)}
# Along the hand from the wrist, and across it towards the thumb, as shares of the height.
_HAND: Final = {"pinky": (0.068, -0.022), "index": (0.074, 0.014), "thumb": (0.042, 0.030)}


def landmarks(body: Body, held: Stance) -> Array:
    """Return the 33 landmarks in space, shape (n, 33, 3), metres."""
    points = np.zeros((len(held), COUNT, 3))
    at_chest, trunk = chest(body, held)
    middle, skull = _head(body, held, at_chest, trunk)
    height = body.height_m
    points[:, 0] = middle + turn(skull, _NOSE) * height
    for i, side in enumerate(SIDES):
        sign = outward(side)
        for part, (left, up, front) in _FACE.items():
            points[:, joint(side, part)] = middle + turn(skull, [left * sign, up, front]) * height
        foot = shin_frame(held, side) @ about_x(held.toes[:, i])
        at_hip, at_knee, at_ankle = leg_points(body, held, side)
        for part, at in (("hip", at_hip), ("knee", at_knee), ("ankle", at_ankle)):
            points[:, joint(side, part)] = at
        for part, offset in _FOOT.items():
            points[:, joint(side, part)] = at_ankle + turn(foot, offset) * height
        upper = trunk @ held.arms[:, i]
        lower = upper @ about_x(-held.elbows[:, i])
        hand = lower @ about_x(-held.wrists[:, i])
        at_shoulder = _shoulder(body, held, side, at_chest, trunk)
        at_elbow = at_shoulder - upper[..., 1] * body.upper_arm
        at_wrist = at_elbow - lower[..., 1] * body.forearm
        for part, at in (("shoulder", at_shoulder), ("elbow", at_elbow), ("wrist", at_wrist)):
            points[:, joint(side, part)] = at
        for part, (along, aside) in _HAND.items():
            # Pronated: the thumb is medial.
            points[:, joint(side, part)] = at_wrist + turn(hand, [-aside * sign, -along, 0.0]) * height
    return points
