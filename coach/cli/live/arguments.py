"""Options of commands for sessions: each field is an option, ``None`` if it was not given."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from coach.cli import options
from coach.cli.numbers import count, degrees, pace, seconds, whole
from coach.voice.settings import EngineName


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionArguments:
    """How a session is watched, shown and heard."""

    side: Annotated[options.SideWord | None, typer.Option(metavar="left|right", help="Only this side.")] = None
    camera: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SPEC",
            help="Camera number, name or address, or video files to play instead.",
        ),
    ] = None
    mirrored: Annotated[bool, typer.Option("--mirrored", help="The camera image is mirrored.")] = False
    speed: options.Speed = 1.0
    window: options.ShowWindow = True
    voice: options.Speech = "full"
    volume: Annotated[
        int | None, typer.Option(metavar="0..100", parser=whole(0, 100), help="Volume of voice and sounds; remembered.")
    ] = None
    voice_speed: Annotated[
        float | None,
        typer.Option("--voice-speed", metavar="0.5..2", parser=pace, help="Speed of the voice; remembered."),
    ] = None
    voice_engine: Annotated[
        EngineName | None,
        typer.Option(
            "--voice-engine",
            metavar="auto|package|system",
            help="Voice of the package, of the system, or auto for either; remembered.",
        ),
    ] = None
    speaker: Annotated[
        str | None,
        typer.Option("--speaker", metavar="NAME", help="Speaker to use, or default; see coach speakers. Remembered."),
    ] = None
    duck: Annotated[
        bool | None,
        typer.Option("--duck/--no-duck", help="Lower other sound while the coach speaks, where possible; remembered."),
    ] = None
    lang: Annotated[str | None, typer.Option("--lang", metavar="CODE", help="Language, such as de; remembered.")] = None
    data: options.Data = None
    model: options.Weights = None
    yes: Annotated[bool, typer.Option("--yes", help="Skip all questions; you have read the safety notice.")] = False

    @property
    def cameras(self) -> tuple[str, ...]:
        """The cameras to use; the first one if none is named."""
        return tuple(self.camera or ("0",))


@dataclass(frozen=True, slots=True, kw_only=True)
class RunArguments(SessionArguments):
    """A session, and what to do in it."""

    routine: Annotated[str | None, typer.Argument(metavar="ROUTINE", help="Routine; see coach routines.")] = None
    move: Annotated[str | None, typer.Option(metavar="ID", help="Do only this move; see coach moves.")] = None
    reps: Annotated[int | None, typer.Option(metavar="N", parser=count, help="Reps per set of the move.")] = None
    hold: Annotated[float | None, typer.Option(metavar="S", parser=seconds, help="Hold of the move, in seconds.")] = (
        None
    )
    target: Annotated[
        float | None, typer.Option(metavar="DEG", parser=degrees, help="Target angle of the move, in degrees.")
    ] = None
    sets: Annotated[int | None, typer.Option(metavar="N", parser=count, help="Sets of the move.")] = None
    record: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the landmarks, for coach check.")] = None
    pain: Annotated[
        int | None,
        typer.Option(metavar="0..10", parser=whole(0, 10), help="Pain now; for pain afterwards, use coach pain."),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrateArguments(SessionArguments):
    """A session that measures a range, or a stored range."""

    move: Annotated[str | None, typer.Argument(metavar="MOVE", help="Move; see coach moves.")] = None
    forget: Annotated[bool, typer.Option("--forget", help="Delete the stored range of MOVE.")] = False
