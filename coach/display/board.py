"""Fold a session's events into the state to show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import get_args

from coach import events
from coach.body import Side, other
from coach.display.set_display import SetDisplay
from coach.display.shown import Row, Shown, ShownChoice, ShownPhase
from coach.language import Language, english, sentence
from coach.moves.move import Move
from coach.moves.reading import Reading
from coach.session.changeover import changeover
from coach.session.routine import CALIBRATION
from coach.session.summary import Folding


class Board:
    """Fold a session's events, one ``update`` each; ``shown`` returns what to show at an instant.

    What comes with the frames and not as events is passed to ``shown``: the reading of the moment, and what was
    requested by key. It holds all state; for another session, make a new one.
    """

    def __init__(self, moves: Mapping[str, Move], words: Language | None = None) -> None:
        self._moves = moves
        self._words = words or english()
        self._order: tuple[str, ...] = ()
        self._calibrating = False
        self._began: events.MoveBegan | None = None
        self._course: SetDisplay | None = None
        self._now = Shown(phase="place")
        self._before: ShownPhase = "place"
        self._asked: events.MoveBegan | events.MoveEased | None = None
        self._ranges: list[events.RangeTaken] = []
        self._rest_ends = 0.0
        self._figure_began = 0.0
        self._attempting = False
        self._folding = Folding()

    def update(self, event: events.Event) -> None:
        """Take the next event; events that change nothing on screen are ignored."""
        self._folding.update(event)
        match event:
            case events.SessionBegan():
                self._order = event.moves
                self._calibrating = event.routine == CALIBRATION
                self._figure_began = event.t
                self._announce(0)
            case events.MoveBegan():
                self._begin(event)
            case events.SetBegan():
                self._begin_set(event)
            case events.Lacking():
                self._change(phase="place", message=self._words.say(f"window.lacks.{event.lack}"))
            case events.Placed():
                self._change(phase="active", message="")
            case events.Counted():
                self._change(reps=event.count, reps_wanted=event.reps)
            case events.MoveEased():
                self._asked = event
                self._change(phase="place", hold_s=event.hold_s)
            case events.RangeTaken():
                self._ranges.append(event)
            case events.SetEnded() if event.number < event.of:
                first = self._began.sides[0] if self._began and self._began.sides else None
                self._change(set=event.number + 1, side=first)
            case events.MoveEnded():
                self._announce(self._began.number if self._began else 0)
            case events.RestBegan():
                self._rest_ends, self._figure_began = event.t + event.seconds, event.t
                self._change(phase="rest", of_s=event.seconds, message="")
            case events.RestEnded():
                self._change(phase="place", of_s=None)
            case events.SessionEnded():
                self._change(phase="summary", rows=self._rows(), message="")
            case _:
                self._attempting = isinstance(event, events.AttemptStarted) or (
                    self._attempting and not isinstance(event, events.RepEnded | events.AttemptDropped)
                )
                self._interrupt(event)
                if self._course is not None:
                    self._course.update(event)

    def shown(self, t: float, reading: Reading | None = None, *, keys: bool = False) -> Shown:
        """Return what to show at ``t``."""
        now = replace(self._now, keys=keys, figure_s=max(0.0, t - self._figure_began))
        if now.phase == "rest":
            return replace(now, left_s=max(0.0, self._rest_ends - t))
        if now.phase != "active" or self._course is None:
            return now
        target = None if self._asked is None else self._asked.target_of(now.side)
        return self._course.fill(now, t, reading, target)

    def _begin(self, event: events.MoveBegan) -> None:
        move = self._moves[event.move]
        key = None if self._began is None else changeover(self._moves[self._began.move], move)
        self._began = self._asked = event
        self._course = SetDisplay(move, self._words)
        self._now = Shown(
            phase="place",
            title=move.title,
            drawings=move.drawing,
            hold_s=event.hold_s,
            changeover=self._words.say(f"changeover.{key}") if key else "",
        )

    def _begin_set(self, event: events.SetBegan) -> None:
        self._figure_began = event.t
        if self._began is not None:
            self._course = SetDisplay(self._moves[self._began.move], self._words)
        self._change(
            phase="place",
            side=event.side,
            set=event.number,
            sets=event.of,
            reps=event.done,
            reps_wanted=event.reps,
            message="",
            following=self._following(event),
            changeover="",
        )

    def _announce(self, index: int) -> None:
        """Show the next move before it begins."""
        coming = self._order[index : index + 1]
        if coming:
            move = self._moves[coming[0]]
            self._now = Shown(phase=self._now.phase, title=move.title, drawings=move.drawing, hold_s=move.hold_s)

    def _change(self, **changes: object) -> None:
        self._now = replace(self._now, **changes)  # type: ignore[arg-type]  # named where it is called

    def _interrupt(self, event: events.Event) -> None:
        """Handle an event that pauses or resumes a session."""
        match event:
            case events.Paused():
                # A person who left or got up resumes by coming back; a pause by request or for pain needs a command.
                remedy = self._words.say("window.go_on_asked") if event.why in ("asked", "pain") else ""
                phase: ShownPhase = "trouble" if event.why == "camera" else "paused"
                self._leave(phase, self._words.say(f"window.pauses.{event.why}"), remedy)
            case events.PainAsked():
                self._leave("question", self._words.say("window.pain"))
                self._change(choices=self._choices(None))
            case events.ChoiceOffered():
                self._change(choices=self._choices(event.choice))
            case events.Chosen():
                self._change(phase=self._before, message="", choices=())
            case events.Resumed():
                self._change(phase=self._after_pause(), message="", remedy="", choices=())

    def _after_pause(self) -> ShownPhase:
        """Return to the set if only frames were missing or the person is already exercising; else to placement."""
        if self._attempting:
            return "active"
        return self._before if self._now.phase == "trouble" else "place"

    def _leave(self, phase: ShownPhase, message: str, remedy: str = "") -> None:
        """Enter a phase that later returns to the current one."""
        if self._now.phase not in ("paused", "trouble", "question"):
            self._before = self._now.phase
        self._change(phase=phase, message=message, remedy=remedy, choices=())

    def _choices(self, offered: events.Choice | None) -> tuple[ShownChoice, ...]:
        return tuple(
            ShownChoice(str(number), self._words.say(f"window.choices.{choice}"), choice == offered)
            for number, choice in enumerate(get_args(events.Choice), 1)
        )

    def _following(self, event: events.SetBegan) -> str:
        """Return the step after a set, or after one side of it."""
        if self._began is None:
            return ""
        sides: tuple[Side, ...] = self._began.sides
        if len(sides) > 1 and event.side == sides[0]:
            return self._words.say(f"window.sides.{other(sides[0])}")
        if event.number < event.of:
            return self._words.say("window.set", number=event.number + 1, of=event.of)
        coming = self._order[self._began.number : self._began.number + 1]
        return self._moves[coming[0]].title if coming else self._words.say("window.end_next")

    def _rows(self) -> tuple[Row, ...]:
        found: list[Row] = []
        for done in self._folding.summary.moves:
            ranges = [self._range(event) for event in self._ranges if event.move == done.move]
            if not (self._calibrating and ranges):
                what = self._words.say("window.done", count=done.counted, of=done.asked)
                found.append(Row(self._moves[done.move].title, what, done.done))
            found += ranges
        return tuple(found)

    def _range(self, event: events.RangeTaken) -> Row:
        side = "" if event.side is None else sentence(self._words.say(f"window.sides.{event.side}"))
        came = self._words.say("window.came", end=round(event.end_deg), target=round(event.target_deg))
        return Row(side or self._moves[event.move].title, came, True)
