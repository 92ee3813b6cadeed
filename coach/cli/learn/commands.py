"""The command ``coach learn``."""

from __future__ import annotations

import typer

from coach.cli.learn.arguments import LearnArguments
from coach.cli.record import with_options


def register(app: typer.Typer) -> None:
    """Add this command to those of the program."""
    app.command(short_help="Learn a move from a demonstration.")(learn)


@with_options(LearnArguments)
def learn(args: LearnArguments) -> int:
    """Learn a move from a demonstration: the coach writes a move file that you can read and correct."""
    from coach.cli.learn import learn as command

    return command.learn(args)
