"""Options of commands for the history: each field is an option, ``None`` if it was not given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from coach.cli import options
from coach.cli.numbers import count, degrees, seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class RegradeArguments:
    """Which sessions to regrade, and by what; each field is an option."""

    session: Annotated[int | None, typer.Option(metavar="ID", parser=count, help="Only this session.")] = None
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Only sessions from this day on.")] = None
    move: Annotated[str | None, typer.Option(metavar="ID|FILE", help="Only this move, or the move in this file.")] = (
        None
    )
    target: Annotated[
        float | None, typer.Option(metavar="DEG", parser=degrees, help="Target angle in degrees to judge by.")
    ] = None
    hold: Annotated[float | None, typer.Option(metavar="S", parser=seconds, help="Hold in seconds to judge by.")] = None
    write: Annotated[bool, typer.Option("--write", help="Save the new results; otherwise only show them.")] = False
    lang: options.PageLanguage = None
    data: options.Data = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewArguments:
    """What to show in the browser."""

    session: Annotated[
        int | None, typer.Option(metavar="ID", parser=count, help="Only this session, with all its curves.")
    ] = None
    weeks: Annotated[int | None, typer.Option(metavar="N", parser=count, help="Only the last N weeks.")] = None
    printed: Annotated[
        bool, typer.Option("--print", help="Make a report to print, of 6 weeks unless --weeks is given.")
    ] = False
    out: options.Out = None
    opened: options.Open = True
    lang: options.PageLanguage = None
    data: options.Data = None
