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
        list[str] | None, typer.Argument(metavar="VIDEO...", help="Videos, landmark recordings, or folders of videos.")
    ] = None,
    move: LookFor = None,
    json: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the results as JSON.")] = None,
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
        typer.Option(metavar="FPS", parser=times, help="Frames per second to process; as many as needed by default."),
    ] = None,
    every_frame: Annotated[bool, typer.Option("--every-frame", help="Process every frame.")] = False,
    record: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Write the landmarks, to check again without the video (.npz: plain arrays)."
        ),
    ] = None,
    annotate: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write an annotated MP4."),
    ] = None,
    jobs: Annotated[
        int | None, typer.Option(metavar="N", parser=count, help="Number of videos to check in parallel.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Keep the results already in --json and check the other videos.")
    ] = False,
    shard: Annotated[
        str | None, typer.Option(metavar="I/N", help="Check part I of N of the videos; see coach merge.")
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Check on a Dask cluster: the videos leave this machine."),
    ] = None,
    insecure: Annotated[bool, typer.Option("--insecure", help="Send videos to the cluster unencrypted.")] = False,
    sample: Annotated[bool, typer.Option("--sample", help="Check the sample clip.")] = False,
    save: Annotated[bool, typer.Option("--save", help="Save the results in the history.")] = False,
    lang: PageLanguage = None,
    data: Data = None,
) -> int:
    """Check recorded videos: count reps, time holds, list faults."""
    from coach.cli.video import check as command

    return command.check(
        command.Asked(
            videos=tuple(videos or ()), move=move, json=json, hold=hold, reps=reps, side=side, target=target,
            start=start, end=end, mirrored=mirrored, rotate=rotate, slow_motion=slow_motion, model=model, rate=rate,
            every_frame=every_frame, record=record, annotate=annotate,
            sample=sample, save=save, data=data, jobs=jobs or 1, resume=resume,
            shard=shard, cluster=cluster, insecure=insecure, lang=lang,
        )
    )  # fmt: skip


def merge(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Results files, in order.")],
    json: Annotated[Path, typer.Option(metavar="FILE", help="Output file.")],
) -> int:
    """Merge several results files, such as those of --shard."""
    from coach.cli.video import merge as command

    return command.merge(files, json)


def report(
    video: Annotated[str, typer.Argument(metavar="VIDEO", help="A video or a landmark recording.")],
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
    """Check one video and show it next to its curves in the browser."""
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
        str | None, typer.Argument(metavar="[VIDEO]", help="Video to measure with; the sample clip by default.")
    ] = None,
    move: Annotated[str | None, typer.Option(metavar="ID", help="Move in the video; see coach moves.")] = None,
    model: Annotated[str | None, typer.Option(metavar="FILE", help="Pose model.")] = None,
    seconds: Annotated[float, typer.Option(metavar="S", parser=times, help="Seconds of the video to use.")] = 10.0,
    runs: Annotated[int | None, typer.Option(metavar="N", parser=count, help="Number of runs; 5 by default.")] = None,
    json: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the figures as JSON.")] = None,
) -> int:
    """Measure how long checking a video takes here, compared with decoding and pose estimation alone."""
    from coach.cli.video import bench as command

    return command.measure(video, move, model, seconds, runs or 5, json)
