"""Passes usable frames to the frame slot, and reports why the others are not."""

from __future__ import annotations

from coach.capture.frame_slot import FrameSlot
from coach.capture.health import Health
from coach.stream import Image


class FrameFilter:
    """Sits between a grabber and its frame slot.

    With ``blocking``, each usable frame waits until the one before it was taken.
    """

    def __init__(self, name: str, *, blocking: bool = False, health: Health | None = None) -> None:
        self.health = health or Health()
        self._name, self._blocking = name, blocking

    def update(self, t: float, image: Image, slot: FrameSlot) -> bool:
        """Process the frame at ``t``, seconds; return whether it was usable."""
        state = self.health.update(t, image)
        if state == "running":
            slot.put(t, image, blocking=self._blocking)
            return True
        slot.report(state, self._why(state), image)
        return False

    def _why(self, state: str) -> str:
        match state:
            case "black":
                return f"{self._name} shows a black image: open its shutter or turn on the light"
            case "slow":
                fps = self.health.fps or 0.0
                return f"{self._name} delivers only {fps:.0f} frames per second: add light or close other programs"
            case _:
                return frozen_message(self._name)


def frozen_message(name: str) -> str:
    """Return the message for a frozen camera."""
    return f"the image of {name} is frozen: plug it in again, or restart the program that sends it"
