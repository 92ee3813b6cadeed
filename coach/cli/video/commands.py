"""The commands around recorded videos: ``coach check``, ``merge`` and ``report``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from coach.cli.record import taking
from coach.cli.video.asked import CheckAsked, ReportAsked


def register(app: typer.Typer) -> None:
    """Add these commands to those of the program."""
    app.command(short_help="Check recorded videos.")(check)
    app.command()(merge)
    app.command()(report)


@taking(CheckAsked)
def check(wanted: CheckAsked) -> int:
    """Check recorded videos: count reps, time holds, list faults."""
    from coach.cli.video import check as command

    return command.check(wanted)


def merge(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Results files, in order.")],
    json: Annotated[Path, typer.Option(metavar="FILE", help="Output file.")],
) -> int:
    """Merge several results files, such as those of --shard."""
    from coach.cli.video import merge as command

    return command.merge(files, json)


@taking(ReportAsked)
def report(wanted: ReportAsked) -> int:
    """Check one video and show it next to its curves in the browser."""
    from coach.cli.video import report as command

    return command.report(wanted)
