"""A whole live session: turns moments and commands into events.

Each span of a move has its own ``Checker``, which processes every moment from ``MoveBegan``, ``MoveEased`` or
``Resumed`` to ``Ended``; its events equal those of checking these moments alone. All other code only decides what
comes next.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count
from typing import Final, get_args

from coach import events as ev
from coach.moves.move import Move
from coach.moves.reading import Reading
from coach.session.gesture import Gesture, raised
from coach.session.observer import Observer
from coach.session.pain_check import PainQuestion
from coach.session.performance import Performance
from coach.session.routine import Routine, steps
from coach.stream import Moment

CAMERA_S: Final = 2.5
"""Time without moments that is reported as a pause."""

FIRST: Final[ev.Choice] = get_args(ev.Choice)[0]


class LiveSession:
    """Leads the user through a routine, moment by moment.

    Attributes:
        done: Whether the session is over; further input is ignored.
    """

    def __init__(self, routine: Routine, moves: Mapping[str, Move]) -> None:
        """Prepare a session of a routine that is valid for these moves.

        Raises:
            ValueError: A number is outside what a move allows.
        """
        self.done = False
        self._routine = routine
        self._steps = steps(routine, moves)
        self._number = 0
        self._attempts = count(1)
        self._performance: Performance | None = None
        self._paused = False
        self._question: PainQuestion | None = None
        self._observer = Observer()
        self._gesture = Gesture()
        self._commands: list[ev.Command] = []
        self._hindrance: ev.Hindrance | None = None
        self._t: float | None = None

    def command(self, command: ev.Command) -> None:
        """Queue a command; it takes effect at the next moment."""
        self._commands.append(command)

    @property
    def reading(self) -> Reading | None:
        """The measures at the last moment; ``None`` while no move is checked."""
        return None if self._paused or self._performance is None else self._performance.reading

    @property
    def placing(self) -> bool:
        """Whether it is waiting for the person to take the start posture."""
        performance = self._performance
        return not self._paused and performance is not None and performance.phase in ("placing", "waiting")

    def notice(self, hindrance: ev.Hindrance | None) -> None:
        """Set the current problem of the camera image that poses do not show, or ``None``.

        Like a command, it is not part of landmark recordings. It affects only which ``Lack`` is reported before a set.
        """
        self._hindrance = hindrance

    def update(self, moment: Moment) -> list[ev.Event]:
        """Process the next moment; return the events that are now certain."""
        if self.done:
            return []
        t = moment.t
        events = [*self._arrive(t), *self._begin(t)]
        commands, self._commands = self._commands, []
        for command in commands:
            events += self._execute(t, command)
        if self.done:
            return events
        seen = self._observer.update(moment)
        gesture = self._gesture.update(t, raised(seen.body, seen.posture, seen.view))
        if self._paused:
            if not gesture:
                return events
            events += self._resume(t)
        events += self._begin(t)
        performance = self._performance
        assert performance is not None
        new = performance.update(moment, seen, self._hindrance, asking=self._question is not None)
        events += new
        if self._question is not None:
            on = any(isinstance(event, ev.HoldEntered) for event in new)
            events += self._answer(t, self._question.update(t, gesture, on))
        elif performance.pain_suspected:
            self._question = PainQuestion(t)
            events.append(ev.PainAsked(t))
        elif gesture and performance.waits_for_gesture:
            events += performance.go_on(t)
        if performance is self._performance and performance.complete:
            events += self._next(t, done=True)
        return events

    def finish(self) -> list[ev.Event]:
        """End the session at the end of the stream."""
        if self.done or self._t is None:
            self.done = True
            return []
        return self._end(self._t)

    def _arrive(self, t: float) -> list[ev.Event]:
        """Return the events that depend only on time."""
        before, self._t = self._t, t
        if before is None:
            return [ev.SessionBegan(t, self._routine.id, tuple(step.move.id for step in self._steps))]
        if t - before > CAMERA_S and not self._paused:
            return [ev.Paused(before, "camera"), ev.Resumed(t)]
        return []

    def _execute(self, t: float, command: ev.Command) -> list[ev.Event]:
        if self.done:
            return []
        events: list[ev.Event] = [ev.Commanded(t, command)]
        if self._question is not None:
            return events + self._answer(t, [ev.Chosen(t, "stop" if command == "finish" else command)])
        if command == "finish":
            return events + self._end(t)
        performance = self._performance
        if command == "pause" and performance is not None and performance.phase == "waiting":
            return events + performance.go_on(t)
        if command == "pause":
            return events + (self._resume(t) if self._paused else self._pause(t, "asked"))
        if self._paused:
            events += self._resume(t)
        if command == "easier" and performance is not None:
            performance.ease()
            return events + performance.stop()
        if performance is not None and performance.phase == "resting":
            return events + performance.end_rest(t)
        return events + self._next(t, done=False)

    def _begin(self, t: float) -> list[ev.Event]:
        """Begin the next move if there is no current one."""
        if self.done or self._paused or self._performance is not None:
            return []
        step = self._steps[self._number]
        rest_s = self._steps[self._number - 1].rest_s if self._number else 0.0
        self._performance = Performance(step, rest_s, self._attempts)
        move, of = step.move, len(self._steps)
        hold_s, target_deg = move.hold_s, move.target_deg
        return [
            ev.MoveBegan(
                t, self._number + 1, of, move.id, step.sets, move.reps, step.sides, hold_s, target_deg,
                move.targets_deg,
            ),
        ]  # fmt: skip

    def _next(self, t: float, *, done: bool) -> list[ev.Event]:
        """End the current move; the next moment begins the one after it."""
        events = [*self._stop(), *self._ranges(t), ev.MoveEnded(t, self._steps[self._number].move.id, done)]
        self._performance, self._question = None, None
        self._number += 1
        if self._number == len(self._steps):
            self.done = True
            events.append(ev.SessionEnded(t, done))
        return events

    def _end(self, t: float) -> list[ev.Event]:
        """End the session now."""
        performance = self._performance
        events = self._stop()
        done = performance is not None and performance.complete
        if performance is not None:
            events += self._ranges(t)
            events.append(ev.MoveEnded(t, self._steps[self._number].move.id, done))
        self.done = True
        return [*events, ev.SessionEnded(t, done and self._number + 1 == len(self._steps))]

    def _stop(self) -> list[ev.Event]:
        return [] if self._performance is None else self._performance.stop()

    def _ranges(self, t: float) -> list[ev.Event]:
        return [] if self._performance is None else self._performance.ranges(t)

    def _pause(self, t: float, why: ev.Pause) -> list[ev.Event]:
        """Pause until a command or a gesture; moments in between are not checked."""
        self._paused = True
        return [*self._stop(), ev.Paused(t, why)]

    def _resume(self, t: float) -> list[ev.Event]:
        self._paused = False
        return [ev.Resumed(t)]

    def _answer(self, t: float, events: list[ev.Event]) -> list[ev.Event]:
        """Carry out the chosen answer, if any."""
        last = events[-1] if events else None
        if isinstance(last, ev.ChoiceOffered) and last.choice == FIRST:
            self._gesture = Gesture()  # a hand already raised selects the first choice
        if not isinstance(last, ev.Chosen):
            return events
        question, self._question = self._question, None
        performance = self._performance
        assert performance is not None
        assert question is not None
        match last.choice:
            case "easier":
                performance.ease()
                return events + performance.stop()
            case "skip":
                return events + self._next(t, done=False)
            case "pause":
                return events + self._pause(t, "pain")
            case "stop":
                return events + self._end(t)
            case None if question.exhausted:
                return events + performance.wait(t, "pain")
            case None:
                performance.clear_pain()
                return events
