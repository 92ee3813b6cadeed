"""Commands for the stored history: ``coach history`` and its subcommands, and those that show it or add to it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from coach.cli.history.arguments import RegradeArguments, ReviewArguments
from coach.cli.numbers import count, whole
from coach.cli.options import Data, PageLanguage, SideWord
from coach.cli.record import with_options

history_app = typer.Typer(help="Show past sessions and manage the stored data.", rich_markup_mode=None)

SessionNumber = Annotated[
    int, typer.Argument(metavar="SESSION", parser=count, help="Session number; see coach history.")
]
Note = Annotated[str, typer.Option(metavar="TEXT", help="A note.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the program."""
    app.add_typer(history_app, name="history")
    app.command()(review)
    app.command()(export)
    app.command()(pain)
    app.command()(log)
    app.command()(regrade)


@history_app.callback(invoke_without_command=True)
def history(
    context: typer.Context,
    last: Annotated[
        int | None, typer.Option(metavar="N", parser=count, help="How many to list; 20 by default.")
    ] = None,
    lang: PageLanguage = None,
    data: Data = None,
) -> None:
    """List sessions and other activities, and the space they take."""
    if context.invoked_subcommand is None:
        from coach.cli.history import show as command

        command.show(data, last, lang)


@history_app.command()
def show(session: SessionNumber, lang: PageLanguage = None, data: Data = None) -> int:
    """Show one session in detail."""
    from coach.cli.history import show as command

    return command.show_session(data, session, lang)


@history_app.command()
def correct(
    session: SessionNumber,
    move: Annotated[str, typer.Argument(metavar="MOVE", help="Move id; see coach moves.")],
    reps: Annotated[int, typer.Option("--count", metavar="N", parser=whole(0, 1000), help="Correct number of reps.")],
    side: Annotated[SideWord | None, typer.Option(metavar="left|right", help="Side.")] = None,
    note: Note = "",
    lang: PageLanguage = None,
    data: Data = None,
) -> int:
    """Correct a count; the measured one is kept too."""
    from coach.cli.history import notes as command

    return command.correct(data, session, move, side, reps, note, lang)


@history_app.command()
def check(lang: PageLanguage = None, data: Data = None) -> int:
    """Check that the stored data is intact."""
    from coach.cli.history import upkeep as command

    return command.check(data, lang)


@history_app.command()
def backup(
    to: Annotated[Path, typer.Argument(metavar="FILE", help="New file.")],
    lang: PageLanguage = None,
    data: Data = None,
) -> int:
    """Copy the history to a new file; works during a session too."""
    from coach.cli.history import upkeep as command

    return command.back_up(data, to, lang)


@history_app.command()
def restore(
    backup: Annotated[Path, typer.Argument(metavar="FILE", help="File made by coach history backup.")],
    lang: PageLanguage = None,
    data: Data = None,
) -> int:
    """Restore the history from a backup. The present one is kept under another name."""
    from coach.cli.history import upkeep as command

    return command.restore_backup(data, backup, lang)


@history_app.command()
def delete(
    session: Annotated[
        list[int] | None, typer.Option(metavar="ID", parser=count, help="Session to delete; repeatable.")
    ] = None,
    before: Annotated[str | None, typer.Option(metavar="DATE", help="Everything before this day.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Everything stored about you.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask for confirmation.")] = False,
    lang: PageLanguage = None,
    data: Data = None,
) -> int:
    """Permanently delete sessions with their landmarks and notes."""
    from coach.cli.history import upkeep as command

    return command.delete(data, session or (), before, everything, yes, lang)


@history_app.command()
def keep(
    days: Annotated[str | None, typer.Argument(metavar="DAYS", help="0 for none, forever for all.")] = None,
    lang: PageLanguage = None,
    data: Data = None,
) -> int:
    """Show or set how many days the landmarks of sessions are kept."""
    from coach.cli.history import upkeep as command

    return command.keep(data, days, lang)


def pain(
    session: Annotated[
        int | None, typer.Argument(metavar="SESSION", parser=count, help="Session number; else the last.")
    ] = None,
    before: Annotated[int | None, typer.Option(metavar="N", parser=whole(0, 10), help="Before it, 0 to 10.")] = None,
    after: Annotated[int | None, typer.Option(metavar="N", parser=whole(0, 10), help="After it, 0 to 10.")] = None,
    spreads: Annotated[
        bool | None, typer.Option("--spreads/--stays", help="Whether the pain spreads down the leg.")
    ] = None,
    lang: PageLanguage = None,
    data: Data = None,
) -> int:
    """Record pain before and after a session."""
    from coach.cli.history import notes as command

    return command.pain(data, session, before, after, spreads, lang)


def log(
    what: Annotated[str, typer.Argument(metavar="WHAT", help="Activity, such as walking.")],
    duration: Annotated[str, typer.Argument(metavar="TIME", help="Duration, such as 20min or 1h30.")],
    note: Note = "",
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="Day or time; now by default.")] = None,
    lang: PageLanguage = None,
    data: Data = None,
) -> int:
    """Record another activity, such as a walk."""
    from coach.cli.history import notes as command

    return command.log(data, what, duration, note, on, lang)


@with_options(RegradeArguments)
def regrade(args: RegradeArguments) -> int:
    """Regrade past sessions by the current moves or other targets.

    Shows what changes; only --write saves it.
    """
    from coach.cli.history import regrade as command

    return command.run(args)


@with_options(ReviewArguments)
def review(args: ReviewArguments) -> int:
    """Show past sessions and progress in the browser."""
    from coach.cli.history import review as command

    return command.review(args)


def export(
    form: Annotated[
        Literal["json", "csv"],
        typer.Option("--format", metavar="json|csv", help="json: everything; csv: one row per rep."),
    ] = "json",
    to: Annotated[Path | None, typer.Option("--output", metavar="FILE", help="Output file.")] = None,
    curves: Annotated[bool, typer.Option("--curves", help="Include the curves of each attempt (JSON only).")] = False,
    excel: Annotated[
        bool, typer.Option("--excel", help="CSV for an Excel with decimal commas: semicolons, a byte order mark.")
    ] = False,
    data: Data = None,
) -> int:
    """Export all sessions for other programs."""
    from coach.cli.history import export as command

    return command.export(form, to, data, curves, excel)
