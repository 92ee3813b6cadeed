"""The commands and their options. What a command loads, it loads when it is called: ``--help`` stays quick."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from coach.cli.failure import INTERRUPTED, CommandError
from coach.cli.history_commands import register
from coach.cli.numbers import count, degrees, number, seconds

app = typer.Typer(
    help="Watches floor exercises for hip and lower-back pain: counts them, times the holds, names the faults.",
    epilog=(
        "Exit codes: 0 done, also where a move could not be judged; 1 another failure, or several kinds at once; "
        "2 asked for something that cannot be meant; 3 a video cannot be read; 4 the pose model is missing or damaged; "
        "5 the file of a move does not hold up; 6 a recording is damaged; "
        "7 there is no display for the window; 8 the history is damaged, newer, or cannot be kept; "
        "70 a fault of the program; 130 stopped."
    ),
    # Plain help: formatted by rich it takes twice as long to appear.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
models_app = typer.Typer(help="The pose models: which are here, and getting one.", rich_markup_mode=None)
app.add_typer(models_app, name="models")
moves_app = typer.Typer(help="The moves: which there are, and how each is done.", rich_markup_mode=None)
app.add_typer(moves_app, name="moves")
register(app)


def run(words: Sequence[str]) -> int:
    """Run one command line and give its exit code."""
    try:
        code = app(words, prog_name="coach", standalone_mode=False)
    except typer.TyperException as error:
        raise CommandError(error.format_message().rstrip(".") + "; see coach --help", error.exit_code) from error
    if code == INTERRUPTED:  # Typer turns Ctrl-C into this number
        raise KeyboardInterrupt
    return code or 0


def _times(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not number > 0:
        raise typer.BadParameter(f"{text} is not a number above 0.")
    return number


def _percent(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= 100):
        raise typer.BadParameter(f"{text} is not a whole number from 0 to 100.")
    return int(text)


def _pace(text: str) -> float:
    try:
        pace = number(text)
    except ValueError:
        pace = 0.0
    if not 0.5 <= pace <= 2:
        raise typer.BadParameter(f"{text} is not a number from 0.5 to 2.")
    return pace


def _version(asked: bool) -> None:
    if asked:
        from coach import __version__

        typer.echo(f"coach {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def coach(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which version this is.")
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Tell on the standard error what is done and how long it takes.")
    ] = False,
) -> None:
    """Without a command, today's routine is done in front of the default camera; see coach run."""
    if context.invoked_subcommand is None:
        from coach.cli import run as command

        raise typer.Exit(command.run(command.Asked()))


