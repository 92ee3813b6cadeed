"""From the start into the counting zone and back: one state machine for every move.

It is driven by the instants of the readings alone. An attempt begins when a measure leaves the person's own rest and
ends when all are back; what happened in between decides whether it was a rep.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import Final

from coach.body import Side
from coach.events import AttemptStarted, Event, HoldEntered, HoldReached, HoldReleased, Reason, Rep, RepEnded
from coach.moves.move import Band, Move
from coach.moves.reading import Reading
from coach.moves.trace import Trace

NEAR: Final = 0.15
"""Part of an attempt's departure within which the body is back at its rest."""

LEAVE_S: Final = 0.3
"""The zone is left once it was left for so long."""

SETTLE_S: Final = 0.7
"""A body that comes to rest elsewhere for so long after a top has returned as far as it will."""

TAIL_S: Final = 3.0
"""Longest time that undoing the set-up may take after the main angle is back."""

BACK: Final = 0.4
"""Part of its excursion to which the main angle has to fall for the body to have come back."""

DIP_DEG: Final = 8.0
"""Rise out of a dip that makes it another attempt."""

FORGIVEN: Final = 0.1
"""Part of the hold that may be missing (form-criteria: a tenth less is forgiven)."""

AGREE: Final = 0.75
"""Part of an attempt's readings that have to agree on its side."""


@dataclass(slots=True)
class _Stay:
    """One unbroken stay in the counting zone."""

    start: float
    end: float
    levels: list[float] = field(default_factory=list)

    @property
    def length(self) -> float:
        return self.end - self.start


@dataclass(slots=True)
class _Attempt:
    start: float
    rest: float
    first: float | None = None
    best: _Stay | None = None
    stay: _Stay | None = None
    reached: bool = False
    levels: list[float] = field(default_factory=list)
    low: float = math.inf
    low_at: float = math.nan
    high: float = -math.inf
    back_at: float | None = None
    quiet_since: float | None = None
    votes: Counter[Side] = field(default_factory=Counter)
    top_votes: Counter[Side] = field(default_factory=Counter)


