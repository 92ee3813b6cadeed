"""Options of commands for sessions: each field is an option, ``None`` if it was not given."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from coach.cli import options
from coach.cli.numbers import count, degrees, seconds, whole


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionArguments:
    """How a session is watched, shown and heard."""

    side: Annotated[options.SideWord | None, typer.Option(metavar="left|right", help="Only this side.")] = None
    camera: options.Cameras = None
    mirrored: options.Mirrored = False
    speed: options.Speed = 1.0
    window: options.ShowWindow = True
    voice: options.Speech = "full"
    volume: options.Volume = None
    voice_speed: options.VoiceSpeed = None
    voice_engine: options.Engine = None
    speaker: options.Loudspeaker = None
    duck: options.Duck = None
    lang: options.LanguageCode = None
    data: options.Data = None
    model: options.Weights = None
    yes: options.Yes = False

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
