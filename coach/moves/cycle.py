"""From the start into the counting zone and back: one state machine for every move.

It is driven by the instants of the readings alone. An attempt begins when a measure leaves the person's own rest and
ends when the body is back and has settled; what happened in between decides whether it was a rep.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from coach.body import SIDES, Side
from coach.events import (
    AttemptStarted,
    Event,
    FaultMended,
    FaultSeen,
    HoldEntered,
    HoldReached,
    HoldReleased,
    Reason,
    RepEnded,
)
from coach.moves.attempt import Attempt, Stay, rep, side_of
from coach.moves.curve import measured
from coach.moves.form import Watch
from coach.moves.move import Band, Departure, Move
from coach.moves.reading import Reading
from coach.moves.trace import Trace, departed, moved
from coach.signal import TOLERANCE_S

REST_S: Final = 0.3
"""How long the measures have to stay where they are to be the person's own rest."""

REST_AGAIN_S: Final = 1.5
"""How long to become the rest in place of a known one: a slow start must not pass for it."""

BACK: Final = 0.15
"""Part of its excursion within which a measure is back where it came from."""

HALF: Final = 0.5
"""Part of its excursion below which a main angle that stays there has come back as far as it will."""

SETTLED_S: Final = 0.3
"""Stillness after which a body that is all the way back has settled."""

ELSEWHERE_S: Final = 1.5
"""Stillness after which a body that came back only in part has settled there."""

HALF_WAY_S: Final = 3.0
"""The same while another measure is still away: whoever undoes a stretch step by step pauses between the steps."""

TAIL_S: Final = 3.0
"""Longest time that settling may take: undoing the set-up of a stretch belongs to the rep."""

DIP: Final = 0.33
"""Part of its excursion by which the main angle rises out of a dip for another attempt."""

DIP_BELOW: Final = 0.1
"""Part of its excursion by which a dip lies below the counting zone."""

BLIP_S: Final = 0.6
"""What is over sooner and never was at the top is no attempt: limbs twitch, and so do their places."""

SHIFTED_S: Final = 5.0
"""Stillness beyond the hold, short of the top and within the start, after which a body only lies another way now."""

LONGEST_S: Final = 300.0
"""Longest that an attempt may take beside its hold; what takes longer is another way to lie or sit."""


