"""The coach's lines and tones, and their times: a pure fold over events and the time between them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from coach import events as ev
from coach.events import Event
from coach.language import Language
from coach.moves.move import Move
from coach.voice.correction import CueChooser
from coach.voice.guidance import Guidance
from coach.voice.hold import EVERY_SECOND_TO_S, HoldTicks
from coach.voice.lines import LASTING_S, Earcon, Line, Utterance
from coach.voice.settings import SpeechLevel

FIDGET_S: Final = 1.5
"""A shorter attempt that came nowhere near the target is fidgeting, and not corrected."""

AGAIN_S: Final = 20.0
"""A camera problem is repeated after this."""


PREPARED: Final = 12
"""Counts up to this are rendered before they are needed: more than most sets have, under a second of work."""


def counts(phrases: Language) -> list[str]:
    """Return the first counts as they are spoken, to be rendered before they are needed."""
    return [phrases.say("counting.number", n=n) for n in range(1, PREPARED + 1)]


class Narrator:
    """Decides what to say and which tones to play, from the events of a session.

    It has no clock and makes no sound: times come with the calls and never go back.
    """

    def __init__(self, moves: Mapping[str, Move], level: SpeechLevel, phrases: Language) -> None:
        self._moves = {name: move.in_language(phrases.language) for name, move in moves.items()}
        self._level, self._phrases = level, phrases
        self._guidance = Guidance(phrases, self._moves)
        self._move: Move | None = None
        self._hold_s = 0.0
        self._correction: CueChooser | None = None
        self._hold: HoldTicks | None = None
        self._reached = False
        self._replaced = self._praised = self._instructed = False
        self._camera = "running"
        self._camera_said = 0.0

    def update(self, event: Event, t: float) -> list[Line]:
        """Process an event known at ``t``; return the lines and tones."""
        if self._level == "off":
            return []
        self._guidance.note(event)
        return [*self.tick(t), *self._heard(event, t)]

    def tick(self, t: float) -> list[Line]:
        """Return the lines due at ``t`` without an event: the seconds of a hold, a cue that waited for others.

        Call it for every frame, or about ten times a second.
        """
        if self._level == "off":
            return []
        lines = self._guidance.tick(t)
        mark = None if self._hold is None else self._hold.update(t)
        if mark is not None:
            lines.append(Earcon("tick"))
        if mark == "half":
            lines.append(Utterance(self._phrases.say("hold.half")))
        if self._level == "full" and self._correction is not None:
            fault = self._correction.due(t)
            if fault is not None:
                lines.append(Utterance(self._cue(fault), urgent=True))
        return lines

    def camera(self, state: str, t: float) -> list[Line]:
        """Return the lines about the camera: when its state changes, and repeatedly while it is unusable."""
        if self._level == "off" or state == "opening" or (state == "running" == self._camera):
            return []
        if state == self._camera and t - self._camera_said < AGAIN_S:
            return []
        behind = self._camera == "behind"
        self._camera, self._camera_said = state, t
        if behind and state == "running":
            return []  # frames kept coming
        self._hold = None
        text = Utterance(self._phrases.say(f"camera.{state}"), fresh_s=LASTING_S)
        return [text] if state == "running" else [Earcon("attention"), text]

    def _heard(self, event: Event, t: float) -> list[Line]:
        match event:
            case ev.MoveBegan():
                self._move, self._hold_s, self._hold = self._moves[event.move], event.hold_s, None
                self._correction = CueChooser(self._move)
                self._replaced, self._praised, self._instructed = False, False, True
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
                return []  # already announced
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
        return self._guidance.update(event, full=self._level == "full")

    def _entered(self, t: float) -> list[Line]:
        self._hold = HoldTicks(t, self._hold_s) if self._hold_s > 0 else None
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
        spoken = self._correction is not None and self._correction.said is not None
        lines: list[Line] = []
        if rep.counted:
            lines.append(Earcon("rep-counted"))
        if self._level == "full" and self._correction is not None:
            lines += self._corrected(rep, t, self._correction)
        self._replaced = spoken or any(isinstance(line, Utterance) for line in lines)
        return lines

    def _corrected(self, rep: ev.Rep, t: float, correction: CueChooser) -> list[Line]:
        if "low" in rep.reasons and rep.end - rep.start < FIDGET_S:
            return []
        # A short hold or a missing return is independent of other faults; a lift that is too low usually follows from
        # them. With the wrong limb nothing else matters.
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
        # The user is already doing the move: cut the introduction short.
        instructed, self._instructed = self._instructed, False
        return [Utterance(self._phrases.say(f"counting.{key}", n=count), urgent=instructed)]

    def _cue(self, fault: str) -> str:
        assert self._move is not None
        return self._move.words.cue[fault]