@app.command(short_help="Check recorded videos.")
def check(
    videos: Annotated[
        list[str] | None, typer.Argument(metavar="VIDEO...", help="Videos, recordings, or folders of videos.")
    ] = None,
    move: Annotated[str | None, typer.Option(metavar="ID", help="The move to look for; see coach moves.")] = None,
    json: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the results for machines too.")] = None,
    hold: Annotated[
        float | None, typer.Option(metavar="S", parser=seconds, help="Seconds to hold, instead of the move's own.")
    ] = None,
    reps: Annotated[
        int | None, typer.Option(metavar="N", parser=count, help="Repetitions to do, instead of the move's own.")
    ] = None,
    side: Annotated[
        str | None, typer.Option(metavar="left|right", help="The working side, where only one is done.")
    ] = None,
    target: Annotated[
        float | None, typer.Option(metavar="DEG", parser=degrees, help="Degrees to reach, instead of the move's own.")
    ] = None,
    start: Annotated[float | None, typer.Option("--from", metavar="S", parser=seconds, help="Begin here.")] = None,
    end: Annotated[float | None, typer.Option("--to", metavar="S", parser=seconds, help="Stop here.")] = None,
    mirrored: Annotated[bool, typer.Option("--mirrored", help="The video is a mirror image.")] = False,
    model: Annotated[
        str | None, typer.Option(metavar="FILE", help="Another pose model: a .task file, or lite, full, heavy.")
    ] = None,
    rate: Annotated[
        float | None,
        typer.Option(
            metavar="FPS", parser=_times, help="Pictures a second to look at; as many as needed, if not said."
        ),
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
    from coach.cli import check as command

    return command.check(
        command.Asked(
            videos=tuple(videos or ()), move=move, json=json, hold=hold, reps=reps, side=side, target=target,
            start=start, end=end, mirrored=mirrored, model=model, rate=rate, every_frame=every_frame,
            record=record, annotate=annotate,
            sample=sample, save=save, data=data, jobs=jobs or 1, resume=resume,
            shard=shard, cluster=cluster, insecure=insecure,
        )
    )  # fmt: skip


@app.command()
def merge(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Results files of several videos, in order.")],
    json: Annotated[Path, typer.Option(metavar="FILE", help="The file to write.")],
) -> int:
    """Make one results file of several, such as those of --shard."""
    from coach.cli import merge as command

    return command.merge(files, json)


Voice = Annotated[str, typer.Option(metavar="off|counts|full", help="How much is spoken.")]
Volume = Annotated[
    int | None, typer.Option(metavar="0..100", parser=_percent, help="How loud, words and sounds; kept for next time.")
]
Pace = Annotated[
    float | None,
    typer.Option("--voice-speed", metavar="0.5..2", parser=_pace, help="How fast it speaks; kept for next time."),
]
Language = Annotated[str | None, typer.Option("--lang", metavar="en|de", help="In which language; kept for next time.")]
Data = Annotated[Path | None, typer.Option(metavar="DIR", help="Another folder for what is kept.")]


Cameras = Annotated[
    list[str] | None,
    typer.Option(
        metavar="SPEC",
        help="A camera's number, name or address; or films, played one after another in its place.",
    ),
]
Mirrored = Annotated[bool, typer.Option("--mirrored", help="The camera gives a mirror image.")]
Speed = Annotated[
    float, typer.Option(metavar="X", parser=_times, help="Play films so many times as fast as life; inf for all.")
]
ShowWindow = Annotated[bool, typer.Option("--window/--no-window", help="Show a window, or none.")]
Weights = Annotated[
    str | None, typer.Option(metavar="FILE", help="Another pose model: a .task file, or lite, full, heavy.")
]
Yes = Annotated[bool, typer.Option("--yes", help="Ask nothing: the safety notice was read.")]


@app.command("run", short_help="Exercise in front of the camera.")
def lead(
    routine: Annotated[str | None, typer.Argument(metavar="[ROUTINE]", help="See coach routines.")] = None,
    move: Annotated[str | None, typer.Option(metavar="ID", help="Only this move; see coach moves.")] = None,
    reps: Annotated[int | None, typer.Option(metavar="N", parser=count, help="Its repetitions a set.")] = None,
    hold: Annotated[float | None, typer.Option(metavar="S", parser=seconds, help="Its seconds to hold.")] = None,
    target: Annotated[float | None, typer.Option(metavar="DEG", parser=degrees, help="Its degrees to reach.")] = None,
    side: Annotated[str | None, typer.Option(metavar="left|right", help="Only this side.")] = None,
    sets: Annotated[int | None, typer.Option(metavar="N", parser=count, help="Its sets.")] = None,
    camera: Cameras = None,
    mirrored: Mirrored = False,
    speed: Speed = 1.0,
    window: ShowWindow = True,
    voice: Voice = "full",
    volume: Volume = None,
    voice_speed: Pace = None,
    lang: Language = None,
    data: Data = None,
    record: Annotated[Path | None, typer.Option(metavar="FILE", help="Keep what was seen, for coach check.")] = None,
    model: Weights = None,
    yes: Yes = False,
) -> int:
    """Exercise in front of the camera: hands-free, by eye and by ear. Without a name, do today's routine."""
    from coach.cli import run as command

    return command.run(
        command.Asked(
            routine=routine, move=move, reps=reps, hold=hold, target=target, side=side, sets=sets,
            camera=tuple(camera or ()), mirrored=mirrored, speed=speed, window=window, voice=voice, volume=volume,
            voice_speed=voice_speed, lang=lang, data=data, record=record, model=model, yes=yes,
        )
    )  # fmt: skip


@app.command(short_help="Take your own range of a move.")
def calibrate(
    move: Annotated[str | None, typer.Argument(metavar="[MOVE]", help="See coach moves.")] = None,
    side: Annotated[str | None, typer.Option(metavar="left|right", help="Only this side.")] = None,
    camera: Cameras = None,
    mirrored: Mirrored = False,
    speed: Speed = 1.0,
    window: ShowWindow = True,
    voice: Voice = "full",
    volume: Volume = None,
    voice_speed: Pace = None,
    lang: Language = None,
    data: Data = None,
    model: Weights = None,
    yes: Yes = False,
    forget: Annotated[bool, typer.Option("--forget", help="Forget the range of MOVE instead.")] = False,
) -> int:
    """Show how far you come in a move; from then on it asks for no more. Without a move, list what is kept."""
    from coach.cli import calibrate as kept

    if forget:
        return kept.forget(move, side, data)
    if move is None:
        return kept.show(data)
    from coach.cli import run as command

    return command.run(
        command.Asked(
            move=move, side=side, camera=tuple(camera or ()), mirrored=mirrored, speed=speed, window=window,
            voice=voice, volume=volume, voice_speed=voice_speed, lang=lang, data=data, model=model, yes=yes,
            calibrate=True,
        )
    )  # fmt: skip


@app.command()
def routines(
    data: Data = None,
    forget: Annotated[
        str | None, typer.Option("--forget", metavar="ROUTINE", help="Take back what more was taken of it.")
    ] = None,
) -> int:
    """List the routines as you do them, and what the plan has for each day."""
    from coach.cli import routines as command

    return command.show(data) if forget is None else command.forget(forget, data)


@app.command()
def cameras() -> int:
    """List the cameras that are connected."""
    from coach.cli import cameras as command

    return command.show()


@app.command()
def bench(
    video: Annotated[
        str | None, typer.Argument(metavar="[VIDEO]", help="What to measure with; the sample clip, if none is named.")
    ] = None,
    move: Annotated[str | None, typer.Option(metavar="ID", help="The move in it; see coach moves.")] = None,
    model: Annotated[str | None, typer.Option(metavar="FILE", help="Another pose model.")] = None,
    seconds: Annotated[float, typer.Option(metavar="S", parser=_times, help="How much of the video.")] = 10.0,
    runs: Annotated[int | None, typer.Option(metavar="N", parser=count, help="How often, instead of 5 times.")] = None,
    json: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the figures for machines too.")] = None,
) -> int:
    """Measure what checking a video costs on this computer, beside decoding and finding the body alone."""
    from coach.cli import bench as command

    return command.measure(video, move, model, seconds, runs or 5, json)


@app.command()
def doctor(
    camera: Annotated[str, typer.Option(metavar="SPEC", help="The camera to try.")] = "0",
    model: Annotated[str | None, typer.Option(metavar="FILE", help="The pose model to try.")] = None,
    data: Data = None,
) -> int:
    """See whether all that a session needs is there, and say what to do where it is not."""
    from coach.cli import doctor as command

    return command.doctor(camera, data, model)


@app.command()
def about(
    lang: Annotated[str | None, typer.Option(metavar="en|de", help="In which language.")] = None,
    data: Data = None,
) -> int:
    """Tell what the moves are for, when to rest, and when to see a doctor."""
    from coach.cli import about as command

    return command.about(lang, data)


@app.command()
def export(
    form: Annotated[
        str, typer.Option("--format", metavar="json|csv", help="All of it, or a row a repetition.")
    ] = "json",
    to: Annotated[Path | None, typer.Option("--output", metavar="FILE", help="Into this file.")] = None,
    curves: Annotated[bool, typer.Option("--curves", help="Each attempt's curves too, in JSON.")] = False,
    data: Data = None,
) -> int:
    """Write what is kept of all sessions, for other programs."""
    from coach.cli import export as command

    return command.export(form, to, data, curves)


@app.command()
def review(
    session: Annotated[
        int | None, typer.Option(metavar="ID", parser=count, help="Only this session, with all of its curves.")
    ] = None,
    weeks: Annotated[int | None, typer.Option(metavar="N", parser=count, help="Only the last weeks.")] = None,
    printed: Annotated[
        bool, typer.Option("--print", help="A report to be printed, of 6 weeks where --weeks says no other number.")
    ] = False,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Into this file, not into the data folder.")] = None,
    opened: Annotated[bool, typer.Option("--open/--no-open", help="Open it in the browser, or do not.")] = True,
    data: Data = None,
) -> int:
    """Show what was done, how well, and how it is going, in the browser."""
    from coach.cli import review as command

    return command.review(session, weeks, printed, out, opened, data)


@app.command()
def report(
    video: Annotated[str, typer.Argument(metavar="VIDEO", help="A video, or what --record kept of one.")],
    move: Annotated[str | None, typer.Option(metavar="ID", help="The move to look for; see coach moves.")] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Into this file, not into the data folder.")] = None,
    opened: Annotated[bool, typer.Option("--open/--no-open", help="Open it in the browser, or do not.")] = True,
    model: Annotated[
        str | None, typer.Option(metavar="FILE", help="Another pose model: a .task file, or lite, full, heavy.")
    ] = None,
    data: Data = None,
) -> int:
    """Check one video, and show it beside its curves in the browser."""
    from coach.cli import report as command

    return command.report(video, move, out, opened, model, data)


@moves_app.callback(invoke_without_command=True)
def moves(context: typer.Context) -> None:
    """List the moves that can be checked."""
    if context.invoked_subcommand is None:
        from coach.cli import moves as command

        command.show()


@moves_app.command("show")
def show_move(move: Annotated[str, typer.Argument(metavar="ID", help="Its id, or the file of another one.")]) -> int:
    """Tell how a move is done, and what is checked."""
    from coach.cli import moves as command

    return command.tell(move)


@moves_app.command("check")
def check_moves(files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files of moves.")]) -> int:
    """Say every fault in the file of a move, or that it holds up."""
    from coach.cli import moves as command

    return command.check(files)


@moves_app.command("schema")
def move_schema() -> int:
    """Print the JSON schema of such files, for editors."""
    from coach.cli import moves as command

    return command.schema()


@models_app.callback(invoke_without_command=True)
def models(context: typer.Context) -> None:
    """List the pose models, and which of them are here."""
    if context.invoked_subcommand is None:
        from coach.cli import models as command

        command.show()


@models_app.command()
def get(
    name: Annotated[str | None, typer.Argument(metavar="[full|lite|heavy]", help="Which one.")] = None,
) -> int:
    """Fetch a pose model, verify it, and put it in place. Nothing else is ever fetched."""
    from coach.cli import models as command

    return command.get(name)
