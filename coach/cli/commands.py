"""The commands and their options. Each command imports what it needs when it runs: ``--help`` stays fast."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Annotated, Any

import typer
from typer.core import TyperArgument

from coach.cli.failure import INTERRUPTED, CommandError
from coach.cli.history import commands as history_commands
from coach.cli.learn import commands as learn_commands
from coach.cli.live import commands as session_commands
from coach.cli.live.arguments import RunArguments
from coach.cli.options import Data, PageLanguage
from coach.cli.setup import commands as library_commands
from coach.cli.video import commands as check_commands

app = typer.Typer(
    help=(
        "Counts reps, times holds and corrects form in fourteen floor exercises, live or in a video.\n\n"
        "Without a command: today's routine, in front of the first camera."
    ),
    epilog=(
        "Exit codes: 0 success, even if a move could not be judged; 1 another failure, or several kinds; "
        "2 invalid command or option; 3 a video cannot be read; 4 the pose model is missing or damaged; "
        "5 invalid move file; 6 damaged recording; "
        "7 no display for the window; 8 the history is damaged, from a newer version, or cannot be written; "
        "70 internal error; 130 stopped."
    ),
    # Plain help: formatted by rich it takes twice as long to appear.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
session_commands.register(app)
check_commands.register(app)
history_commands.register(app)
learn_commands.register(app)
library_commands.register(app)


@cache
def _command() -> Callable[..., int | None]:
    command = typer.main.get_command(app)
    _plain(command)
    return command


def _plain(command: Any) -> None:  # Any: Typer's class of commands is private
    """Write the arguments of a command, and of those in it, as manuals do: without their types of Python."""
    for each in command.params:
        if isinstance(each, TyperArgument):
            name = (each.metavar or each.name) + ("" if each.nargs == 1 else "...")
            piece = name if each.required else f"[{name}]"
            each.display_type_rich = lambda ctx: None  # type: ignore[method-assign]  # Typer has no setting for it
            each.get_usage_pieces = partial(_piece, piece)  # type: ignore[method-assign]  # as above
    for inner in getattr(command, "commands", {}).values():
        _plain(inner)


def _piece(piece: str, ctx: object) -> list[str]:
    return [piece]


def run(words: Sequence[str]) -> int:
    """Run one command line and return its exit code."""
    try:
        code = _command()(words, prog_name="coach", standalone_mode=False)
    except typer.TyperException as error:
        message = error.format_message().rstrip(".").replace("Value error, ", "")  # of pydantic, which Typer asks
        context = getattr(error, "ctx", None)
        where = _named(words) if context is None else context.command_path
        see = " See" if message.endswith("?") else "; see"
        raise CommandError(f"{message[:1].lower()}{message[1:]}{see} {where} --help", error.exit_code) from error
    if code == INTERRUPTED:  # Typer turns Ctrl-C into this number
        raise KeyboardInterrupt
    return code or 0


def _named(words: Sequence[str]) -> str:
    """Return the command that a command line names; an option without its value has no context that knows it."""
    command: Any = _command()
    names = ["coach"]
    for word in words:
        inner = getattr(command, "commands", {})
        if word in inner:
            command = inner[word]
            names.append(word)
    return " ".join(names)


def _version(requested: bool) -> None:
    if requested:
        from coach import __version__

        typer.echo(f"coach {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def coach(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", help="Log each step and its duration to standard error.")
    ] = False,
) -> None:
    """Without a command, start today's routine with the first camera, as coach run does."""
    if context.invoked_subcommand is None:
        from coach.cli.live import run as command

        raise typer.Exit(command.run(RunArguments()))


@app.command()
def doctor(
    camera: Annotated[str, typer.Option(metavar="SPEC", help="Camera to test.")] = "0",
    model: Annotated[str | None, typer.Option(metavar="FILE", help="Pose model to test.")] = None,
    listen: Annotated[bool, typer.Option("--listen", help="Say a sentence and play the tones.")] = False,
    lang: PageLanguage = None,
    data: Data = None,
) -> int:
    """Check that everything a session needs is in place. What is not comes with a way to fix it."""
    from dataclasses import replace

    from coach.app.doctor import examine
    from coach.cli.console import output
    from coach.cli.live.sound import last_sound
    from coach.errors import CoachError
    from coach.language import Language
    from coach.report.table import Records
    from coach.store.history import data_folder

    console, problems = output(), 0
    folder = data or data_folder()
    sound = last_sound(folder)
    phrases = Language.load(lang or sound.language)
    sound = replace(sound, language=phrases.language)
    marks = {True: phrases.say("doctor.ok"), False: phrases.say("doctor.fix")}
    parts = phrases.section("doctor.parts")
    for finding in examine(camera, folder, model, sound, listen=listen):
        problems += not finding.ok
        line = Records.grid(padding=(0, 2))
        for words in (marks.values(), parts.values()):
            line.add_column(width=max(map(len, words)), no_wrap=True)
        line.add_column(overflow="fold")
        line.add_row(marks[finding.ok], phrases.say(f"doctor.parts.{finding.name}"), finding.detail)
        console.print(line)
    console.print(phrases.say("doctor.problems", n=problems) if problems else phrases.say("doctor.fine"))
    return CoachError.exit_code if problems else 0


@app.command()
def about(
    lang: PageLanguage = None,
    data: Data = None,
) -> int:
    """Explain when to rest, when to see a doctor, and what helps."""
    from coach.cli.live import about as command

    return command.about(lang, data)
