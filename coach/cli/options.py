"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from coach.cli.numbers import count, degrees, pace, percent, quarters, seconds, times

Data = Annotated[Path | None, typer.Option(metavar="DIR", help="Another folder for what is kept.")]
Weights = Annotated[
    str | None, typer.Option(metavar="FILE", help="Another pose model: a .task file, or lite, full, heavy.")
]
Out = Annotated[Path | None, typer.Option(metavar="FILE", help="Into this file, not into the data folder.")]
Open = Annotated[bool, typer.Option("--open/--no-open", help="Open it in the browser, or do not.")]

LookFor = Annotated[str | None, typer.Option(metavar="ID", help="The move to look for; see coach moves.")]
Hold = Annotated[
    float | None, typer.Option(metavar="S", parser=seconds, help="Seconds to hold, instead of the move's own.")
]
Reps = Annotated[
    int | None, typer.Option(metavar="N", parser=count, help="Repetitions to do, instead of the move's own.")
]
WorkingSide = Annotated[
    str | None, typer.Option(metavar="left|right", help="The working side, where only one is done.")
]
Target = Annotated[
    float | None, typer.Option(metavar="DEG", parser=degrees, help="Degrees to reach, instead of the move's own.")
]
From = Annotated[float | None, typer.Option("--from", metavar="S|M:SS", parser=seconds, help="Begin here.")]
To = Annotated[float | None, typer.Option("--to", metavar="S|M:SS", parser=seconds, help="Stop here.")]
MirrorImage = Annotated[bool, typer.Option("--mirrored", help="The video is a mirror image.")]

Rotate = Annotated[
    int | None,
    typer.Option(metavar="90|180|270", parser=quarters, help="Turn the video clockwise: it was recorded on its side."),
]
SlowMotion = Annotated[
    float | None,
    typer.Option("--slow-motion", metavar="X", parser=times, help="The video plays so many times as slow as life."),
]

Voice = Annotated[str, typer.Option(metavar="off|counts|full", help="How much is spoken.")]
Volume = Annotated[
    int | None, typer.Option(metavar="0..100", parser=percent, help="How loud, words and sounds; kept for next time.")
]
VoiceSpeed = Annotated[
    float | None,
    typer.Option("--voice-speed", metavar="0.5..2", parser=pace, help="How fast it speaks; kept for next time."),
]
Engine = Annotated[
    str | None,
    typer.Option(
        "--voice-engine",
        metavar="auto|package|system",
        help="Which voice: the package's, the system's, or what there is; kept for next time.",
    ),
]
Loudspeaker = Annotated[
    str | None,
    typer.Option(
        "--speaker", metavar="NAME", help="Where it is heard; see coach speakers. default: the system's. Kept."
    ),
]
Duck = Annotated[
    bool | None,
    typer.Option("--duck/--no-duck", help="Lower other sound meanwhile, where the system can; kept for next time."),
]
Language = Annotated[
    str | None, typer.Option("--lang", metavar="en|de|es", help="The language, remembered for next time.")
]
PageLanguage = Annotated[
    str | None,
    typer.Option("--lang", metavar="en|de|es", help="The language; that of your sessions by default."),
]

Cameras = Annotated[
    list[str] | None,
    typer.Option(
        metavar="SPEC",
        help="A camera's number, name or address; or films, played one after another in its place.",
    ),
]
Mirrored = Annotated[bool, typer.Option("--mirrored", help="The camera gives a mirror image.")]
Speed = Annotated[
    float, typer.Option(metavar="X", parser=times, help="Play films so many times as fast as life; inf for all.")
]
ShowWindow = Annotated[bool, typer.Option("--window/--no-window", help="Show a window, or none.")]
Yes = Annotated[bool, typer.Option("--yes", help="Ask nothing: the safety notice was read.")]
