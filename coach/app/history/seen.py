"""Poses that show each fault, from the landmarks stored with the latest sessions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Final

from coach.body import Side
from coach.errors import RecordingError
from coach.moves.seen import seen
from coach.moves.text import Drawings
from coach.pose import Pose
from coach.report.review.facts import Definition, MoveDone, Visit
from coach.store.landmarks import open_landmarks
from coach.store.new_file import StrPath

LATEST: Final = 3
"""Number of latest sessions to look at: reading the landmarks of one takes about a second."""


def faults_seen(
    visits: Sequence[Visit], kept: Mapping[int, StrPath], definitions: Mapping[str, Definition]
) -> dict[str, dict[str, Drawings]]:
    """Return the latest posture in which each fault was seen, by move and fault, where it can be drawn.

    ``visits`` are in time order, ``kept`` their landmark recordings by visit, ``definitions`` the moves by the name of
    their definition.
    """
    found: dict[str, dict[str, Drawings]] = {}
    looked = [visit for visit in reversed(visits) if visit.id in kept][:LATEST]
    for visit in looked:
        faults = [
            (t, move, fault, side, definition.drawing)
            for move in visit.moves
            if (definition := definitions.get(move.definition)) is not None and definition.drawing is not None
            for fault, (t, side) in _faults(move).items()
            if fault not in found.get(move.move, {})
        ]
        poses = _poses(kept[visit.id], [t for t, *_ in faults])
        for t, move, fault, side, drawing in faults:
            figure = None if t not in poses else seen(poses[t], drawing, side)
            if figure is not None:
                found.setdefault(move.move, {})[fault] = figure
    return found


def _faults(move: MoveDone) -> dict[str, tuple[float, Side | None]]:
    """Return the middle of the last time that each fault was seen, and the side."""
    return {
        fault.id: ((fault.start + fault.end) / 2, attempt.rep.side)
        for one in move.sets
        for attempt in one.attempts
        for fault in attempt.rep.faults
    }


def _poses(path: StrPath, times: Sequence[float]) -> dict[float, Pose]:
    """Return the first pose at or after each time; none of a recording that cannot be read."""
    left, found = sorted(times), dict[float, Pose]()
    if not left:
        return found
    with suppress(RecordingError):
        for moment in open_landmarks(path, left[0], left[-1] + 1.0):
            while left and moment.t >= left[0] and moment.pose is not None:
                found[left.pop(0)] = moment.pose
            if not left:
                break
    return found
