"""Lay out every phase: turn the state to show, and the pose, into shapes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from coach.display import panels
from coach.display.protractor import protractor
from coach.display.screen import Screen
from coach.display.shapes import Panel, Shape
from coach.display.shown import Shown, ShownPhase
from coach.display.skeleton import PlacedPose, skeleton
from coach.language import Language
from coach.pose import Pose

Layout = Callable[[Shown, Screen, Language], list[Shape]]


def scene(shown: Shown, pose: Pose | None, screen: Screen, words: Language) -> list[Shape]:
    """Return everything to draw on the camera image, from back to front.

    Mirroring affects shapes on the body; text is never mirrored.
    """
    # Limbs are drawn over the background of the cards and below their content, so neither hides the other.
    cards = panels.count(shown, words) + panels.hold(shown, screen.width, words) if _at_work(shown) else []
    shapes: list[Shape] = [each for each in cards if isinstance(each, Panel)]
    if pose is not None:
        placed = PlacedPose(pose, screen)
        shapes += skeleton(placed, shown.limbs)
        if shown.angle is not None and _at_work(shown):
            shapes += protractor(shown.angle, placed, words, screen)
    shapes += [each for each in cards if not isinstance(each, Panel)]
    shapes += panels.veil(screen.width) if shown.phase in _VEILED else []
    shapes += _LAYOUTS[shown.phase](shown, screen, words)
    if shown.keys:
        shapes += panels.keys(screen.width, words)
    return shapes


def _at_work(shown: Shown) -> bool:
    return shown.phase in ("active", "hold")


def _opening(shown: Shown, screen: Screen, words: Language) -> list[Shape]:
    return panels.footer(shown.message or words.say("window.opening"), screen.width, 0.5)


def _place(shown: Shown, screen: Screen, words: Language) -> list[Shape]:
    """Before a set: the drawn figure above, the missing condition below."""
    shapes = panels.strip(shown, screen.width, words) if shown.title else []  # no move yet: the engine is loading
    shapes += panels.figure(shown, screen.width, words, screen.mirror)
    shapes += panels.hint(screen.width - panels.MARGIN, panels.BELOW, words)
    return shapes + panels.banner(
        shown.message or words.say("window.place"),
        screen.width,
        "warning" if shown.message and shown.phase == "place" else "ring",
        below=shown.remedy,
    )


def _active(shown: Shown, screen: Screen, words: Language) -> list[Shape]:
    """During a set: the count and the ring at the sides, the one cue below."""
    shapes = panels.strip(shown, screen.width, words)
    if shown.message:
        return shapes + panels.banner(shown.message, screen.width, "warning")
    if shown.cue:
        return shapes + panels.banner(shown.cue, screen.width, "cross")
    if shown.praise:
        return shapes + panels.banner(shown.praise, screen.width, "tick")
    # While there is a fault to correct, the next step is not shown.
    following = f"{words.say('window.next')} {shown.following}" if shown.following else ""
    return shapes + panels.footer(following, screen.width)


def _interrupted(shown: Shown, screen: Screen, words: Language) -> list[Shape]:
    """Pause, or trouble with the camera: why, and what to do."""
    paused = shown.phase == "paused"
    title = words.say("window.paused" if paused else "window.trouble")
    remedy = shown.remedy or words.say("window.go_on" if paused else "window.camera")
    return panels.notice("bars" if paused else "warning", title, shown.message, remedy, screen.width)


_VEILED: Final[frozenset[ShownPhase]] = frozenset({"notice", "rest", "paused", "question", "trouble", "summary"})
"""Phases with a darkened camera image and body, in which only the text matters."""

_LAYOUTS: Final[Mapping[ShownPhase, Layout]] = {
    "notice": panels.reading,
    "opening": _opening,
    "place": _place,
    "ready": _place,
    "active": _active,
    "hold": _active,
    "rest": panels.rest,
    "paused": _interrupted,
    "question": panels.question,
    "trouble": _interrupted,
    "summary": panels.summary,
}
