"""Options of commands for videos: each field is an option, ``None`` if it was not given."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from coach.cli import options
from coach.cli.numbers import count, degrees, seconds, times


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoArguments:
    """The move to look for in a video, and how to read the video."""

    move: Annotated[str | None, typer.Option(metavar="ID", help="Move to check; see coach moves.")] = None
    hold: Annotated[
        float | None, typer.Option(metavar="S", parser=seconds, help="Hold in seconds, instead of the move's own.")
    ] = None
    reps: Annotated[
        int | None, typer.Option(metavar="N", parser=count, help="Number of reps, instead of the move's own.")
    ] = None
    side: Annotated[
        options.SideWord | None, typer.Option(metavar="left|right", help="Working side, if only one is done.")
    ] = None
    target: Annotated[
        float | None,
        typer.Option(metavar="DEG", parser=degrees, help="Target angle in degrees, instead of the move's own."),
    ] = None
    start: options.From = None
    end: options.To = None
    mirrored: options.MirrorImage = False
    rotate: options.Rotate = None
    slow_motion: Annotated[
        float | None,
        typer.Option(
            "--slow-motion",
            metavar="X",
            parser=times,
            help="The video is in slow motion: 4 is a quarter of the real speed.",
        ),
    ] = None
    model: options.Weights = None
    lang: options.PageLanguage = None
    data: options.Data = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckArguments(VideoArguments):
    """Videos to check, how, and what to write."""

    videos: Annotated[
        list[str] | None, typer.Argument(metavar="VIDEO", help="Videos, landmark recordings, or folders of videos.")
    ] = None
    json: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the results as JSON.")] = None
    rate: Annotated[
        float | None,
        typer.Option(metavar="FPS", parser=times, help="Frames per second to process; as many as needed by default."),
    ] = None
    every_frame: Annotated[bool, typer.Option("--every-frame", help="Process every frame.")] = False
    record: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Write the landmarks, to check again without the video (.npz: plain arrays)."
        ),
    ] = None
    annotate: Annotated[Path | None, typer.Option(metavar="FILE", help="Write an annotated MP4.")] = None
    jobs: Annotated[
        int | None, typer.Option(metavar="N", parser=count, help="Number of videos to check in parallel.")
    ] = None
    resume: Annotated[
        bool, typer.Option("--resume", help="Keep the results already in --json and check the other videos.")
    ] = False
    shard: Annotated[
        str | None, typer.Option(metavar="I/N", help="Check part I of N of the videos; see coach merge.")
    ] = None
    cluster: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Check on a Dask cluster: the videos leave this machine.")
    ] = None
    insecure: Annotated[bool, typer.Option("--insecure", help="Send videos to the cluster unencrypted.")] = False
    sample: Annotated[bool, typer.Option("--sample", help="Check the sample clip.")] = False
    save: Annotated[bool, typer.Option("--save", help="Save the results in the history.")] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportArguments(VideoArguments):
    """A video to show in the browser."""

    video: Annotated[str, typer.Argument(metavar="VIDEO", help="A video or a landmark recording.")]
    out: options.Out = None
    opened: options.Open = True
