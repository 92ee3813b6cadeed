"""Runs sessions on the landmarks of clips, and simulates raised hands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

import numpy as np

from coach import library
from coach.body import Side, joint
from coach.events import Command, Event
from coach.moves.move import Move
from coach.pose import Pose
from coach.session.live import LiveSession
from coach.session.routine import Exercise, Routine
from coach.stream import Moment
from tests.clips.packed import path_of, unpack

MOVES: dict[str, Move] = {name: library.load_move(name) for name in library.move_ids()}


@cache
def clip(name: str) -> tuple[Moment, ...]:
    """Return the moments of a clip."""
    return tuple(unpack(path_of(name)))


def routine(*exercises: Exercise) -> Routine:
    """Return a routine of these exercises."""
    return Routine("made-up", "Made up", exercises)


def joined(*parts: Sequence[Moment], gap_s: float = 0.04) -> list[Moment]:
    """Return moments one after another on one timeline."""
    moments: list[Moment] = []
    for part in parts:
        shift = 0.0 if not moments else moments[-1].t + gap_s - part[0].t
        moments += [Moment(moment.t + shift, moment.pose) for moment in part]
    return moments


def lasting(moment: Moment, seconds: float, fps: float = 25.0) -> list[Moment]:
    """Return the same pose for some time."""
    return [Moment(i / fps, moment.pose) for i in range(round(seconds * fps))]


def nobody(seconds: float, fps: float = 25.0) -> list[Moment]:
    """Return moments without a person."""
    return [Moment(i / fps, None) for i in range(round(seconds * fps))]


def raising(moment: Moment, side: Side = "right") -> Moment:
    """Return the same pose with one hand raised."""
    pose = moment.pose
    assert pose is not None
    places = pose.image_px.copy()
    hips = (places[joint("left", "hip")] + places[joint("right", "hip")]) / 2
    shoulders = (places[joint("left", "shoulder")] + places[joint("right", "shoulder")]) / 2
    trunk = float(np.hypot(*(shoulders - hips)))
    presence = pose.presence.copy()
    for part, up in (("elbow", 0.5), ("wrist", 0.9)):
        places[joint(side, part)] = places[joint(side, "shoulder")] - np.array([0.0, up * trunk], np.float32)
        presence[joint(side, part)] = 1.0
    raised = Pose(places, pose.image_z, pose.world_m, pose.visibility, presence, pose.size)
    return Moment(moment.t, raised)


def lead(
    exercises: Routine, moments: Iterable[Moment], commands: Sequence[tuple[float, Command]] = ()
) -> list[Any]:  # Any: the tests know the types of their events
    """Return the events of a session; each command is given before the first moment at or after its instant."""
    session = LiveSession(exercises, MOVES)
    events: list[Event] = []
    waiting = sorted(commands)
    for moment in moments:
        while waiting and waiting[0][0] <= moment.t:
            session.command(waiting.pop(0)[1])
        events += session.update(moment)
        if session.done:
            break
    return events + session.finish()
