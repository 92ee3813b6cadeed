"""The commands around recorded videos: ``coach check``, ``merge`` and ``report``."""

from __future__ import annotations

import sys
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
    from coach.cli.failure import check_target
    from coach.report import json as results
    from coach.report.collected import document, merged

    check_target("--json", None if json == results.STDOUT else json)
    done, failed = merged(files)
    results.write(json, document(done, failed))
    told = sys.stderr if json == results.STDOUT else sys.stdout
    print(f"{json}: {len(done)} videos checked, {len(failed)} failed.", file=told)
    return 0


@taking(ReportAsked)
def report(wanted: ReportAsked) -> int:
    """Check one video and show it next to its curves in the browser."""
    from coach.cli.video import report as command

    return command.report(wanted)
