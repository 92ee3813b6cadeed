"""Leads the user through one move: rest, positioning, sets and sides, and waiting for a person who left.

Its checker processes every moment from the first, or from the first after a stop.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, Literal, TypeAlias

from coach import events as ev
from coach.body import Side
from coach.moves.move import Move
from coach.moves.reading import Reading
from coach.session.checker import Checker
from coach.session.observer import Observation
from coach.session.pain_check import PainCheck
from coach.session.personal import First, MeasuredRange, own_target, span
from coach.session.placement import Placement
from coach.session.routine import Step, eased
from coach.session.tally import Tally
from coach.stream import Moment

PLACED_S: Final = 0.8
"""Time for which the start posture is held before a set starts, or continues."""

GRACE_S: Final = 8.0
"""Time to get up, or roll over, and lie down again; until then nothing is reported as missing."""

LACKING_S: Final = 2.0
"""Something missing is reported after this time."""

REMIND_S: Final = 12.0
"""Interval at which it is reported again."""

LEFT_S: Final = 3.0
"""Time without a person in view, or with the person up, before the session pauses."""

UP: Final[tuple[ev.Posture, ...]] = ("standing", "kneeling", "long-sitting")
"""Postures of a person who got up, for moves done lower down."""

MovePhase: TypeAlias = Literal["resting", "placing", "working", "waiting"]


class Performance:
    """Leads the user through one move.

    Args:
        step: The move as a step of the routine.
        rest_s: Rest before it, seconds.
        numbers: Iterator of attempt numbers of the session.

    Attributes:
        pain_suspected: Whether the person left the move and rests, so that it is time to ask about pain.
    """

    def __init__(self, step: Step, rest_s: float, numbers: Iterator[int]) -> None:
        self._numbers = numbers
        self.phase: MovePhase = "placing"
        self.pain_suspected = False
        self._step, self._move = step, step.move
        self._first_rest_s = rest_s
        self._set = 0
        self._checker: Checker | None = None
        self._ranges: dict[Side | None, list[ev.Rep]] = {}
        self._first = First(step.move, step.unknown)
        self._attempting = False
        self._coming: Move | None = None
        self._rest_until = -math.inf
        self._why: ev.Pause = "left"
        self._gone_since: float | None = None
        self._new_set()

    @property
    def complete(self) -> bool:
        """Whether all sets are done."""
        return self._tally.complete and self._set == self._step.sets

    @property
    def reading(self) -> Reading | None:
        """The measures at the last moment; ``None`` before the first one."""
        return None if self._checker is None else self._checker.reading

    @property
    def waits_for_gesture(self) -> bool:
        """Whether it waits for a gesture, because the question about pain was not answered."""
        return self.phase == "waiting" and self._why == "pain"

    def update(
        self, moment: Moment, seen: Observation, hindrance: ev.Hindrance | None = None, *, asking: bool = False
    ) -> list[ev.Event]:
        """Process the next moment.

        Args:
            moment: The moment.
            seen: Its observation.
            hindrance: The problem with the camera image, if any.
            asking: Whether a question is open, which suspends everything but the checker.
        """
        events: list[ev.Event] = []
        if self._checker is None:
            events += self._start(moment.t)
        assert self._checker is not None
        checked = self._checker.update(moment)
        for event in checked:
            named = replace(event, set=self._set) if isinstance(event, ev.AttemptStarted) else event
            events += [named, *self._react(event)]
        if self._coming is not None and not self._attempting:
            events += self.stop()
        self.pain_suspected = False
        if not asking and not self.complete:
            events += self._watch(seen, checked, hindrance)
        return events

    def stop(self) -> list[ev.Event]:
        """End the current span; the next moment begins another."""
        checker, self._checker = self._checker, None
        events: list[ev.Event] = []
        for event in checker.finish() if checker is not None else ():
            events += [event, *self._react(event)]
        return events

    def clear_pain(self) -> None:
        """Record that there is no pain, and restart the pain check."""
        self._pain_check = PainCheck()

    def ease(self) -> None:
        """Switch to the easier form from the next span on."""
        self._coming = eased(self._coming or self._move)
        self._first = First(self._move, ())

    def ranges(self, t: float) -> list[ev.Event]:
        """Return the measured ranges, if this was a calibration."""
        move = self._step.calibrates
        events: list[ev.Event] = []
        for side, reps in self._ranges.items():
            found = None if move is None else span(move, reps)
            if move is not None and found is not None:
                events.append(_taken(t, move, side, found))
        return events

    def wait(self, t: float, why: ev.Pause) -> list[ev.Event]:
        """Pause until the person is back."""
        self.phase, self._why = "waiting", why
        return [ev.Paused(t, why)]

    def go_on(self, t: float) -> list[ev.Event]:
        """End the pause."""
        self._place(t)
        return [ev.Resumed(t)]

    def end_rest(self, t: float) -> list[ev.Event]:
        """End the rest, early if it was skipped."""
        return [ev.RestEnded(t), self._set_up(t)]

    def _start(self, t: float) -> list[ev.Event]:
        """Return the events that begin a span."""
        if self._coming is not None:
            move = self._move = self._coming
            self._coming = None
            events: list[ev.Event] = [ev.MoveEased(t, move.hold_s, move.target_deg, move.targets_deg)]
            self._place(t)
        elif self._rest_until == -math.inf:
            events = self._rest(t, self._first_rest_s)
        else:
            events = []
            self._place(t)
        self._checker = Checker(self._move, self._numbers)
        return events

    def _react(self, event: ev.Event) -> list[ev.Event]:
        if isinstance(event, ev.AttemptStarted):
            self._attempting = True
            return self._under_way(event.t)
        if isinstance(event, ev.AttemptDropped):
            self._attempting = False
        if isinstance(event, ev.RepEnded):
            self._attempting = False
            return [*self._learn(event), *(self._count(event) if event.rep.counted else [])]
        return []

    def _learn(self, event: ev.RepEnded) -> list[ev.Event]:
        """Set a personal target once the person's first attempts have shown their range."""
        found = self._first.update(event.rep)
        if found is None:
            return []
        side, seen = found
        taken = _taken(event.t, self._step.move, side, seen)
        move = self._coming or self._move
        if side is None:
            self._coming = move.adjusted(target_deg=taken.target_deg)
        else:
            targets = {each: move.target_of(each) for each in self._step.sides} | {side: taken.target_deg}
            set_deg = {each: target for each, target in targets.items() if target is not None}
            self._coming = move.adjusted(targets_deg=set_deg)
        return [taken]

    def _under_way(self, t: float) -> list[ev.Event]:
        """Handle the start of an attempt, which ends any rest, positioning or pause."""
        phase, self.phase = self.phase, "working"
        if phase == "resting":
            return [*self.end_rest(t), *self._placed(t)]
        if phase == "placing":
            return self._placed(t)
        return [ev.Resumed(t)] if phase == "waiting" else []

    def _count(self, event: ev.RepEnded) -> list[ev.Event]:
        if not self._tally.add(event.rep.side):
            return []
        t, tally = event.t, self._tally
        if self._step.calibrates is not None:
            self._ranges.setdefault(tally.side, []).append(event.rep)
        events: list[ev.Event] = [ev.Counted(t, tally.side, tally.count, tally.reps)]
        if tally.complete:
            events.append(ev.SetEnded(t, self._set, self._step.sets))
            if self._set < self._step.sets:
                self._new_set()
                events += self._rest(t, self._step.rest_s)
        elif tally.turn():
            events.append(self._set_up(t))
        return events

    def _new_set(self) -> None:
        self._set += 1
        self._tally = Tally(self._move.reps, self._step.sides)

    def _rest(self, t: float, seconds: float) -> list[ev.Event]:
        self._rest_until = t + seconds
        if not seconds:
            return [self._set_up(t)]
        self.phase = "resting"
        return [ev.RestBegan(t, seconds)]

    def _set_up(self, t: float) -> ev.Event:
        """Return the event that announces a set, or its other side."""
        tally = self._tally
        self._place(t, GRACE_S)
        return ev.SetBegan(t, self._set, self._step.sets, tally.side, tally.count, tally.reps)

    def _place(self, t: float, grace_s: float = LACKING_S) -> None:
        self.phase = "placing"
        self._placement = Placement(self._move)
        self._pain_check = PainCheck()
        self._gone_since = None
        self._say_from = t + grace_s

    def _placed(self, t: float) -> list[ev.Event]:
        self.phase = "working"
        return [ev.Placed(t)]

    def _watch(self, seen: Observation, checked: list[ev.Event], hindrance: ev.Hindrance | None) -> list[ev.Event]:
        t = seen.t
        if self.phase == "resting":
            return self.end_rest(t) if t >= self._rest_until else []
        if self.phase == "working":
            self.pain_suspected = self._pain_check.update(seen, checked)
            why = self._gone(seen)
            return [] if why is None else self.wait(t, why)
        lack = self._placement.update(seen, self._tally.open, hindrance)
        if self.phase == "waiting" and (self._why == "pain" or lack in ("nobody", "posture")):
            return []
        if lack is None:
            if self._placement.lasted(t) < PLACED_S:
                return []
            if self.phase == "waiting":
                return [*self.go_on(t), *self._placed(t)]
            return self._placed(t)
        return self._lacking(t, lack)

    def _lacking(self, t: float, lack: ev.Lack) -> list[ev.Event]:
        if t < self._say_from or self._placement.lasted(t) < LACKING_S:
            return []
        self._say_from = t + REMIND_S
        return [ev.Lacking(t, lack)]

    def _gone(self, seen: Observation) -> ev.Pause | None:
        """Return why the session should pause, once that is certain."""
        up = seen.posture in UP and seen.posture not in (*self._move.postures, *self._move.also_while)
        if seen.body is not None and not up:
            self._gone_since = None
            return None
        if self._gone_since is None:
            self._gone_since = seen.t
        if seen.t - self._gone_since < LEFT_S:
            return None
        return "left" if seen.body is None else "up"


def _taken(t: float, move: Move, side: Side | None, found: MeasuredRange) -> ev.RangeTaken:
    target = own_target(move, found.end_deg, side)
    assert target is not None
    return ev.RangeTaken(t, move.id, side, found.start_deg, found.end_deg, target)
