"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from coach.cli.numbers import quarters, seconds, times
from coach.voice.settings import SpeechLevel

SideWord = Literal["left", "right"]
"""As ``coach.body.Side``, whose module takes too long to load for ``--help``."""

Data = Annotated[Path | None, typer.Option(metavar="DIR", help="Data folder to use.")]
Weights = Annotated[str | None, typer.Option(metavar="FILE", help="Pose model: lite, full, heavy, or a .task file.")]
Out = Annotated[Path | None, typer.Option(metavar="FILE", help="Output file; in the data folder by default.")]
Open = Annotated[bool, typer.Option("--open/--no-open", help="Open the page in the browser.")]

From = Annotated[float | None, typer.Option("--from", metavar="S|M:SS", parser=seconds, help="Start at this second.")]
To = Annotated[float | None, typer.Option("--to", metavar="S|M:SS", parser=seconds, help="Stop at this second.")]
MirrorImage = Annotated[bool, typer.Option("--mirrored", help="The video is a mirror image.")]

Rotate = Annotated[
    int | None,
    typer.Option(metavar="90|180|270", parser=quarters, help="Turn the video clockwise: it was recorded on its side."),
]

Speech = Annotated[SpeechLevel, typer.Option(metavar="off|counts|full", help="How much to speak.")]
PageLanguage = Annotated[
    str | None,
    typer.Option("--lang", metavar="CODE", help="Language, such as de; that of your sessions by default."),
]

Speed = Annotated[
    float, typer.Option(metavar="X", parser=times, help="Playback speed of videos (2 = double, inf = no pauses).")
]
ShowWindow = Annotated[bool, typer.Option("--window/--no-window", help="Show a window.")]
