"""Draw the pose on the camera image: the limbs that matter in colours and shapes that show their verdict."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from coach.body import INDEX, LIMBS, SIDES
from coach.display.marks import cross
from coach.display.screen import Screen
from coach.display.shapes import Arc, Disc, Role, ScreenPoint, Shape, Stroke
from coach.display.shown import DRAWN_LIMBS, DrawnLimb, Verdict
from coach.pose import Pose

PRESENT: Final = 0.5
"""Least presence of a landmark to draw; the same as the least to judge."""

THICK: Final = 0.015
THIN: Final = 0.007

_MIDDLE: Final = {"arm": "elbow", "leg": "knee"}


class PlacedPose:
    """The landmarks of a pose as screen positions."""

    def __init__(self, pose: Pose, screen: Screen) -> None:
        width, height = pose.size
        across, down = screen.image[0] / width, screen.image[1] / height
        self._points: list[ScreenPoint | None] = [
            screen.place(x * across, y * down) if p >= PRESENT and 0 <= x < width and 0 <= y < height else None
            for (x, y), p in zip(pose.image_px.tolist(), pose.presence.tolist(), strict=True)
        ]

    def at(self, name: str) -> ScreenPoint | None:
        """Return the position of a landmark by name; ``None`` if unseen."""
        return self._points[INDEX[name]]

    def mid(self, part: str) -> ScreenPoint | None:
        """Return the midpoint of a pair of landmarks, or the visible one of the two."""
        left, right = (self.at(f"{side}_{part}") for side in SIDES)
        if left is None or right is None:
            return left or right
        return (left[0] + right[0]) / 2, (left[1] + right[1]) / 2


def skeleton(placed: PlacedPose, limbs: Mapping[DrawnLimb, Verdict]) -> list[Shape]:
    """Draw the body: first the limbs that do not matter, thin, then those that do."""
    shapes: list[Shape] = []
    for limb in sorted(DRAWN_LIMBS, key=lambda each: each in limbs):
        shapes += _limb(placed, limb, limbs.get(limb))
    for limb, verdict in limbs.items():
        place = _badge(placed, limb)
        if verdict == "out" and place is not None:
            shapes += cross(place, 0.035)
    return shapes


def _limb(placed: PlacedPose, limb: DrawnLimb, verdict: Verdict | None) -> list[Shape]:
    if limb == "head":
        return _head(placed, verdict)
    if limb == "trunk":
        return _lines([placed.mid("shoulder"), placed.mid("hip")], verdict)
    side, _, part = limb.partition(" ")
    return _lines([placed.at(f"{side}_{joint}") for joint in LIMBS[part]], verdict)


def _look(verdict: Verdict | None) -> tuple[Role, float]:
    return (verdict, THICK) if verdict else ("muted", THIN)


def _lines(points: list[ScreenPoint | None], verdict: Verdict | None) -> list[Shape]:
    role, width = _look(verdict)
    runs: list[list[ScreenPoint]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    shapes: list[Shape] = [Stroke(tuple(run), width, role, dashed=verdict == "out") for run in runs if len(run) > 1]
    if verdict:
        shapes += [Disc(point, width * 0.8, role) for run in runs for point in run]
    return shapes


def _head(placed: PlacedPose, verdict: Verdict | None) -> list[Shape]:
    ears, shoulders = placed.mid("ear") or placed.at("nose"), placed.mid("shoulder")
    hips = placed.mid("hip")
    if ears is None or shoulders is None or hips is None:
        return []
    trunk = ((shoulders[0] - hips[0]) ** 2 + (shoulders[1] - hips[1]) ** 2) ** 0.5
    neck = ((shoulders[0] - ears[0]) ** 2 + (shoulders[1] - ears[1]) ** 2) ** 0.5
    radius = min(0.2 * trunk, 0.6 * neck) or 0.01
    # The neck ends where the head begins.
    part = max(0.0, 1 - radius / neck) if neck else 0.0
    chin = (shoulders[0] + (ears[0] - shoulders[0]) * part, shoulders[1] + (ears[1] - shoulders[1]) * part)
    role, width = _look(verdict)
    shapes: list[Shape] = [Stroke((shoulders, chin), width, role)]
    if verdict != "out":
        return [*shapes, Arc(ears, radius, width, role=role, cased=True)]
    shapes.append(Arc(ears, radius, width * 1.5, role="shade"))
    return shapes + [Arc(ears, radius, width, turn, turn + 36, role) for turn in range(0, 360, 60)]


def _badge(placed: PlacedPose, limb: DrawnLimb) -> ScreenPoint | None:
    """Return the position of a limb's cross: its middle joint."""
    if limb == "head":
        return _crown(placed)
    if limb == "trunk":
        shoulders, hips = placed.mid("shoulder"), placed.mid("hip")
        if shoulders is None or hips is None:
            return None
        return (shoulders[0] + hips[0]) / 2, (shoulders[1] + hips[1]) / 2
    side, _, part = limb.partition(" ")
    return placed.at(f"{side}_{_MIDDLE[part]}")


def _crown(placed: PlacedPose) -> ScreenPoint | None:
    """Return a point beyond the head, so as not to cover the face."""
    ears, shoulders = placed.mid("ear") or placed.at("nose"), placed.mid("shoulder")
    if ears is None or shoulders is None:
        return ears
    return shoulders[0] + (ears[0] - shoulders[0]) * 1.75, shoulders[1] + (ears[1] - shoulders[1]) * 1.75
