"""The commands around recorded videos: ``coach check``, ``merge``, ``report`` and ``bench``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from coach.cli.numbers import count, times
from coach.cli.options import Data, PageLanguage
from coach.cli.record import with_options
from coach.cli.video.arguments import CheckArguments, ReportArguments


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command(short_help="Check recorded videos.")(check)
    app.command()(merge)
    app.command()(report)
    app.command()(bench)


@with_options(CheckArguments)
def check(args: CheckArguments) -> int:
    """Check recorded videos: count reps, time holds, list faults."""
    from coach.cli.video import check as command

    return command.check(args)


def merge(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Results files, in order.")],
    json: Annotated[Path, typer.Option(metavar="FILE", help="Output file.")],
    lang: PageLanguage = None,
    data: Data = None,
) -> int:
    """Merge several results files, such as those of --shard."""
    from coach.cli.failure import check_target
    from coach.cli.live.sound import chosen_language
    from coach.report import json as results
    from coach.report.collected import document, merged

    check_target("--json", None if json == results.STDOUT else json)
    done, failed = merged(files)
    results.write(json, document(done, failed))
    stream = sys.stderr if json == results.STDOUT else sys.stdout
    language = chosen_language(lang, data)
    print(language.say("table.merged", path=json, n=len(done), failed=len(failed)), file=stream)
    return 0


@with_options(ReportArguments)
def report(args: ReportArguments) -> int:
    """Check one video and show it next to its curves in the browser."""
    from coach.cli.video import report as command

    return command.report(args)


def bench(
    video: Annotated[
        str | None, typer.Argument(metavar="VIDEO", help="Video to measure with; the sample clip by default.")
    ] = None,
    move: Annotated[str | None, typer.Option(metavar="ID", help="Move in the video; see coach moves.")] = None,
    model: Annotated[str | None, typer.Option(metavar="FILE", help="Pose model.")] = None,
    seconds: Annotated[float, typer.Option(metavar="S", parser=times, help="Seconds of the video to use.")] = 10.0,
    runs: Annotated[int | None, typer.Option(metavar="N", parser=count, help="Number of runs; 5 by default.")] = None,
    json: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the figures as JSON.")] = None,
) -> int:
    """Measure how long checking a video takes on this computer.

    Decoding and pose estimation alone are measured too, for comparison.
    """
    from coach.cli.video import bench as command

    return command.measure(video, move, model, seconds, runs or 5, json)
