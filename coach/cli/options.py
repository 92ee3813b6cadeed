"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from coach.cli.numbers import count, degrees, pace, quarters, seconds, times, whole
from coach.voice.settings import EngineName, SpeechLevel

SideWord = Literal["left", "right"]
"""As ``coach.body.Side``, whose module takes too long to load for ``--help``."""

Data = Annotated[Path | None, typer.Option(metavar="DIR", help="Data folder to use.")]
Weights = Annotated[str | None, typer.Option(metavar="FILE", help="Pose model: lite, full, heavy, or a .task file.")]
Out = Annotated[Path | None, typer.Option(metavar="FILE", help="Output file; in the data folder by default.")]
Open = Annotated[bool, typer.Option("--open/--no-open", help="Open the page in the browser.")]

LookFor = Annotated[str | None, typer.Option(metavar="ID", help="Move to check; see coach moves.")]
HoldSeconds = Annotated[
    float | None, typer.Option(metavar="S", parser=seconds, help="Hold in seconds, instead of the move's own.")
]
Reps = Annotated[int | None, typer.Option(metavar="N", parser=count, help="Number of reps, instead of the move's own.")]
WorkingSide = Annotated[SideWord | None, typer.Option(metavar="left|right", help="Working side, if only one is done.")]
Target = Annotated[
    float | None,
    typer.Option(metavar="DEG", parser=degrees, help="Target angle in degrees, instead of the move's own."),
]
From = Annotated[float | None, typer.Option("--from", metavar="S|M:SS", parser=seconds, help="Start at this second.")]
To = Annotated[float | None, typer.Option("--to", metavar="S|M:SS", parser=seconds, help="Stop at this second.")]
MirrorImage = Annotated[bool, typer.Option("--mirrored", help="The video is a mirror image.")]

Rotate = Annotated[
    int | None,
    typer.Option(metavar="90|180|270", parser=quarters, help="Turn the video clockwise: it was recorded on its side."),
]
SlowMotion = Annotated[
    float | None,
    typer.Option(
        "--slow-motion",
        metavar="X",
        parser=times,
        help="The video is in slow motion: 4 is a quarter of the real speed.",
    ),
]

Speech = Annotated[SpeechLevel, typer.Option(metavar="off|counts|full", help="How much to speak.")]
Volume = Annotated[
    int | None, typer.Option(metavar="0..100", parser=whole(0, 100), help="Volume of voice and sounds; remembered.")
]
VoiceSpeed = Annotated[
    float | None,
    typer.Option("--voice-speed", metavar="0.5..2", parser=pace, help="Speed of the voice; remembered."),
]
Engine = Annotated[
    EngineName | None,
    typer.Option(
        "--voice-engine",
        metavar="auto|package|system",
        help="Voice of the package, of the system, or auto for either; remembered.",
    ),
]
Loudspeaker = Annotated[
    str | None,
    typer.Option("--speaker", metavar="NAME", help="Speaker to use, or default; see coach speakers. Remembered."),
]
Duck = Annotated[
    bool | None,
    typer.Option("--duck/--no-duck", help="Lower other sound while the coach speaks, where possible; remembered."),
]
LanguageCode = Annotated[str | None, typer.Option("--lang", metavar="CODE", help="Language, such as de; remembered.")]
PageLanguage = Annotated[
    str | None,
    typer.Option("--lang", metavar="CODE", help="Language, such as de; that of your sessions by default."),
]

Cameras = Annotated[
    list[str] | None,
    typer.Option(
        metavar="SPEC",
        help="Camera number, name or address, or video files to play instead.",
    ),
]
Mirrored = Annotated[bool, typer.Option("--mirrored", help="The camera image is mirrored.")]
Speed = Annotated[
    float, typer.Option(metavar="X", parser=times, help="Playback speed of videos (2 = double, inf = no pauses).")
]
ShowWindow = Annotated[bool, typer.Option("--window/--no-window", help="Show a window.")]
Yes = Annotated[bool, typer.Option("--yes", help="Skip all questions; you have read the safety notice.")]
