"""The commands around exercising: ``coach run``, ``calibrate``, ``routines``, ``cameras`` and ``speakers``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from coach.cli.live.arguments import CalibrateArguments, RunArguments
from coach.cli.options import Data, PageLanguage
from coach.cli.record import with_options

routines_app = typer.Typer(help="List the routines, and pass one on.", rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.command("run", short_help="Exercise in front of the camera.")(lead)
    app.command(short_help="Measure your own range of motion.")(calibrate)
    app.add_typer(routines_app, name="routines")
    app.command()(cameras)
    app.command()(speakers)


@with_options(RunArguments, own_first=True)
def lead(args: RunArguments) -> int:
    """Exercise in front of the camera, hands-free. Without a routine, do today's."""
    from coach.cli.live import run as command

    return command.run(args)


@with_options(CalibrateArguments)
def calibrate(args: CalibrateArguments) -> int:
    """Measure your range of motion in a move, to set your target. Without a move, list the stored ranges."""
    from coach.cli.live import calibrate as kept

    if args.forget:
        return kept.forget(args.move, args.side, args.data, args.lang)
    if args.move is None:
        return kept.show(args.data, args.lang)

    from coach.cli.live import run as command

    return command.calibrate(args)


@routines_app.callback(invoke_without_command=True)
def routines(
    context: typer.Context,
    data: Data = None,
    forget: Annotated[
        str | None, typer.Option("--forget", metavar="ROUTINE", help="Reset the progression of a routine.")
    ] = None,
    lang: PageLanguage = None,
) -> None:
    """List the routines with your progression, and the plan for each day."""
    if context.invoked_subcommand is None:
        from coach.cli.live import routines as command

        raise typer.Exit(command.show(data, lang) if forget is None else command.forget(forget, data, lang))


@routines_app.command("share")
def share_routine(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Id of the routine.")],
    out: Annotated[Path, typer.Argument(metavar="OUT.zip", help="The bundle to write.")],
    lang: PageLanguage = None,
    data: Data = None,
) -> int:
    """Bundle a routine with its moves, to pass it on. On the other computer: coach moves add."""
    from coach.cli.learn import sharing as command

    return command.share(name, out, lang, data)


def cameras(lang: PageLanguage = None, data: Data = None) -> int:
    """List the cameras that are connected."""
    from coach.capture.camera import cameras as connected
    from coach.cli.live.sound import chosen_language

    phrases = chosen_language(lang, data)
    found = [f"{number}  {phrases.translated(name)}" for number, name in connected()]
    print("\n".join(found) or phrases.say("errors.camera.unfound"))
    return 0


def speakers() -> int:
    """List the speakers that are connected."""
    from coach.voice.speaker import speakers as connected

    print(*connected(), sep="\n")
    return 0