class Cycle:
    """Turns readings of one move into attempts, holds and reps."""

    def __init__(self, move: Move) -> None:
        self._move = move
        self.rested = False
        """Whether the person's own rest was taken at the latest reading."""
        self._zones: dict[Side | None, tuple[Band, ...]] = {side: move.zone_of(side) for side in (None, *SIDES)}
        self._main = next(each for each in move.attempt if each.measure == move.main)
        self._floor = next(band.least for band in self._zones[None] if band.measure == move.main)
        self._peak = move.peak_from or move.main
        self._trace = Trace(move.measures, move.attempt)
        self._rest: dict[str, float] | None = None
        self._rest_at = -math.inf
        self._attempt: Attempt | None = None
        self._lost_since: float | None = None
        self._ended = -math.inf

    @property
    def settled(self) -> bool:
        """Whether the person's own rest is known."""
        return self._rest is not None

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
        before = self._trace.instant
        at = self._trace.update(t, reading.values)
        self.rested = False
        if at - before > self._move.gap_s + TOLERANCE_S:
            ended = self._abandon(before, "unseen")
            self._trace = Trace(self._move.measures, self._move.attempt)
            self._trace.update(t, reading.values)
            return ended
        if self._lost(t, reading, ready):
            return self._abandon(at, "unseen")
        if self._attempt is not None and at - self._attempt.start > LONGEST_S + self._move.hold_s:
            return self._abandon(at, "not-returned")
        if self._attempt is None:
            return self._wait(t, ready)
        return self._follow(t, at, at - before, self._attempt, reading)

    def finish(self) -> list[Event]:
        """The stream is over: what is under way did not come back, unless the body only had yet to settle."""
        attempt, self._attempt = self._attempt, None
        if attempt is None:
            return []
        at = self._trace.instant
        end = at if attempt.back_at is None else attempt.back_at
        if attempt.first is None and end - attempt.start < BLIP_S:
            return []
        return self._over(at, attempt, end, ("not-returned",) if attempt.back_at is None else ())

    def _lost(self, t: float, reading: Reading, ready: bool) -> bool:
        """Whether the body has been unseen or out of posture for longer than a rep allows."""
        if ready and not all(math.isnan(reading.values[d.measure]) for d in self._move.attempt):
            self._lost_since = None
            return False
        if self._lost_since is None:
            self._lost_since = t
        return t - self._lost_since > self._move.gap_s + TOLERANCE_S

    def _abandon(self, at: float, reason: Reason) -> list[Event]:
        """Drop what is under way, and the rest with it: the body may be anywhere by now."""
        attempt, self._attempt = self._attempt, None
        ended: list[Event] = []
        if attempt is not None and attempt.first is not None:
            # A body that was back only had yet to settle: whoever gets up at once has done the rep.
            end, reasons = (at, (reason,)) if attempt.back_at is None else (attempt.back_at, ())
            ended = self._over(at, attempt, end, reasons)
        self._rest = None
        return ended

    def _wait(self, t: float, ready: bool) -> list[Event]:
        """Take the person's own rest while they are at it, until they leave it."""
        trace, move = self._trace, self._move
        away = self._rest is not None and departed(move.attempt, trace.values, self._rest)
        starting = all(band.inside(trace.values) for band in move.start)
        span_s = REST_S if self._rest is None else REST_AGAIN_S
        due = self._rest is None or trace.instant - self._rest_at >= REST_S
        if due and ready and starting and not away and trace.still(span_s):
            self._rest, self._rest_at, self.rested = trace.typical(span_s), trace.instant, True
        if self._rest is None or not away:
            return []
        self._attempt = self._set_off(max(trace.onset(self._rest), self._ended), self._rest)
        return [AttemptStarted(t, self._attempt.start, None)]

    def _set_off(self, start: float, rest: Mapping[str, float]) -> Attempt:
        """An attempt that knows of the latest reading already: the stream may end right after it."""
        values = self._trace.values
        far = {each.measure: max(0.0, moved(each, values, rest)) for each in self._move.attempt}  # NaN never is greater
        return Attempt(start, frames=[(self._trace.instant, values)], far=far)

    def _follow(self, t: float, at: float, step: float, attempt: Attempt, reading: Reading) -> list[Event]:
        values, rest = self._trace.values, self._rest
        assert rest is not None
        level = values[self._move.main]
        through = bool(self._move.through) and self._inside(self._move.through) is True
        if through:
            attempt.gone_through_s += step
        events = self._zone_events(t, at, attempt)
        if through or not self._move.through:
            attempt.vote(self._move, reading)
        for departure in self._move.attempt:
            name = departure.measure
            attempt.far[name] = max(attempt.far.get(name, 0.0), moved(departure, values, rest))  # NaN never is greater
        attempt.frames.append((at, values))
        if attempt.stay is None and level < attempt.low:
            attempt.low, attempt.low_at = level, at
        if attempt.stay is not None:
            attempt.back_at = None
            return events
        self._mark_back(at, attempt)
        return events + (self._again(t, level, attempt) or self._settled(t, at, attempt))

    def _zone_events(self, t: float, at: float, attempt: Attempt) -> list[Event]:
        stay, level = attempt.stay, self._trace.values[self._peak]
        inside = self._inside(self._zone(attempt), lenient=stay is not None)
        if inside and self._part(self._main, attempt) <= BACK:
            inside = False  # a body that is back is not at the top, however low the target was set
        if self._move.through and attempt.gone_through_s < self._move.through_s:
            inside = False
        if stay is None:
            if not inside:
                return []
            attempt.stay = Stay(at, at, [level])
            attempt.watch = None if self._rest is None else Watch(self._move, self._rest)
            attempt.first = at if attempt.first is None else attempt.first
            attempt.low = math.inf
            return [HoldEntered(t)]
        if inside:
            stay.end, stay.outside = at, None
            stay.levels.append(level)
            events = self._watched(t, at, attempt)
            if not attempt.reached and stay.length >= self._move.hold_s - TOLERANCE_S:
                attempt.reached = True
                events.append(HoldReached(t))
            return events
        if inside is False and stay.outside is None:
            stay.outside = at
        left = stay.outside is not None and at - stay.outside >= self._move.leave_s - TOLERANCE_S
        if not left and at - stay.end <= self._move.gap_s + TOLERANCE_S:
            return []
        attempt.stay = None
        attempt.stays.append(stay)
        return [HoldReleased(t, stay.length)]

    def _zone(self, attempt: Attempt) -> tuple[Band, ...]:
        """The counting zone: that of the side as far as it can be told by now, where they differ."""
        return self._zones[side_of(self._move, attempt) if self._move.targets_deg else None]

    def _watched(self, t: float, at: float, attempt: Attempt) -> list[Event]:
        if attempt.watch is None:
            return []
        came, went = attempt.watch.update(at, self._trace.values)
        return [*(FaultSeen(t, each) for each in came), *(FaultMended(t, each) for each in went)]

    def _inside(self, bands: tuple[Band, ...], lenient: bool = False) -> bool | None:
        """Whether all bands hold; ``None`` where that is unseen."""
        answers = [band.inside(self._trace.values, self._rest, lenient) for band in bands]
        if any(answer is False for answer in answers):
            return False
        return None if any(answer is None for answer in answers) else True

    def _mark_back(self, at: float, attempt: Attempt) -> None:
        """Note since when the body is back: all of it, or its main angle where it has been at the top."""
        back = [self._part(each, attempt) <= BACK for each in self._move.attempt]
        main = self._part(self._main, attempt) <= BACK
        if all(back) or (attempt.first is not None and main):
            if attempt.back_at is None:
                attempt.back_at = at
                attempt.low = math.inf
        elif attempt.first is None:
            attempt.back_at = None

    def _part(self, departure: Departure, attempt: Attempt) -> float:
        """How much of a measure's excursion is left, 0 where there was none or it is back within its noise."""
        assert self._rest is not None
        far = attempt.far[departure.measure]
        left = moved(departure, self._trace.values, self._rest)
        if far < abs(departure.by) or left <= departure.noise:
            return 0.0
        return math.inf if math.isnan(left) else left / far

    def _again(self, t: float, level: float, attempt: Attempt) -> list[Event]:
        """A second rise before the body settled: out of a dip, or right after coming back."""
        if math.isnan(level):
            return []
        reasons: tuple[Reason, ...] = ()
        if attempt.back_at is not None:
            rise = abs(self._main.by)
        elif attempt.first is not None:
            rise, reasons = DIP * attempt.far[self._main.measure], ("not-returned",)
            if attempt.low > self._floor - DIP_BELOW * attempt.far[self._main.measure]:
                return []
        else:
            return []
        if level < attempt.low + rise:
            return []
        assert self._rest is not None
        self._attempt = self._set_off(attempt.low_at, self._rest)
        return [
            *self._over(t, attempt, attempt.low_at, reasons),
            AttemptStarted(t, attempt.low_at, None),
        ]

    def _settled(self, t: float, at: float, attempt: Attempt) -> list[Event]:
        """The end: the body is back and still, or stays where it came back to."""
        still = self._trace.still
        if all(self._part(each, attempt) <= BACK for each in self._move.attempt) and still(SETTLED_S):
            return self._end(t, self._trace.offset(), attempt)
        if attempt.first is None:
            return self._shifted(at, attempt)
        came = [self._part(each, attempt) <= HALF for each in self._move.attempt]
        elsewhere_s = ELSEWHERE_S if all(came) else HALF_WAY_S
        if self._part(self._main, attempt) <= HALF and still(elsewhere_s):
            ended = self._end(t, at - elsewhere_s, attempt)
            self._rest = None
            return ended
        if attempt.back_at is not None and at - attempt.back_at > TAIL_S:
            ended = self._end(t, attempt.back_at, attempt)
            self._rest = None
            return ended
        return []

    def _shifted(self, at: float, attempt: Attempt) -> list[Event]:
        """Drop what was no attempt: the body left its rest for another one."""
        starting = all(band.inside(self._trace.values) for band in self._move.start)
        if not (starting and self._trace.still(REST_AGAIN_S)):
            attempt.moved_at = at
        if at - max(attempt.start, attempt.moved_at) <= self._move.hold_s + SHIFTED_S:
            return []
        self._attempt = self._rest = None
        return []

    def _end(self, t: float, end: float, attempt: Attempt) -> list[Event]:
        self._attempt, self._ended = None, end
        if attempt.first is None and end - attempt.start < BLIP_S:
            return []
        return self._over(t, attempt, end, ())

    def _over(self, t: float, attempt: Attempt, end: float, reasons: tuple[Reason, ...]) -> list[Event]:
        """The rep that an attempt becomes, and its curves."""
        before = self._trace.since(attempt.start, attempt.frames)
        frames = [frame for frame in (*before, *attempt.frames) if frame[0] <= end]
        ended = rep(self._move, attempt, frames, self._rest, end, reasons)
        return [RepEnded(t, ended), measured(self._move, t, (ended.start, ended.end), frames, self._rest)]
