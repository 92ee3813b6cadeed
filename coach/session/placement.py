"""Decides whether the person is in position to start a move and, if not, what to correct first."""

from __future__ import annotations

import math
from typing import Final, Literal

import numpy as np

from coach.body import SIDES, Side
from coach.events import Hindrance, Lack
from coach.geometry import Point, seen
from coach.moves.figure import Figure
from coach.moves.move import Move
from coach.moves.reading import Reader
from coach.pose import Pose
from coach.session.observer import Observation
from coach.signal import Debounce

LACK_S: Final = 0.5
"""A change of the missing condition is accepted after this time."""

NEAREST: Final = 0.1
"""Trunk length below which a person is too far away to be measured, as a fraction of the image's height."""

JOINTS: Final = {"arm": ("shoulder", "elbow", "wrist"), "leg": ("hip", "knee", "ankle")}
"""Landmarks of a limb that is extended."""


class Placement:
    """The missing condition before a move can start, debounced."""

    def __init__(self, move: Move) -> None:
        self._move = move
        self._reader = Reader(move)
        self._lack: Debounce[Lack | Literal["nothing"]] = Debounce("nobody", LACK_S)
        self._since = math.inf

    def update(self, seen: Observation, sides: tuple[Side, ...], hindrance: Hindrance | None = None) -> Lack | None:
        """Return the missing condition; ``None`` while the start posture is held.

        Args:
            seen: The observation.
            sides: The sides still to do; empty if either side is allowed.
            hindrance: The problem with the camera image. It has priority, as it may cause the others.
        """
        before = self._lack.label
        lack = self._lack.update(seen.t, hindrance or missing(self._move, self._reader, seen, sides) or "nothing")
        if lack != before or self._since == math.inf:
            self._since = seen.t
        return None if lack == "nothing" else lack

    def lasted(self, t: float) -> float:
        """Return how long the current result has lasted, seconds."""
        return t - self._since


def missing(move: Move, reader: Reader, seen: Observation, sides: tuple[Side, ...]) -> Lack | None:
    """Return the first thing to correct in one moment."""
    body, pose = seen.body, seen.pose
    if body is None or pose is None:
        return "too-close" if pose is not None and _overflows(pose) else "nobody"
    if seen.posture not in move.postures:
        return "posture"
    framing = _framing(body, pose)
    if framing is not None:
        return framing
    if seen.view not in move.views or not move.depth.least <= seen.depth <= move.depth.most:
        return "view"
    if move.side_from is not None and sides and _on_top(move) and body.above not in (None, *sides):
        return "other-side"
    if body.scale < NEAREST * body.size[1]:
        return "too-far"
    room = _room(move, body, seen.depth)
    if room is not None:
        return room
    values = reader.read(body, None).values
    return None if all(band.inside(values) is not False for band in move.start) else "start"


def _on_top(move: Move) -> bool:
    """Whether the working side is the top one, so that it is known before the move starts."""
    return move.side_from is not None and move.measures[move.side_from].limb == "top"


def _framing(body: Figure, pose: Pose) -> Lack | None:
    """Return which end of the body is outside the image. One landmark of a pair suffices: the far one may be hidden."""
    feet = any(seen(body.at(side, part)) for side in SIDES for part in ("ankle", "heel", "foot"))
    head = seen(body.points[0]) or any(seen(body.at(side, "ear")) for side in SIDES)
    if feet and head:
        return None
    if not (feet or head) or _overflows(pose):
        return "too-close"
    return "head" if feet else "feet"


def _overflows(pose: Pose) -> bool:
    """Whether the body, extrapolated beyond the edges by the estimator, is larger than the image."""
    spread = np.ptp(pose.image_px, axis=0)
    return bool(np.any(spread > pose.size))


def _room(move: Move, body: Figure, depth: float) -> Lack | None:
    """Return which limb would leave the image when extended; ``too-close`` if all would.

    A resting limb hangs down and is seen at full length; extended, it is foreshortened like the trunk.
    """
    along = math.copysign(math.sqrt(max(0.0, 1 - depth * depth)), body.trunk.real)
    short: list[Lack] = []
    for limb in move.reach:
        lengths = [_length(body, side, limb) for side in SIDES]
        if not any(map(seen, lengths)):
            continue
        root = body.mid(JOINTS[limb][0])
        end = root.real + np.nanmax(lengths) * (along if limb == "arm" else -along)
        if not 0 <= end < body.size[0]:
            short.append("arm-room" if limb == "arm" else "leg-room")
    return None if not short else short[0] if len(short) == 1 else "too-close"


def _length(body: Figure, side: Side, limb: str) -> float:
    """Return the length of a limb along its segments, pixels; NaN if a joint is unseen."""
    root, middle, end = JOINTS[limb]
    bones: tuple[Point, Point] = body.limb(side, root, middle), body.limb(side, middle, end)
    return sum(map(abs, bones)) if all(map(seen, bones)) else math.nan
