"""The state machine of every move, from rest into the counting zone and back.

Its only clock is the timestamps of the readings. The body is always in exactly one phase:

    Unknown -> AtRest -> OnTheWay -> AtTop -> Returning -> AtRest or Unknown

An attempt lasts from ``OnTheWay`` to the first ending that applies (``coach.moves.ending``). Each ending emits one
event, ``RepEnded`` or ``AttemptDropped``, so that no started attempt is left open.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from itertools import count, dropwhile, takewhile

from coach import events as ev
from coach.body import SIDES, Side
from coach.moves.attempt import BACK, Attempt, Stay, rep, side_of
from coach.moves.curve import measured
from coach.moves.ending import HALF, JITTER, NEW_REST_S, REST_S, TWITCH_S, Over, Trigger, ended
from coach.moves.form import FaultTracker
from coach.moves.measures import needs_rest
from coach.moves.move import Band, Move
from coach.moves.phase import WAITING, AtRest, Attempting, AtTop, OnTheWay, Phase, Returning, Unknown
from coach.moves.reading import Reading
from coach.moves.trace import Trace, departed
from coach.signal import TOLERANCE_S


class Cycle:
    """Turns readings of one move into attempts, holds and reps.

    Args:
        move: The move.
        rest: The person's rest, by measure, if already known.
        numbers: Iterator of attempt numbers.
    """

    def __init__(
        self, move: Move, rest: Mapping[str, float] | None = None, numbers: Iterator[int] | None = None
    ) -> None:
        self._numbers = count(1) if numbers is None else numbers
        self.rested: float | None = None
        """The instant of the rest that the latest reading set, seconds; ``None`` if it set none."""
        self._move = move
        self._zones: dict[Side | None, tuple[Band, ...]] = {side: move.zone_of(side) for side in (None, *SIDES)}
        self._unrested = [band for band in self._zones[None] if not needs_rest(move.measures[band.measure])]
        self._main = move.main_departure
        self._peak = move.peak_from or move.main
        self._trace = Trace(move.measures, move.attempt)
        self._phase: Phase = Unknown() if rest is None else AtRest(rest, math.inf, -math.inf)
        self._lost_since: float | None = None
        self._t = math.nan

    @property
    def rest(self) -> Mapping[str, float] | None:
        """The person's rest, by measure; ``None`` if unknown."""
        phase = self._phase
        return None if isinstance(phase, Unknown) else phase.rest if isinstance(phase, AtRest) else phase.attempt.rest

    @property
    def values(self) -> dict[str, float]:
        """The smoothed measures of the latest reading, which are judged."""
        return self._trace.values

    @property
    def busy(self) -> bool:
        """Whether an attempt is under way."""
        return not isinstance(self._phase, WAITING)

    def update(self, t: float, reading: Reading, ready: bool) -> list[ev.Event]:
        """Process one reading; return the events that are now certain.

        Args:
            t: The instant, seconds.
            reading: The measures; NaN if unseen.
            ready: Whether posture and view are right for the move.
        """
        before, self._t = self._trace.instant, t
        at = self._trace.update(t, reading.values)
        self.rested = None
        if at - before > self._move.gap_s + TOLERANCE_S:
            events = self._lose(t)
            self._trace = Trace(self._move.measures, self._move.attempt)
            self._trace.update(t, reading.values)
            return events
        if self._lost(t, reading, ready):
            return self._lose(t)
        phase = self._phase
        if isinstance(phase, WAITING):
            return self._wait(t, ready, phase)
        return self._follow(t, at - before, phase, reading)

    def rebase(self, by: Mapping[str, float]) -> None:
        """Shift the measures to a new rest, on which some depend; ``by`` is the change of each."""
        if isinstance(self._phase, AtRest) and any(by.values()):
            rest = {name: value + by[name] for name, value in self._phase.rest.items()}
            self._phase = self._phase._replace(rest=rest)
            self._trace.shift(by)

    def finish(self, placed: bool = True) -> list[ev.Event]:
        """End the current attempt at the end of the stream; ``placed`` is whether the posture is right for the move."""
        return self._end("finished" if placed else "lost", self._t)

    def _lost(self, t: float, reading: Reading, ready: bool) -> bool:
        """Whether the body has been unseen or out of posture for longer than ``gap_s``."""
        for departure in self._move.attempt:
            if ready and not math.isnan(reading.values[departure.measure]):
                self._lost_since = None
                return False
        if self._lost_since is None:
            self._lost_since = t
        return t - self._lost_since > self._move.gap_s + TOLERANCE_S

    def _lose(self, t: float) -> list[ev.Event]:
        """End the current attempt and discard the rest, as the body may have moved anywhere."""
        events = self._end("lost", t)
        self._phase = Unknown(t)
        return events

    def _wait(self, t: float, ready: bool, phase: Unknown | AtRest) -> list[ev.Event]:
        """Update the rest while the body is still, until it leaves it."""
        trace = self._trace
        if isinstance(phase, Unknown):
            if ready and self._move.starts(trace.values) and trace.still(REST_S, JITTER):
                self._phase, self.rested = AtRest(trace.typical(REST_S), trace.instant, -math.inf), trace.instant
            elif ready:
                self._turn(phase.since)
            return []
        if departed(self._move.attempt, trace.values, phase.rest):
            return self._set_off(t, max(trace.onset(phase.rest), phase.since), phase.rest)
        due = trace.instant - phase.taken >= REST_S
        if due and ready and self._move.starts(trace.values) and trace.still(NEW_REST_S):
            self._phase, self.rested = AtRest(trace.typical(NEW_REST_S), trace.instant, phase.since), trace.instant
        return []

    def returned(self) -> tuple[float, dict[str, float]] | None:
        """Return when the body came back to the start position, and its measures then; ``None`` once it has rested."""
        if not isinstance(self._phase, Unknown):
            return None
        at = self._trace.returned(self._main, self._phase.since)
        rest = {} if at is None else self._trace.typical(REST_S, at + REST_S / 2)
        return None if at is None or not self._move.starts(rest) else (at, rest)

    def _turn(self, since: float) -> None:
        """Take the rest from the turn between two reps: a body that does not pause turns round in the start position.

        A body that rolls over turns round as well, but was not at the top before.
        """
        main, found = (self._main,), self.returned()
        if found is None or not departed(main, self._trace.values, found[1]):
            return
        at, rest = found
        back = dropwhile(lambda values: not departed(main, values, rest), self._trace.between(since, at))
        before = takewhile(lambda values: departed(main, values, rest), back)
        if any(all(band.inside(values, rest) for band in self._unrested) for values in before):
            self._phase, self.rested = AtRest(rest, self._trace.instant, at), at

    def _set_off(self, t: float, start: float, rest: Mapping[str, float]) -> list[ev.Event]:
        """Begin an attempt and record the latest reading, as the stream may end right after it."""
        attempt = Attempt(next(self._numbers), self._move, start, rest)
        attempt.record(self._trace.instant, self._trace.values)
        self._phase = OnTheWay(attempt)
        return [ev.AttemptStarted(t, start, None, attempt.number, self._move.id)]

    def _follow(self, t: float, step: float, phase: Attempting, reading: Reading) -> list[ev.Event]:
        """Advance the current attempt by one reading."""
        move, attempt, trace = self._move, phase.attempt, self._trace
        attempt.record(trace.instant, trace.values)
        through = bool(move.through) and self._inside(move.through, attempt) is True
        if through:
            attempt.gone_through_s += step
        self._phase, events = self._stay(t, phase) if isinstance(phase, AtTop) else self._move_on(t, phase)
        # A crossed limb identifies the side at the top as well, although that does not count as going through.
        crossed = [band for band in move.through if band.measure != move.main]
        if through or self._inside(crossed, attempt):
            attempt.vote(reading, at_top=isinstance(self._phase, AtTop) and self._phase.outside is None)
        return events + self._end("reading", t)

    def _move_on(self, t: float, phase: OnTheWay | Returning) -> tuple[Attempting, list[ev.Event]]:
        """Return the phase and events after a reading outside the counting zone."""
        attempt, values, at = phase.attempt, self._trace.values, self._trace.instant
        left = attempt.left(attempt.main, values)
        # A body back at rest is not at the top, however low the target; one that came half way back begins a new rep.
        if left > BACK and not self._half_way_back(phase) and self._inside(self._zone(attempt), attempt):
            attempt.levels.append((at, values[self._peak]))
            top = AtTop(attempt, Stay(at, at), FaultTracker(self._move, attempt.rest), entered=attempt.through)
            return top, [ev.HoldEntered(t, attempt.number)] if top.entered else []
        if isinstance(phase, OnTheWay):
            back = (at if phase.back is None else phase.back) if attempt.back(values) else None
            return phase if back == phase.back else OnTheWay(attempt, back), []
        if values[self._move.main] < phase.low:
            phase = Returning(attempt, values[self._move.main], at, phase.back)
        if left <= BACK and phase.back is None:
            phase = phase._replace(back=at)
        return phase, []

    def _half_way_back(self, phase: OnTheWay | Returning) -> bool:
        """Whether the body has come half way back, for longer than readings go astray."""
        if not isinstance(phase, Returning) or self._trace.instant - phase.attempt.stays[-1].end < TWITCH_S:
            return False
        return phase.left <= HALF

    def _stay(self, t: float, phase: AtTop) -> tuple[Attempting, list[ev.Event]]:
        """Return the phase and events after a reading at the top, or just outside it."""
        move, attempt, at = self._move, phase.attempt, self._trace.instant
        inside = self._inside(self._zone(attempt), attempt, lenient=True)
        if inside and attempt.left(attempt.main, self._trace.values) <= BACK:
            inside = False
        if inside:
            entered = [] if phase.entered or not attempt.through else [ev.HoldEntered(t, attempt.number)]
            phase = AtTop(attempt, Stay(phase.stay.start, at), phase.watch, attempt.through)
            attempt.levels.append((at, self._trace.values[self._peak]))
            raised, cleared = phase.watch.update(at, self._trace.values)
            events: list[ev.Event] = [
                *entered,
                *(ev.FaultSeen(t, each, attempt.number) for each in raised),
                *(ev.FaultMended(t, each, attempt.number) for each in cleared),
            ]
            if phase.entered and not attempt.reached and phase.stay.length >= move.hold_s - TOLERANCE_S:
                attempt.reached = True
                events.append(ev.HoldReached(t, attempt.number))
            return phase, events
        if inside is False and phase.outside is None:
            phase = phase._replace(outside=at)
        lapse_s = self._lapse_s(attempt)
        left = phase.outside is not None and at - phase.outside >= lapse_s - TOLERANCE_S
        if not left and at - phase.stay.end <= move.gap_s + TOLERANCE_S:
            return phase, []
        attempt.stays.append(phase.stay)
        returning, _ = self._move_on(t, Returning(attempt))
        return returning, [ev.HoldReleased(t, phase.stay.length, attempt.number)] if phase.entered else []

    def _lapse_s(self, attempt: Attempt) -> float:
        """Return for how long the zone may be left within a stay, seconds.

        The estimator sometimes shows an extended far arm as hanging for up to 1 s. So while the other bands hold, a
        band that may be unseen is treated as unseen. A body back at rest has left the top even if any angle counts, as
        in a calibration.
        """
        back = attempt.left(attempt.main, self._trace.values) <= BACK
        needed = [band for band in self._zone(attempt) if band.when_unseen == "wait"]
        if back or not self._inside(needed, attempt, lenient=True):
            return self._move.leave_s
        # What is not seen for most of the hold was not held.
        return max(self._move.leave_s, min(self._move.gap_s, self._move.hold_s / 2))

    def _zone(self, attempt: Attempt) -> tuple[Band, ...]:
        """Return the counting zone; if the sides' targets differ, that of the side known so far."""
        return self._zones[side_of(attempt) if self._move.targets_deg else None]

    def _inside(self, bands: Iterable[Band], attempt: Attempt, lenient: bool = False) -> bool | None:
        """Whether all bands hold; ``None`` if that cannot be seen."""
        seen = True
        for band in bands:
            inside = band.inside(self._trace.values, attempt.rest, lenient)
            if inside is False:
                return False
            seen = seen and inside is not None
        return True if seen else None

    def _end(self, on: Trigger, t: float) -> list[ev.Event]:
        """End the current attempt if an ending applies."""
        phase = self._phase
        if isinstance(phase, WAITING) or (found := ended(on, phase, self._trace)) is None:
            return []
        over, then = found
        attempt = phase.attempt
        if isinstance(phase, AtTop):
            attempt.stays.append(phase.stay)
        events: list[ev.Event] = (
            [ev.AttemptDropped(t, over.drop, attempt.number)] if over.drop else self._rep(t, attempt, over)
        )
        if then == "attempt":
            return events + self._set_off(t, over.end, attempt.rest)
        self._phase = AtRest(attempt.rest, -math.inf, over.end) if then == "rest" else Unknown(t)
        return events

    def _rep(self, t: float, attempt: Attempt, over: Over) -> list[ev.Event]:
        """Return the events with the rep and its curves."""
        before = self._trace.since(attempt.start, attempt.frames)
        frames = [frame for frame in (*before, *attempt.frames) if frame[0] <= over.end]
        found = rep(attempt, frames, over.end, over.reason)
        curves = measured(self._move, t, (found.start, found.end), frames, attempt.rest, attempt.number)
        return [ev.RepEnded(t, found, attempt.number), curves]
