"""Checks one move: turns moments into events."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count
from typing import Final

from coach.body import SIDES
from coach.events import Ended, Event, RepEnded, UnseenEnded, UnseenId, UnseenStarted
from coach.geometry import seen as visible
from coach.moves.cycle import Cycle
from coach.moves.figure import Figure
from coach.moves.move import Move
from coach.moves.reading import Reader, Reading, unseen
from coach.moves.trace import KEPT_S
from coach.session.judge import Judge
from coach.session.observer import Observation, Observer
from coach.session.opening import Opening
from coach.signal import TOLERANCE_S
from coach.stream import Moment

ATTEMPT_POSTURE_S: Final = 1.0
"""Another posture ends an attempt after this time: moving limbs briefly change the recognised posture."""

UNSEEN_S: Final = 2.0
"""A needed landmark is reported as unseen after this time."""


REST_AGE_S: Final = 0.25
"""Maximum age of the body that a rest is taken from. The latest frame may show a body that has already started to move,
by 5 degrees in a clamshell, or no body."""


class Checker:
    """Checks one move, moment by moment. To reset, make a new one.

    Args:
        move: The move.
        numbers: Iterator of attempt numbers, shared by the checkers of a session.

    Attributes:
        reading: The measures at the last moment; NaN if unseen or if the body is not in position. Displayed and spoken
            angles and the curves come from this reading.
    """

    def __init__(self, move: Move, numbers: Iterator[int] | None = None) -> None:
        self._numbers = count(1) if numbers is None else numbers
        self.reading = self._unseen = unseen(move)
        self._move = move
        self._reader = Reader(move)
        self._observer = Observer()
        self._cycle = Cycle(move, numbers=self._numbers)
        self._opening = Opening(move, self._numbers)
        self._judge = Judge(move)
        self._rest: Figure | None = None
        self._bodies: deque[tuple[float, Figure]] = deque()
        self._roll_deg = 0.0
        self._ready_at = -math.inf
        self._blind_since: float | None = None
        self._blind = False
        self._counted = 0
        self._placed = True
        self._t = 0.0
        self._before = math.nan  # no gap before the first moment

    def update(self, moment: Moment) -> list[Event]:
        """Process the next moment; return the events that are now certain, in time order."""
        return self.observe(self._observer.update(moment))

    def observe(self, seen: Observation) -> list[Event]:
        """Process an observation like ``update``; several checkers can share one observer."""
        t, before = seen.t, self._before
        self._t = self._before = t
        events: list[Event] = [] if seen.changed is None else [seen.changed]
        if t - before > self._move.gap_s + TOLERANCE_S:
            events += self._no_frames(before)
        ready = self._ready(seen)
        reading = self._unseen
        # The roll is taken from the rest: during a rep, movement would be mistaken for a change of roll.
        figure = seen.body if self._rest is None else seen.levelled_by(self._roll_deg)
        if figure is not None and self._rest is not None and self._cycle.busy and seen.posture in self._move.also_while:
            # A leg raised before a camera behind it rolls the hips: the body looks supine, and its top side is unknown.
            figure = replace(figure, above=self._rest.above)
        if figure is not None and ready:
            reading = self._reader.read(figure, self._rest)
        missing = self._missing(seen, ready, reading)
        events += self._blindness(t, missing)
        body = seen.body is not None
        busy = self._cycle.busy
        measured = ready and missing is None and not busy and self._feet_fit(seen)
        self._judge.update(t, body, seen.posture, seen.view, ready, measured, busy)
        cycled = self._cut() if seen.cut else []
        if self._rest is None:
            self._roll_deg = seen.roll_deg
        self._placed = seen.posture in self._move.postures
        if figure is not None and ready:
            self._bodies.append((t, figure))
        age_s = KEPT_S if self._rest is None else REST_AGE_S
        while len(self._bodies) > 1 and self._bodies[0][0] < t - age_s - TOLERANCE_S:
            self._bodies.popleft()
        self._opening.update(seen)
        cycled += self._cycle.update(t, reading, ready)
        self.reading = Reading(self._cycle.values, reading.sides)
        if self._cycle.rest is None:
            self._rest = None
        elif self._cycle.rested is not None and self._bodies:
            first, rested = self._rest is None, self._cycle.rested
            # The newest body of a later rest may be setting off.
            resting = self._body_at(rested) if first else self._bodies[0][1]
            self._take_rest(resting)
            if first:
                cycled = self._opening.judged(t, self._cycle.rest, resting, self._roll_deg) + cycled
        self._count(cycled)
        return events + cycled

    def _take_rest(self, body: Figure) -> None:
        """Set the body at rest, and convert measurements against the previous one."""
        before, now = (self._reader.read(body, rest).values for rest in (self._rest, body))
        more = {name: now[name] - before[name] for name in now}
        self._rest = body
        self._cycle.rebase({name: 0.0 if math.isnan(by) else by for name, by in more.items()})

    def _body_at(self, t: float) -> Figure:
        """Return the body nearest in time."""
        return min(self._bodies, key=lambda body: abs(body[0] - t))[1]

    def _unrested(self) -> list[Event]:
        """Judge the reps before a first rest that is not shown: the video breaks off as the body comes back."""
        returned = self._cycle.returned() if self._bodies else None
        if returned is None:
            return []
        at, rest = returned
        return self._opening.judged(self._t, rest, self._body_at(at), self._roll_deg)

    def _cut(self) -> list[Event]:
        """End the current attempt and reset after a cut in the video."""
        ended = self._unrested() + self._cycle.finish()
        self._cycle, self._rest = Cycle(self._move, numbers=self._numbers), None
        self._bodies.clear()
        return ended

    def finish(self) -> list[Event]:
        """End the stream and the current attempt."""
        events = self._unrested() + self._cycle.finish(self._placed)
        self._count(events)
        refused = None if self._counted else self._judge.verdict(self._t)
        return [*events, *([refused] if refused else []), Ended(self._t)]

    def _count(self, events: list[Event]) -> None:
        for event in events:
            if isinstance(event, RepEnded):
                self._counted += event.rep.counted
                self._judge.attempted()

    def _ready(self, seen: Observation) -> bool:
        """Whether posture and view allow the move to start or continue."""
        move = self._move
        if self._cycle.busy:
            if seen.posture in move.postures or seen.posture in move.also_while:
                self._ready_at = seen.t
            return seen.t - self._ready_at <= ATTEMPT_POSTURE_S
        ready = (
            seen.posture in move.postures
            and seen.view in move.views
            and move.depth.least <= seen.depth <= move.depth.most
        )
        if ready:
            self._ready_at = seen.t
        return ready

    def _missing(self, seen: Observation, ready: bool, reading: Reading) -> UnseenId | None:
        """Return the unseen parts that the move needs."""
        if seen.body is None:
            return "body"
        if ready and math.isnan(reading.values[self._move.main]):
            return "limbs"
        return None

    def _feet_fit(self, seen: Observation) -> bool:
        """Whether a foot is in the frame, which moves that extend a leg need at the start."""
        body = seen.body
        return "leg" not in self._move.reach or (
            body is not None
            and any(visible(body.at(side, part)) for side in SIDES for part in ("ankle", "heel", "foot"))
        )

    def _no_frames(self, since: float) -> list[Event]:
        """Report a gap without frames since the last moment."""
        if self._blind:
            return []
        if self._blind_since is None:
            self._blind_since = since
        self._blind = True
        return [UnseenStarted(self._blind_since, "frames")]

    def _blindness(self, t: float, missing: UnseenId | None) -> list[Event]:
        """Report that something needed has been unseen for ``UNSEEN_S``, or is seen again."""
        if missing is None:
            self._blind_since = None
            ended, self._blind = self._blind, False
            return [UnseenEnded(t)] if ended else []
        if self._blind_since is None:
            self._blind_since = t
        if self._blind or t - self._blind_since < UNSEEN_S:
            return []
        self._blind = True
        return [UnseenStarted(self._blind_since, missing)]


def check(move: Move, moments: Iterable[Moment]) -> Iterable[Event]:
    """Yield all events of a stream of moments."""
    checker = Checker(move)
    for moment in moments:
        yield from checker.update(moment)
    yield from checker.finish()
