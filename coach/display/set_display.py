"""Fold the events within a set: the hold, the one cue, and the praise for a corrected fault."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

from coach import events as ev
from coach.body import Side
from coach.display.limbs import verdicts
from coach.display.shown import Angle, Shown
from coach.language import Language, sentence
from coach.moves.move import ORDER, Move
from coach.moves.reading import Reading

LINGERS_S: Final = 4.0
"""Time for which praise, and a cue after its rep, stay on screen."""


class SetDisplay:
    """Folds the events of one move's checker. For another set, make a new one."""

    def __init__(self, move: Move, words: Language) -> None:
        self._move, self._words = move, words
        self._since: float | None = None
        self._reached = False
        self._faults: set[str] = set()
        self._cue = self._praise = self._unseen = ""
        self._until = -math.inf

    def update(self, event: ev.Event) -> None:
        """Take the next event."""
        match event:
            case ev.HoldEntered():
                self._since, self._reached = event.t, False
            case ev.HoldReached():
                self._reached = True
            case ev.HoldReleased():
                self._since = None
            case ev.FaultSeen():
                self._faults.add(event.id)
            case ev.FaultMended():
                self._faults.discard(event.id)
                if not self._faults:
                    self._say("", sentence(self._move.words.good.get(event.id, "")), event.t)
            case ev.RepEnded():
                if self._faults:
                    self._say(self._correction(), "", event.t)
                self._faults.clear()
                self._since, self._reached = None, False
            case ev.UnseenStarted():
                self._unseen = sentence(self._words.say(f"not_seen.{event.why}"))
            case ev.UnseenEnded():
                self._unseen = ""

    def fill(self, shown: Shown, t: float, reading: Reading | None, target: float | None) -> Shown:
        """Return ``shown`` with the state at ``t``; the phase is ``hold`` within a hold."""
        at_top = self._since is not None
        fresh = t <= self._until
        filled = replace(
            shown,
            phase="hold" if at_top else "active",
            hold_done=self._reached,
            held_s=None if self._since is None else max(0.0, t - self._since),
            message=self._unseen,
            cue=self._correction() if self._faults else self._cue if fresh else "",
            praise=self._praise if fresh else "",
        )
        if reading is None:
            return filled
        sides = {**reading.sides}
        if (
            sides[self._move.main] is None
            and shown.side is not None
            and self._move.measures[self._move.main].limb != "body"
        ):
            sides[self._move.main] = shown.side
        return replace(
            filled,
            angle=self._angle(reading, sides[self._move.main], target),
            limbs=verdicts(self._move, sides, self._faults, at_top),
        )

    def _angle(self, reading: Reading, side: Side | None, target: float | None) -> Angle:
        main = self._move.main
        now = reading.values[main]
        return Angle(
            self._move.measures[main],
            None if math.isnan(now) else now,
            target,
            side,
            own=target != self._move.target_deg,
        )

    def _say(self, cue: str, praise: str, t: float) -> None:
        self._cue, self._praise, self._until = cue, praise, t + LINGERS_S

    def _correction(self) -> str:
        """Return the cue for the most important fault: core before legs before arms, then in file order."""
        aims = [aim for aim in self._move.aim if aim.id in self._faults]
        return sentence(self._move.words.cue[min(aims, key=lambda aim: ORDER.index(aim.order)).id]) if aims else ""
