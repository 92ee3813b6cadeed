"""A demonstration in front of a camera, with window and voice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from rich.console import Console

from coach.app.learn.live import LAST_WORDS_S, Audience, watch_camera
from coach.app.learn.teaching import Demonstration
from coach.app.live.session import check_inputs
from coach.cli.learn.arguments import LearnArguments
from coach.cli.live.sound import last_sound
from coach.display import probe
from coach.display.window import Window
from coach.language import Language
from coach.voice.speaker import open_speaker


def prepare(args: LearnArguments) -> None:
    """Check the options before the camera is opened.

    Raises:
        ValueError: An option is invalid.
        SourceError: There is no such camera or video.
        ModelError: The pose model is missing.
        DisplayError: No window can be opened.
    """
    if args.window:
        probe.look()
    check_inputs(args.camera or (), args.model, speed=args.speed)


@contextmanager
def following(args: LearnArguments, phrases: Language, folder: Path, console: Console) -> Iterator[Audience]:
    """Open the outputs of a demonstration within the block."""

    def report(text: str) -> None:
        console.print(phrases.translated(text))

    with ExitStack() as owned:
        speaker = None
        if args.voice != "off":
            speaker = owned.enter_context(closing(open_speaker(last_sound(folder), report)))
        display = owned.enter_context(Window()) if args.window else None
        yield Audience(report, phrases, speaker, display)


def before_camera(args: LearnArguments, audience: Audience) -> list[Demonstration]:
    """Return one demonstration in front of the camera; none if the user stopped it."""
    shown = watch_camera(
        args.camera or (), audience, args.reps, mirrored=args.mirrored, speed=args.speed, model=args.model
    )
    return [] if shown is None else [shown]


def speak(audience: Audience, sentences: Iterable[str]) -> None:
    """Speak sentences that are already printed, and wait until they are finished."""
    if audience.speaker is None:
        return
    for sentence in sentences:
        audience.speaker.say(sentence, fresh_s=LAST_WORDS_S)
    audience.speaker.drain(2 * LAST_WORDS_S)
