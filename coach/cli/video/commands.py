"""The commands around recorded videos: ``coach check``, ``merge``, ``report`` and ``bench``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from coach.cli.numbers import count, times
from coach.cli.options import (
    Data,
    From,
    Hold,
    LookFor,
    MirrorImage,
    Open,
    Out,
    PageLanguage,
    Reps,
    Rotate,
    SlowMotion,
    Target,
    To,
    Weights,
    WorkingSide,
)


def register(app: typer.Typer) -> None:
    """Add these commands to those of the program."""
    app.command(short_help="Check recorded videos.")(check)
    app.command()(merge)
    app.command()(report)
    app.command()(bench)


def check(
    videos: Annotated[
        list[str] | None, typer.Argument(metavar="VIDEO...", help="Videos, recordings, or folders of videos.")
    ] = None,
    move: LookFor = None,
    json: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the results for machines too.")] = None,
    hold: Hold = None,
    reps: Reps = None,
    side: WorkingSide = None,
    target: Target = None,
    start: From = None,
    end: To = None,
    mirrored: MirrorImage = False,
    rotate: Rotate = None,
    slow_motion: SlowMotion = None,
    model: Weights = None,
    rate: Annotated[
        float | None,
        typer.Option(metavar="FPS", parser=times, help="Pictures a second to look at; as many as needed, if not said."),
    ] = None,
    every_frame: Annotated[bool, typer.Option("--every-frame", help="Look at every picture.")] = False,
    record: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Keep what was seen, to be checked again at once (.npz: as plain arrays)."),
    ] = None,
    annotate: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the video too, an MP4 with what was seen drawn on every picture."),
    ] = None,
    jobs: Annotated[
        int | None, typer.Option(metavar="N", parser=count, help="Check so many videos at a time, a process each.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Keep what --json holds from an earlier run; check the other videos.")
    ] = False,
    shard: Annotated[
        str | None, typer.Option(metavar="I/N", help="Check the I-th of N parts of the videos; see coach merge.")
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Have a Dask cluster check them: the videos leave this machine."),
    ] = None,
    insecure: Annotated[
        bool, typer.Option("--insecure", help="Send them although nothing on the way is encrypted.")
    ] = False,
    sample: Annotated[
        bool, typer.Option("--sample", help="Check the sample clip that comes with the program.")
    ] = False,
    save: Annotated[bool, typer.Option("--save", help="Keep what was found in the history.")] = False,
    data: Data = None,
) -> int:
    """Check recorded videos: count the repetitions, time the holds, name the faults."""
    from coach.cli.video import check as command

    return command.check(
        command.Asked(
            videos=tuple(videos or ()), move=move, json=json, hold=hold, reps=reps, side=side, target=target,
            start=start, end=end, mirrored=mirrored, rotate=rotate, slow_motion=slow_motion, model=model, rate=rate,
            every_frame=every_frame, record=record, annotate=annotate,
            sample=sample, save=save, data=data, jobs=jobs or 1, resume=resume,
            shard=shard, cluster=cluster, insecure=insecure,
        )
    )  # fmt: skip


def merge(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Results files of several videos, in order.")],
    json: Annotated[Path, typer.Option(metavar="FILE", help="The file to write.")],
) -> int:
    """Make one results file of several, such as those of --shard."""
    from coach.cli.video import merge as command

    return command.merge(files, json)


def report(
    video: Annotated[str, typer.Argument(metavar="VIDEO", help="A video, or what --record kept of one.")],
    move: LookFor = None,
    hold: Hold = None,
    reps: Reps = None,
    side: WorkingSide = None,
    target: Target = None,
    start: From = None,
    end: To = None,
    mirrored: MirrorImage = False,
    rotate: Rotate = None,
    slow_motion: SlowMotion = None,
    out: Out = None,
    opened: Open = True,
    model: Weights = None,
    lang: PageLanguage = None,
    data: Data = None,
) -> int:
    """Check one video, and show it beside its curves in the browser."""
    from coach.cli.video import report as command

    return command.report(
        command.Asked(
            video, move=move, hold=hold, reps=reps, side=side, target=target, start=start, end=end,
            mirrored=mirrored, rotate=rotate, slow_motion=slow_motion, out=out, opened=opened, model=model, data=data,
            lang=lang,
        )
    )  # fmt: skip


def bench(
    video: Annotated[
        str | None, typer.Argument(metavar="[VIDEO]", help="What to measure with; the sample clip, if none is named.")
    ] = None,
    move: Annotated[str | None, typer.Option(metavar="ID", help="The move in it; see coach moves.")] = None,
    model: Annotated[str | None, typer.Option(metavar="FILE", help="Another pose model.")] = None,
    seconds: Annotated[float, typer.Option(metavar="S", parser=times, help="How much of the video.")] = 10.0,
    runs: Annotated[int | None, typer.Option(metavar="N", parser=count, help="How often, instead of 5 times.")] = None,
    json: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the figures for machines too.")] = None,
) -> int:
    """Measure what checking a video costs on this computer, beside decoding and finding the body alone."""
    from coach.cli.video import bench as command

    return command.measure(video, move, model, seconds, runs or 5, json)