class Cycle:
    """Turns readings of one move into attempts, holds and reps."""

    def __init__(self, move: Move) -> None:
        self._move = move
        self.rested = False
        """Whether the person's own rest was taken at the latest reading."""
        self._zone: tuple[Band, ...] = move.zone
        self._trace = Trace(move.measures, move.attempt)
        self._rest: dict[str, float] | None = None
        self._attempt: _Attempt | None = None
        self._lost_since: float | None = None

    @property
    def busy(self) -> bool:
        """Whether an attempt is under way."""
        return self._attempt is not None

    def update(self, t: float, reading: Reading, ready: bool) -> list[Event]:
        """Take one reading.

        Args:
            t: Its instant.
            reading: The measures; NaN where unseen.
            ready: Whether posture and view are those of the move.
        """
        at = self._trace.update(t, reading.values)
        level = self._trace.values[self._move.main]
        if self._lost(t, reading, ready):
            return self._abandon(at)
        if self._attempt is None:
            return self._wait(t, at, ready)
        return self._follow(t, at, level, reading)

    def finish(self) -> list[Event]:
        """The stream is over: what is under way did not come back."""
        attempt, self._attempt = self._attempt, None
        if attempt is None:
            return []
        end = self._trace.instant
        if attempt.back_at is not None:
            return [RepEnded(end, self._rep(attempt, attempt.back_at, ()))]
        return [RepEnded(end, self._rep(attempt, end, ("not-returned",)))]

    def _lost(self, t: float, reading: Reading, ready: bool) -> bool:
        """Whether the body has been unseen or out of posture for longer than a rep allows."""
        if ready and not all(math.isnan(reading.values[d.measure]) for d in self._move.attempt):
            self._lost_since = None
            return False
        if self._lost_since is None:
            self._lost_since = t
        return t - self._lost_since > self._move.gap_s

    def _abandon(self, at: float) -> list[Event]:
        attempt, self._attempt, self._rest = self._attempt, None, None
        if attempt is None or attempt.first is None:
            return []
        return [RepEnded(at, self._rep(attempt, at, ("unseen",)))]

    def _wait(self, t: float, at: float, ready: bool) -> list[Event]:
        trace = self._trace
        self.rested = False
        if ready and trace.still() and all(band.inside(trace.values[band.measure]) for band in self._move.start):
            departed = 0.0 if self._rest is None else trace.departed(self._rest)
            if departed < 1:
                self._rest = trace.values
                self.rested = True
        if self._rest is None or trace.departed(self._rest) < 1:
            return []
        start = trace.left(self._rest, NEAR)
        self._attempt = _Attempt(start=start, rest=self._rest[self._move.main])
        return [AttemptStarted(t, start, None)]

    def _follow(self, t: float, at: float, level: float, reading: Reading) -> list[Event]:
        attempt = self._attempt
        assert attempt is not None and self._rest is not None
        events = self._zone_events(t, at, level, attempt)
        self._vote(attempt, reading)
        if not math.isnan(level):
            attempt.levels.append(level)
            attempt.high = max(attempt.high, level)
            if attempt.stay is None and attempt.first is not None and level < attempt.low:
                attempt.low, attempt.low_at = level, at
        return events + (self._again(t, level, attempt) or self._returned(t, at, level, attempt))

    def _zone_events(self, t: float, at: float, level: float, attempt: _Attempt) -> list[Event]:
        stay = attempt.stay
        inside = self._inside(lenient=stay is not None)
        if stay is None:
            if not inside:
                return []
            attempt.stay = _Stay(at, at, [level])
            attempt.first = at if attempt.first is None else attempt.first
            attempt.low = math.inf
            return [HoldEntered(t)]
        if inside:
            stay.end = at
            stay.levels.append(level)
            if not attempt.reached and stay.length >= self._move.hold_s:
                attempt.reached = True
                return [HoldReached(t)]
            return []
        patience = self._move.gap_s if inside is None else LEAVE_S
        if at - stay.end <= patience:
            return []
        attempt.stay = None
        if attempt.best is None or stay.length > attempt.best.length:
            attempt.best = stay
        return [HoldReleased(t, stay.length)]

    def _inside(self, lenient: bool) -> bool | None:
        """Whether the body is in the counting zone; ``None`` where that is unseen."""
        answers = [band.inside(self._trace.values[band.measure], lenient) for band in self._zone]
        if any(answer is False for answer in answers):
            return False
        return None if any(answer is None for answer in answers) else True

    def _vote(self, attempt: _Attempt, reading: Reading) -> None:
        side = reading.sides.get(self._move.side_from) if self._move.side_from else None
        if side is not None:
            (attempt.votes if attempt.stay is None else attempt.top_votes)[side] += 1

    def _again(self, t: float, level: float, attempt: _Attempt) -> list[Event]:
        """A second rise out of a dip, without coming back in between."""
        if attempt.stay is not None or attempt.first is None or math.isnan(level):
            return []
        floor = next(band.least for band in self._zone if band.measure == self._move.main)
        if attempt.low > floor - DIP_DEG / 2 or level < attempt.low + DIP_DEG:
            return []
        self._attempt = _Attempt(start=attempt.low_at, rest=attempt.rest)
        ended = self._rep(attempt, attempt.low_at, ("not-returned",))
        return [RepEnded(t, ended), AttemptStarted(t, attempt.low_at, None)]

    def _returned(self, t: float, at: float, level: float, attempt: _Attempt) -> list[Event]:
        assert self._rest is not None
        if attempt.stay is not None:
            attempt.back_at = attempt.quiet_since = None
            return []
        still = self._trace.still()
        attempt.quiet_since = (attempt.quiet_since or at) if still else None
        if self._trace.departed(self._rest) <= NEAR:
            return self._end(t, at, attempt)
        if math.isnan(level) or attempt.first is None:
            return []
        if level - attempt.rest > BACK * (attempt.high - attempt.rest):
            return []
        attempt.back_at = attempt.back_at or at
        if attempt.quiet_since is not None and at - attempt.quiet_since >= SETTLE_S:
            return self._end(t, attempt.quiet_since, attempt)
        if at - attempt.back_at > TAIL_S:
            return self._end(t, attempt.back_at, attempt)
        return []

    def _end(self, t: float, end: float, attempt: _Attempt) -> list[Event]:
        self._attempt = None
        return [RepEnded(t, self._rep(attempt, end, ()))]

    def _rep(self, attempt: _Attempt, end: float, reasons: tuple[Reason, ...]) -> Rep:
        stays = [stay for stay in (attempt.best, attempt.stay) if stay is not None]
        best = max(stays, key=lambda stay: stay.length, default=None)
        hold = best.length if best else 0.0
        if best is None:
            reasons = ("low", *reasons)
        elif hold < (1 - FORGIVEN) * self._move.hold_s:
            reasons = ("short-hold", *reasons)
        return Rep(
            side=_agreed(attempt.top_votes) if attempt.top_votes else _agreed(attempt.votes),
            start=attempt.start,
            top=attempt.first,
            end=max(end, attempt.start),
            peak=_peak(best, attempt.levels),
            hold=hold,
            counted=not reasons,
            reasons=reasons,
        )


def _agreed(votes: Mapping[Side, int]) -> Side | None:
    if not votes:
        return None
    side = max(votes, key=lambda each: votes[each])
    return side if votes[side] >= AGREE * sum(votes.values()) else None


def _peak(best: _Stay | None, levels: list[float]) -> float | None:
    """The main angle at the top: its median over the stay, or the extreme where the zone was never entered."""
    if best is not None and best.levels:
        return median(best.levels)
    return max(levels, default=None)
