"""The commands ``coach moves`` and ``coach models``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from coach.cli.options import Data, Out, PageLanguage

models_app = typer.Typer(help="List and download pose models.", rich_markup_mode=None)
moves_app = typer.Typer(help="List the moves, and show how each is done.", rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.add_typer(models_app, name="models")
    app.add_typer(moves_app, name="moves")


@moves_app.callback(invoke_without_command=True)
def moves(context: typer.Context, lang: PageLanguage = None, data: Data = None) -> None:
    """List the moves."""
    if context.invoked_subcommand is None:
        from coach.cli.setup import moves as command

        command.show(lang, data)


@moves_app.command("show")
def show_move(
    move: Annotated[str, typer.Argument(metavar="ID", help="Its id or alias, or a move file.")],
    opened: Annotated[
        bool, typer.Option("--open", help="Show it in the browser instead, with a moving figure.")
    ] = False,
    out: Out = None,
    lang: PageLanguage = None,
    data: Data = None,
) -> int:
    """Show how a move is done and what is checked."""
    from coach.cli.setup import moves as command

    if opened or out:
        return command.show_page(move, opened, out, lang, data)
    return command.show_one(move, lang, data)


@moves_app.command("check")
def check_moves(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Move files.")],
    lang: PageLanguage = None,
    data: Data = None,
) -> int:
    """Check move files; every fault is listed with its path."""
    from coach.cli.setup import moves as command

    return command.check(files, lang, data)


@moves_app.command("add")
def add_moves(
    source: Annotated[Path, typer.Argument(metavar="FILE|FOLDER", help="A move, routine, folder or zip of them.")],
    replace: Annotated[bool, typer.Option("--replace", help="Replace files that are there already.")] = False,
    lang: PageLanguage = None,
    data: Data = None,
) -> int:
    """Add moves and routines from other people. Every file is checked first."""
    from coach.cli.learn import sharing as command

    return command.add(source, replace, lang, data)


@moves_app.command("schema")
def move_schema() -> int:
    """Print the JSON schema of move files, for editors."""
    from coach.cli.setup import moves as command

    return command.schema()


@models_app.callback(invoke_without_command=True)
def models(context: typer.Context, lang: PageLanguage = None, data: Data = None) -> None:
    """List the pose models, and which are installed."""
    if context.invoked_subcommand is None:
        from coach.cli.setup import models as command

        command.show(lang, data)


@models_app.command()
def get(
    name: Annotated[str | None, typer.Argument(metavar="full|lite|heavy", help="Model to download.")] = None,
    lang: PageLanguage = None,
    data: Data = None,
) -> int:
    """Download a pose model and verify it. Nothing else is ever downloaded."""
    from coach.cli.setup import models as command

    return command.get(name, lang, data)
