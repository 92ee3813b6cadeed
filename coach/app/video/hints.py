"""Hints about a checked video: whether it seems to be on its side or in slow motion, without the file declaring it."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from coach.events import Rep
from coach.language import phrase
from coach.moves.move import Move
from coach.pose import Pose
from coach.session.checker import check
from coach.session.result import Result, fold
from coach.stream import Moment

MOST: Final = 1200
"""Number of moments tried rotated: a minute."""

_SLOW: Final = 3.0
_LEAST: Final = 2
"""At this many times the usual time, in at least this many attempts, slow motion is likelier than care."""


class VideoHints:
    """Store the first moments of a video, to be examined again if nothing was found in them."""

    def __init__(self) -> None:
        self._moments: list[Moment] = []

    def __call__(self, moment: Moment) -> None:
        """Take the next moment."""
        if len(self._moments) < MOST:
            self._moments.append(moment)

    def about(self, move: Move, result: Result) -> list[str]:
        """Return the hints, one sentence each."""
        if not result.reps:
            turn = sideways(move, self._moments)
            return [] if turn is None else [phrase("errors.video.sideways", turn=turn)]
        if slow(move, result.reps):
            return [phrase("errors.video.slow_motion")]
        return []


def sideways(move: Move, moments: Sequence[Moment]) -> int | None:
    """Return the clockwise rotation, degrees, with which the move is found in the video; ``None`` if there is none."""
    for degrees in (90, 270):
        turned = [
            moment if moment.pose is None else replace(moment, pose=rotated(moment.pose, degrees)) for moment in moments
        ]
        if fold(move, check(move, turned)).counted:
            return degrees
    return None


def slow(move: Move, reps: Sequence[Rep]) -> bool:
    """Whether the ways up and back take several times as long as people take for that move."""
    took = [rep.end - rep.start - rep.hold for rep in reps if rep.top is not None]
    return move.ways_s is not None and len(took) >= _LEAST and statistics.median(took) > _SLOW * move.ways_s


def rotated(pose: Pose, degrees: int) -> Pose:
    """Return the pose in a frame rotated clockwise by 90 or 270 degrees."""
    image_px, world_m = pose.image_px[:, ::-1].copy(), pose.world_m.copy()
    world_m[:, :2] = pose.world_m[:, 1::-1]
    width, height = pose.size
    if degrees == 90:
        image_px[:, 0] = np.float32(height) - image_px[:, 0]
        world_m[:, 0] = -world_m[:, 0]
    else:
        image_px[:, 1] = np.float32(width) - image_px[:, 1]
        world_m[:, 1] = -world_m[:, 1]
    return replace(pose, image_px=image_px, world_m=world_m, size=(height, width))
