"""Lets pictures through that can be worked with, and says of the others what is wrong."""

from __future__ import annotations

from coach.capture.frame_slot import FrameSlot
from coach.capture.health import Health
from coach.stream import Picture


class FrameFilter:
    """Between whatever grabs pictures and the stage.

    Args:
        name: What the camera is called in the sentences.
        patient: Wait until each frame was taken.
        health: What is known of the camera so far.
    """

    def __init__(self, name: str, *, patient: bool = False, health: Health | None = None) -> None:
        self.health = health or Health()
        self._name, self._patient = name, patient

    def update(self, t: float, picture: Picture, stage: FrameSlot) -> bool:
        """Take the next picture; whether it could be worked with."""
        state = self.health.update(t, picture)
        if state == "running":
            stage.put(t, picture, patient=self._patient)
            return True
        stage.tell(state, self._why(state), picture)
        return False

    def _why(self, state: str) -> str:
        match state:
            case "black":
                return f"{self._name} shows only black: open its shutter or turn on the light"
            case "slow":
                fps = self.health.fps or 0.0
                return f"{self._name} gives only {fps:.0f} pictures a second: add light or close other programs"
            case _:
                return stuck(self._name)


def stuck(name: str) -> str:
    """The sentence for a camera that shows nothing new."""
    return f"{name} shows nothing new: plug it in again, or restart what sends the picture"
