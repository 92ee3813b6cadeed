"""Passes on the frames that can be worked with, and reports what is wrong with the others."""

from __future__ import annotations

from coach.capture.frame_slot import FrameSlot
from coach.capture.health import Health
from coach.stream import Image


class FrameFilter:
    """Stands between a grabber and its frame slot.

    With ``patient`` it waits until each frame was taken.
    """

    def __init__(self, name: str, *, patient: bool = False, health: Health | None = None) -> None:
        self.health = health or Health()
        self._name, self._patient = name, patient

    def update(self, t: float, image: Image, slot: FrameSlot) -> bool:
        """Take the next frame; return whether it can be worked with."""
        state = self.health.update(t, image)
        if state == "running":
            slot.put(t, image, patient=self._patient)
            return True
        slot.tell(state, self._why(state), image)
        return False

    def _why(self, state: str) -> str:
        match state:
            case "black":
                return f"{self._name} shows only black: open its shutter or turn on the light"
            case "slow":
                fps = self.health.fps or 0.0
                return f"{self._name} gives only {fps:.0f} frames per second: add light or close other programs"
            case _:
                return stuck(self._name)


def stuck(name: str) -> str:
    """Return the sentence for a frozen camera."""
    return f"{name} shows nothing new: plug it in again, or restart what sends the image"
