"""Lines that guide through a session: the next move, positions, sides, rests, pauses, pain, the summary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from coach import events as ev
from coach.body import Side
from coach.events import Event
from coach.language import Language
from coach.moves.move import Move
from coach.session.changeover import changeover
from coach.session.routine import CALIBRATION
from coach.session.summary import Folding
from coach.voice.lines import LASTING_S, Earcon, Line, Utterance

GO_S: Final = 4.0
"""A start or a rest may be announced this late, after the current sentence: counting does not depend on it."""


class Guidance:
    """Lines for the events of a session, and the totals for its summary."""

    def __init__(self, phrases: Language, moves: Mapping[str, Move]) -> None:
        self._phrases, self._moves = phrases, moves
        self._calibrating = self._taken = False
        self._folding = Folding()
        self._move: ev.MoveBegan | None = None
        self._side: Side | None = None
        self._introduction: Utterance | None = None
        self._skipped_at: float | None = None

    def tick(self, t: float) -> list[Line]:
        """Return the introduction of a move that began before ``t``.

        It is long, so it waits for other events of the same frame: a rest is announced first.
        """
        if self._introduction is None or self._move is None or t <= self._move.t:
            return []
        introduction, self._introduction = self._introduction, None
        return [introduction]

    def note(self, event: Event) -> None:
        """Record an event for the summary."""
        self._folding.update(event)

    def update(self, event: Event, *, full: bool) -> list[Line]:
        """Return the lines for an event.

        Praise is for ``full`` only.
        """
        lines = self._lines(event, full)
        introduction = self._introduction
        if introduction is None or isinstance(event, ev.MoveBegan):
            return lines
        self._introduction = None
        return [*lines, introduction] if isinstance(event, ev.RestBegan) else [introduction, *lines]

    def _lines(self, event: Event, full: bool) -> list[Line]:
        match event:
            case ev.SessionBegan(routine=name):
                self._calibrating = name == CALIBRATION
                began = "range.began" if self._calibrating else "session.began"
                return self._say(self._phrases.say(began, n=len(event.moves)))
            case ev.MoveBegan():
                self._introduction = Utterance(self._introduced(event), fresh_s=LASTING_S)
                self._move, self._side = event, None
                return []
            case ev.MoveEased():
                return self._say(self._phrases.say("move.eased"))
            case ev.MoveEnded(done=True):
                return self._say(self._phrases.say("move.done")) if full else []
            case ev.Commanded():
                self._skipped_at = event.t if event.command == "skip" else None
                return []
            case ev.MoveEnded(done=False):
                # Skipped by key, skipped by gesture, or stopped: the last two are announced elsewhere.
                return self._say(self._phrases.say("move.skipped")) if event.t == self._skipped_at else []
            case ev.RangeTaken():
                self._taken = True
                return self._say(self._range(event))
            case ev.SetBegan():
                return self._set_up(event)
            case ev.SetEnded() if event.number < event.of:
                return self._say(self._phrases.say("set.done"))
            case ev.Lacking():
                return self._lacking(event)
            case ev.Placed():
                return [Utterance(self._phrases.say("start.go"), fresh_s=GO_S)]
            case ev.RestBegan():
                return [Utterance(self._phrases.say("rest.began", n=round(event.seconds)), fresh_s=GO_S)]
            case ev.RestEnded():
                return [Utterance(self._phrases.say("rest.over"), fresh_s=GO_S)]
            case ev.Paused():
                text = self._phrases.say(f"pause.{event.why}")
                return [Earcon("attention"), Utterance(text, urgent=True, fresh_s=LASTING_S)]
            case ev.Resumed():
                return [Utterance(self._phrases.say("pause.over"))]
            case ev.PainAsked():
                text = self._phrases.say("pain.ask")
                return [Earcon("attention"), Utterance(text, urgent=True, fresh_s=LASTING_S)]
            case ev.ChoiceOffered():
                return [Utterance(self._phrases.say(f"pain.{event.choice}"), urgent=True)]
            case ev.Chosen(choice=None):
                return [Utterance(self._phrases.say("pain.none"), urgent=True)]
            case ev.Chosen():
                self._skipped_at = None
                text = self._phrases.say(f"pain.chosen_{event.choice}")
                return [Utterance(text, urgent=True, fresh_s=LASTING_S)]
            case ev.SessionEnded():
                parts = self._summary(event.done), self._changeover(None)
                return self._say(" ".join(text for text in parts if text))
            case _:
                return []

    def _introduced(self, event: ev.MoveBegan) -> str:
        say, move = self._phrases.say, event.move
        place = "only" if event.of == 1 else "first" if event.number == 1 else "next"
        both = "reps_each" if len(event.sides) > 1 else "reps"
        words = [say(f"move.{place}", title=self._moves[move].title)]
        # The camera position is said once, and again when the body has to turn.
        view, before = self._of_move("view", move), self._move and self._of_move("view", self._move.move)
        words.append(self._changeover(move, first=event.number == 1))
        words += [self._of_move("how", move), "" if view == before else view, self._of_move("do", move)]
        usual = self._moves[move].target_deg
        if usual is not None and event.target_deg == usual:
            words.append(self._of_move("target", move).replace("{n}", str(round(usual))))
        words.append(say(f"move.{both}", n=event.reps))
        if event.hold_s > 0:
            words.append(say("move.hold", n=round(event.hold_s)))
        return " ".join(word for word in words if word)

    def _changeover(self, move: str | None, *, first: bool = False) -> str:
        """Return how to get to the posture of a move, or to stand up for ``None``; at first the person stands."""
        if self._move is None and not first:
            return ""
        before = None if self._move is None or first else self._moves[self._move.move]
        after = None if move is None else self._moves[move]
        key = changeover(before, after)
        return self._phrases.say(f"changeover.{key}") if key else ""

    def _set_up(self, event: ev.SetBegan) -> list[Line]:
        self._side = event.side
        side = "" if event.side is None else self._of_move(event.side)
        first = self._move is None or event.side is None or event.side == next(iter(self._move.sides), event.side)
        words = []
        if event.of > 1 and first:
            words.append(self._phrases.say("set.next", number=event.number, of=event.of))
        if side:
            words.append(self._phrases.say("side.first" if first else "side.switch", side=side))
        own = self._own_target(event.side)
        if event.number == 1 and own is not None:
            words.append(self._phrases.say("range.target", n=round(own)))
        return self._say(" ".join(words)) if words else []

    def _own_target(self, side: Side | None) -> float | None:
        """Return the personal target of a side, or ``None`` where the move's own applies."""
        began = self._move
        if began is None:
            return None
        target = began.target_of(side)
        return None if target == self._moves[began.move].target_deg else target

    def _range(self, event: ev.RangeTaken) -> str:
        say, end, target = self._phrases.say, round(event.end_deg), round(event.target_deg)
        found = say(f"range.{event.side or 'whole'}", end=end, target=target)
        return f"{found} {say('range.short')}" if event.end_deg < event.target_deg else found

    def _lacking(self, event: ev.Lacking) -> list[Line]:
        values = {part: self._of_move(part) for part in ("how", "view", "start")}
        side = "" if self._side is None else self._of_move(self._side)
        text = self._phrases.say(f"placement.{event.lack}", side=side, **values).strip()
        return [Earcon("attention"), Utterance(text, fresh_s=LASTING_S)]

    def _summary(self, done: bool) -> str:
        say = self._phrases.say
        if self._calibrating:
            return say("summary.done" if done else "summary.stopped") if self._taken else say("range.none")
        reps = [rep for move in self._folding.summary.moves for rep in move.attempted]
        counted, clean = sum(rep.counted for rep in reps), sum(rep.clean for rep in reps)
        words = [say("summary.done" if done else "summary.stopped"), say("summary.reps", n=counted)]
        if counted:
            words.append(say("summary.all_clean") if clean == counted else say("summary.clean", n=clean))
        return " ".join(words)

    def _of_move(self, part: str, move: str | None = None) -> str:
        """Return the spoken texts of a move's file; none for an unknown move."""
        known = self._moves.get(move or (self._move.move if self._move else ""))
        return "" if known is None else str(getattr(known.words.spoken, part))

    def _say(self, text: str) -> list[Line]:
        return [Utterance(text, fresh_s=LASTING_S)]
