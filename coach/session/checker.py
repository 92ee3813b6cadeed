"""One move, checked: moments go in, events come out."""

from __future__ import annotations

import math
from collections.abc import Iterable

from coach.body import Side
from coach.events import Ended, Event, Posture, PostureChanged, RepEnded, UnseenEnded, UnseenStarted, View
from coach.moves.cycle import Cycle
from coach.moves.figure import Figure, figure
from coach.moves.move import Move
from coach.moves.reading import Reading, read, unseen
from coach.posture import stance
from coach.session.judge import Judge
from coach.signal import Median, Steady
from coach.stream import Moment

POSTURE_S = 0.4
"""How long a posture has to last to be one: single frames go wrong."""

ATTEMPT_POSTURE_S = 1.0
"""How long another posture has to last within an attempt to end it: limbs in motion change what is read."""

UNSEEN_S = 2.0
"""What is needed has to be unseen for so long before it is said."""


class Checker:
    """Checks one move, moment by moment. It holds all state; to start again, make a new one."""

    def __init__(self, move: Move) -> None:
        self._move = move
        self._cycle = Cycle(move)
        self._posture: Steady[tuple[Posture, View]] = Steady(("unknown", "unknown"), POSTURE_S)
        self._above: Steady[Side | None] = Steady(None, POSTURE_S)
        self._depth = Median(1.0)
        self._ready_at = -math.inf
        self._rest: Figure | None = None
        self._blind_since: float | None = None
        self._blind = False
        self._judge = Judge(move)
        self._counted = 0
        self._t = 0.0

    def update(self, moment: Moment) -> list[Event]:
        """Take the next moment; gives what is sure by now, in the order of time."""
        t = self._t = moment.t
        now = stance(moment.pose)
        before = self._posture.label
        posture, view = self._posture.update(t, (now.posture, now.view))
        events: list[Event] = [] if before == (posture, view) else [PostureChanged(t, posture, view)]
        above = self._above.update(t, now.above)
        depth = self._depth.update(t, now.depth)
        body = None if moment.pose is None else figure(moment.pose, above)
        ready = self._ready(t, posture, view, depth)
        reading = unseen(self._move) if body is None or not ready else read(self._move, body, self._rest)
        events += self._blindness(t, body, reading)
        self._judge.update(t, body is not None, posture, view, ready, self._cycle.busy)
        cycled = self._cycle.update(t, reading, ready)
        self._count(cycled)
        events += cycled
        if self._cycle.rested and body is not None:
            self._rest = body
        return events

    def finish(self) -> list[Event]:
        """The stream is over: end what is under way."""
        events = self._cycle.finish()
        self._count(events)
        refused = None if self._counted else self._judge.verdict(self._t)
        return [*events, *([refused] if refused else []), Ended(self._t)]

    def _count(self, events: list[Event]) -> None:
        self._counted += sum(isinstance(event, RepEnded) and event.rep.counted for event in events)

    def _ready(self, t: float, posture: Posture, view: View, depth: float) -> bool:
        """Whether the move may start, or go on, from how the body is held and seen."""
        move = self._move
        if self._cycle.busy:
            if posture in move.postures or posture in move.also_while:
                self._ready_at = t
            return t - self._ready_at <= ATTEMPT_POSTURE_S
        ready = posture in move.postures and view in move.views and move.depth.least <= depth <= move.depth.most
        if ready:
            self._ready_at = t
        return ready

    def _blindness(self, t: float, body: Figure | None, reading: Reading) -> list[Event]:
        """Say that what is needed is unseen once it has been for a while, and that it is seen again."""
        blind = body is None
        if not blind:
            self._blind_since = None
            ended, self._blind = self._blind, False
            return [UnseenEnded(t)] if ended else []
        if self._blind_since is None:
            self._blind_since = t
        if self._blind or t - self._blind_since < UNSEEN_S:
            return []
        self._blind = True
        return [UnseenStarted(self._blind_since, "shoulders and hips are not in the picture")]


def check(move: Move, moments: Iterable[Moment]) -> Iterable[Event]:
    """All events of a stream of moments."""
    checker = Checker(move)
    for moment in moments:
        yield from checker.update(moment)
    yield from checker.finish()
