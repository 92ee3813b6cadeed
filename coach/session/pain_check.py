"""Pain check: detects a person who stops and rests in mid-set, and asks a question that can be answered lying down."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, get_args

from coach import events as ev
from coach.session.observer import Observation

BROKEN_S: Final = 8.0
"""Rest after an interrupted attempt before the coach asks."""

IDLE_S: Final = 30.0
"""Rest after a completed rep before the coach asks."""

UPRIGHT: Final[tuple[ev.Posture, ...]] = ("standing",)
"""Postures that are not a rest from a floor exercise."""

EXPLAIN_S: Final = 5.0
"""Time from the question to the first choice, for the voice to explain how to answer."""

CHOICE_S: Final = 6.0
"""Time for each choice, for the voice to name it and the person to raise and hold a hand."""

CHOICES: Final[tuple[ev.Choice, ...]] = get_args(ev.Choice)


class PainCheck:
    """Detects that a person left the move and stays at rest. Used for one set."""

    def __init__(self) -> None:
        self._came_out = False
        self._moving = False
        self._early = False
        self._since = 0.0
        self._posture: ev.Posture = "unknown"

    def update(self, seen: Observation, events: Sequence[ev.Event]) -> bool:
        """Return whether it is time to ask about pain.

        Args:
            seen: The moment.
            events: The events of the move's checker at that moment.
        """
        for event in events:
            self._note(event)
        if seen.body is None or seen.posture != self._posture or seen.posture in UPRIGHT:
            # A change of posture restarts the rest.
            self._posture, self._since = seen.posture, seen.t
        limit_s = BROKEN_S if self._early else IDLE_S
        return self._came_out and not self._moving and seen.t - self._since >= limit_s

    def _note(self, event: ev.Event) -> None:
        match event:
            case ev.AttemptStarted():
                self._moving = True
            case ev.AttemptDropped():
                self._moving = False
                if event.why != "twitch":  # a twitch is part of the rest
                    self._since = event.t
            case ev.HoldEntered():
                self._moving, self._early = True, False
            case ev.HoldReleased():
                self._came_out, self._moving, self._since = True, False, event.t
            case ev.RepEnded():
                self._came_out, self._moving, self._since = True, False, event.t
                self._early = not event.rep.counted
            case _:
                pass


class PainQuestion:
    """The question about pain: offers one choice after another; a gesture selects the current one."""

    def __init__(self, t: float) -> None:
        self._begun = t
        self._offered = 0

    @property
    def exhausted(self) -> bool:
        """Whether every choice has been offered."""
        return self._offered == len(CHOICES)

    def update(self, t: float, gesture: bool, on: bool) -> list[ev.Event]:
        """Process one moment; the last event is ``Chosen`` when the question is answered or has expired.

        Args:
            t: The instant.
            gesture: Whether a gesture was completed at this moment.
            on: Whether the person is at the top of the move again, which answers the question.
        """
        if on:
            return [ev.Chosen(t, None)]
        if gesture and self._offered:
            return [ev.Chosen(t, CHOICES[self._offered - 1])]
        if t < self._begun + EXPLAIN_S + CHOICE_S * self._offered:
            return []
        if self.exhausted:
            return [ev.Chosen(t, None)]
        self._offered += 1
        return [ev.ChoiceOffered(t, CHOICES[self._offered - 1])]
