"""Options of ``coach learn``: each field is an option, ``None`` if it was not given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

import typer

from coach.cli import options
from coach.cli.numbers import count


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnArguments:
    """Demonstrations to learn a move from, and the user's description of it."""

    videos: Annotated[
        list[str] | None, typer.Argument(metavar="VIDEO", help="Videos or landmark recordings that show the move.")
    ] = None
    id: Annotated[str | None, typer.Option(metavar="ID", help="Id of the new move, such as my-hip-hinge.")] = None
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="What the move is called.")] = None
    reps: Annotated[int | None, typer.Option(metavar="N", parser=count, help="How many times each video shows it.")] = (
        None
    )
    sides: Annotated[
        Literal["each", "none", "alternate"] | None,
        typer.Option(metavar="each|none|alternate", help="How the sides take turns; found by default."),
    ] = None
    again: Annotated[
        str | None, typer.Option(metavar="ID", help="Refine this learned move with one more demonstration.")
    ] = None
    by: Annotated[
        str | None, typer.Option(metavar="MEASURE", help="Count by this measure, one of those that were offered.")
    ] = None
    shown_by: Annotated[str, typer.Option(metavar="NAME", help="Who shows it; written into the file.")] = ""
    camera: Annotated[
        list[str] | None,
        typer.Option(metavar="SPEC", help="Show it in front of this camera instead, or play video files as one."),
    ] = None
    speed: options.Speed = 1.0
    window: options.ShowWindow = True
    voice: options.Speech = "full"
    start: options.From = None
    end: options.To = None
    mirrored: options.MirrorImage = False
    rotate: options.Rotate = None
    lang: options.PageLanguage = None
    data: options.Data = None
    model: options.Weights = None
    page: options.Open = True
    yes: Annotated[bool, typer.Option("--yes", help="Take the clearest measure and save, without questions.")] = False
