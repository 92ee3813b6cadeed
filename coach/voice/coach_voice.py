"""What the coach says and when: a pure fold of events, and of the instants between them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from coach import events as ev
from coach.events import Event
from coach.language import Language
from coach.moves.move import Move
from coach.voice.correction import REST_S, Correction
from coach.voice.hold import EVERY_SECOND_TO_S, Hold
from coach.voice.leading import Leading
from coach.voice.lines import LASTING_S, Earcon, Line, Utterance

Level: TypeAlias = Literal["off", "counts", "full"]
"""Nothing at all; what is needed to follow with closed eyes; that and what to correct."""

FIDGET_S: Final = 1.5
"""What was over sooner and never came near the top was somebody settling down, and nothing to correct."""

AGAIN_S: Final = 20.0
"""A camera's trouble is said again after this."""


PREPARED: Final = 12
"""Counts up to this are rendered beforehand: more than a set has, and less than a second of work."""


def counts(phrases: Language) -> list[str]:
    """Return the first counts as they are said, which are to be heard at once."""
    return [phrases.say("counting.number", n=n) for n in range(1, PREPARED + 1)]


class Narrator:
    """Decides what is heard, from the events of a check or of a whole session.

    It knows no clock and makes no sound: the instants come with the calls, and never go back.

    Args:
        moves: The moves that may be done, by id: what their faults mean and how much those matter.
        level: How much is said.
        phrases: In which words.
    """

    def __init__(self, moves: Mapping[str, Move], level: Level, phrases: Language) -> None:
        self._moves = {name: move.in_language(phrases.language) for name, move in moves.items()}
        self._level, self._phrases = level, phrases
        self._leading = Leading(phrases, self._moves)
        self._move: Move | None = None
        self._hold_s = 0.0
        self._reps = 0
        self._counted = 0
        self._in_session = False
        self._correction: Correction | None = None
        self._hold: Hold | None = None
        self._reached = False
        self._replaced = self._praised = self._instructed = False
        self._unseen_said: float | None = None
        self._camera = "running"
        self._camera_said = 0.0

    def begin(self, move: Move) -> None:
        """A move is up, outside a session; ``MoveBegan`` does the same within one."""
        self._take(move, move.hold_s, move.reps)

    def update(self, event: Event, t: float) -> list[Line]:
        """Take an event; gives what is to be heard at ``t``, when it became known."""
        if self._level == "off":
            return []
        return [*self.tick(t), *self._heard(event, t)]

    def tick(self, t: float) -> list[Line]:
        """What is to be heard at ``t`` though nothing happened: the seconds of a hold, a cue that waited for others.

        To be called at every moment, or some ten times a second.
        """
        if self._level == "off":
            return []
        lines = self._leading.tick(t)
        for mark in self._hold.update(t) if self._hold is not None else ():
            lines.append(Earcon("tick"))
            if mark == "half":
                lines.append(Utterance(self._phrases.say("hold.half")))
        if self._level == "full" and self._correction is not None:
            fault = self._correction.due(t)
            if fault is not None:
                lines.append(Utterance(self._cue(fault), urgent=True))
        return lines

    def camera(self, state: str, t: float) -> list[Line]:
        """What is to be heard of how the camera fares: when it changes, and now and then while it is of no use."""
        if self._level == "off" or state == "opening" or (state == "running" == self._camera):
            return []
        if state == self._camera and t - self._camera_said < AGAIN_S:
            return []
        behind = self._camera == "behind"
        self._camera, self._camera_said = state, t
        if behind and state == "running":
            return []  # the camera was never gone
        self._hold = None
        text = Utterance(self._phrases.say(f"camera.{state}"), fresh_s=LASTING_S)
        return [text] if state == "running" else [Earcon("attention"), text]

    def _heard(self, event: Event, t: float) -> list[Line]:
        match event:
            case ev.MoveBegan():
                self._in_session = True
                self._take(self._moves[event.move], event.hold_s, event.reps)
                self._instructed = True
            case ev.MoveEased():
                self._hold_s = event.hold_s
            case ev.HoldEntered():
                return self._entered(t)
            case ev.HoldReached():
                return self._held()
            case ev.HoldReleased():
                return self._released()
            case ev.Paused(why="camera") if self._camera != "running":
                self._hold = None
                return []  # its trouble was said when it began
            case ev.AttemptStarted() | ev.Ended() | ev.Paused():
                self._hold = None
            case ev.FaultSeen() if self._correction is not None:
                self._correction.see(t, event.id)
                return []
            case ev.FaultMended() if self._correction is not None:
                if self._correction.mend(event.id) and self._level == "full":
                    return [Utterance(self._phrases.say("praise.mended"))]
                return []
            case ev.RepEnded():
                return self._ended(event.rep, t)
            case ev.Counted():
                return self._number(event.count, event.reps)
            case ev.UnseenStarted() if not self._in_session:
                return self._unseen(t)
            case _:
                pass
        return self._leading.update(event, full=self._level == "full")

    def _take(self, move: Move, hold_s: float, reps: int) -> None:
        self._move, self._hold_s, self._reps, self._counted = move, hold_s, reps, 0
        self._correction = Correction(move)
        self._hold = None
        self._replaced = self._praised = False

    def _entered(self, t: float) -> list[Line]:
        self._hold = Hold(t, self._hold_s) if self._hold_s > 0 else None
        self._reached = False
        return [Earcon("hold-entered")]

    def _held(self) -> list[Line]:
        self._hold, self._reached = None, True
        if self._hold_s <= 0:
            return []
        lines: list[Line] = [Earcon("hold-done")]
        if self._hold_s > EVERY_SECOND_TO_S:
            lines.append(Utterance(self._phrases.say("hold.release")))
        return lines

    def _released(self) -> list[Line]:
        broken = not self._reached and self._hold_s > 0
        self._hold = None
        return [Earcon("hold-released")] if broken else []

    def _ended(self, rep: ev.Rep, t: float) -> list[Line]:
        self._hold = None
        self._leading.ended(rep)
        spoken = self._correction is not None and self._correction.said is not None
        lines: list[Line] = []
        if rep.counted:
            lines.append(Earcon("rep-counted"))
        if self._level == "full" and self._correction is not None:
            lines += self._corrected(rep, t, self._correction)
        self._replaced = spoken or any(isinstance(line, Utterance) for line in lines)
        if rep.counted and not self._in_session:
            self._counted += 1
            lines += self._number(self._counted, self._reps)
        return lines

    def _corrected(self, rep: ev.Rep, t: float, correction: Correction) -> list[Line]:
        """What is said of an attempt once it is over."""
        if "low" in rep.reasons and rep.end - rep.start < FIDGET_S:
            return []
        # A hold that was too short or a leg that stayed up has nothing to do with its other faults; a lift that was
        # too low most often has. Done with the wrong limb, it would not have counted whatever else had been better.
        reasons = sorted(rep.reasons, key=lambda each: each != "wrong-limb")
        reason = next((each for each in reasons if each != "low" or not rep.faults), None)
        if reason is not None and correction.say_reason(t, f"reason.{reason}"):
            correction.end(t, rep)
            opposite = reason == "wrong-limb" and self._move is not None and self._move.opposite
            return [Utterance(self._phrases.say("reason.opposite" if opposite else f"reason.{reason}"))]
        fault, self._praised = correction.end(t, rep)
        return [] if fault is None else [Utterance(self._cue(fault))]

    def _number(self, count: int, reps: int) -> list[Line]:
        praised, self._praised = self._praised, False
        if self._replaced:
            return []
        key = "one_more" if count == reps - 1 else "number"
        if praised:
            key = "one_more_good" if key == "one_more" else "number_good"
        # Whoever does the move already needs to hear no more of how it is done.
        instructed, self._instructed = self._instructed, False
        return [Utterance(self._phrases.say(f"counting.{key}", n=count), urgent=instructed)]

    def _unseen(self, t: float) -> list[Line]:
        if self._unseen_said is not None and t - self._unseen_said < REST_S:
            return []
        self._unseen_said = t
        return [Earcon("attention"), Utterance(self._phrases.say("unseen.began"))]

    def _cue(self, fault: str) -> str:
        assert self._move is not None
        return self._move.words.cue[fault]
