"""A demonstration before a camera: the window and the voice around it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from coach.app.learn.teaching import Demonstration
from coach.app.learn.watching import LAST_WORDS_S, Audience, watch_camera
from coach.app.live.session import prove
from coach.cli.learn.asked import LearnAsked
from coach.cli.live.sound import last_sound
from coach.display import probe
from coach.display.window import Window
from coach.language import Language
from coach.voice.speaker import open_speaker


def prepare(wanted: LearnAsked) -> None:
    """Refuse at once what would fail only after the camera was opened.

    Raises:
        ValueError: A word or a number that cannot be meant.
        SourceError: It can never become a camera.
        ModelError: The pose model is missing.
        DisplayError: No window can be opened.
    """
    if wanted.voice not in ("off", "counts", "full"):
        raise ValueError(f"--voice is off, counts or full, not {wanted.voice}")
    if wanted.window:
        probe.look()
    prove(wanted.camera or (), wanted.model, speed=wanted.speed)


@contextmanager
def following(
    wanted: LearnAsked, phrases: Language, folder: Path, report: Callable[[str], object]
) -> Iterator[Audience]:
    """Those who follow the demonstration, until the move was read back."""
    with ExitStack() as owned:
        speaker = None
        if wanted.voice != "off":
            speaker = owned.enter_context(closing(open_speaker(last_sound(folder), report)))
        display = owned.enter_context(Window()) if wanted.window else None
        yield Audience(report, phrases, speaker, display)


def before_camera(wanted: LearnAsked, audience: Audience) -> list[Demonstration]:
    """One demonstration before the camera; none where the person stopped it."""
    shown = watch_camera(
        wanted.camera or (), audience, wanted.reps, mirrored=wanted.mirrored, speed=wanted.speed, model=wanted.model
    )
    return [] if shown is None else [shown]


def say_back(audience: Audience, sentences: Iterable[str]) -> None:
    """Say what was understood; it is on the terminal already."""
    if audience.speaker is None:
        return
    for sentence in sentences:
        audience.speaker.say(sentence, fresh_s=LAST_WORDS_S)
    audience.speaker.drain(2 * LAST_WORDS_S)
