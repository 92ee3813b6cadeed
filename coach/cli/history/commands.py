"""The commands around what is kept: ``coach history`` and its own, and those that show it or add to it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from coach.cli.numbers import count, degrees, seconds, whole
from coach.cli.options import Data, Open, Out, PageLanguage

history_app = typer.Typer(help="What was done: a table, and looking after what is kept.", rich_markup_mode=None)

Session = Annotated[int, typer.Argument(metavar="SESSION", parser=count, help="Its number; see coach history.")]
Note = Annotated[str, typer.Option(metavar="TEXT", help="What there is to say of it.")]


def register(app: typer.Typer) -> None:
    """Add these commands to those of the program."""
    app.add_typer(history_app, name="history")
    app.command()(review)
    app.command()(export)
    app.command()(pain)
    app.command()(log)
    app.command()(regrade)


@history_app.callback(invoke_without_command=True)
def history(
    context: typer.Context,
    last: Annotated[int | None, typer.Option(metavar="N", parser=count, help="So many sessions; else 20.")] = None,
    data: Data = None,
) -> None:
    """List the sessions, what else was done, and what is kept of it."""
    if context.invoked_subcommand is None:
        from coach.cli.history import show as command

        command.show(data, last)


@history_app.command()
def show(session: Session, data: Data = None) -> int:
    """Tell more of one session."""
    from coach.cli.history import show as command

    return command.tell(data, session)


@history_app.command()
def correct(
    session: Session,
    move: Annotated[str, typer.Argument(metavar="MOVE", help="The move, by its id.")],
    reps: Annotated[int, typer.Option("--count", metavar="N", parser=whole, help="How many repetitions it were.")],
    side: Annotated[str | None, typer.Option(metavar="left|right", help="On which side.")] = None,
    note: Note = "",
    data: Data = None,
) -> int:
    """Set a count right; what was measured stays beside it."""
    from coach.cli.history import notes as command

    return command.correct(data, session, move, side, reps, note)


@history_app.command()
def check(data: Data = None) -> int:
    """Read everything that is kept through, and say that it holds up."""
    from coach.cli.history import upkeep as command

    return command.check(data)


@history_app.command()
def backup(to: Annotated[Path, typer.Argument(metavar="FILE", help="A new file.")], data: Data = None) -> int:
    """Copy the history into a new file; a session may be under way."""
    from coach.cli.history import upkeep as command

    return command.back_up(data, to)


@history_app.command()
def restore(
    backup: Annotated[Path, typer.Argument(metavar="FILE", help="What coach history backup made.")], data: Data = None
) -> int:
    """Put a copy in the place of the history; what is there now is kept under another name."""
    from coach.cli.history import upkeep as command

    return command.put_back(data, backup)


@history_app.command()
def delete(
    session: Annotated[
        list[int] | None, typer.Option(metavar="ID", parser=count, help="A session; may be given again.")
    ] = None,
    before: Annotated[str | None, typer.Option(metavar="DATE", help="All that was done before this day.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Everything that is kept of you.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing.")] = False,
    data: Data = None,
) -> int:
    """Delete for good: sessions, their landmarks, and what was noted of them."""
    from coach.cli.history import upkeep as command

    return command.delete(data, session or (), before, everything, yes)


@history_app.command()
def keep(
    days: Annotated[
        str | None, typer.Argument(metavar="[DAYS]", help="0 keeps none, forever keeps all; 90 unless set.")
    ] = None,
    data: Data = None,
) -> int:
    """Set for how many days the landmarks of sessions are kept."""
    from coach.cli.history import upkeep as command

    return command.keep(data, days)


def pain(
    session: Annotated[
        int | None, typer.Argument(metavar="[SESSION]", parser=count, help="Its number; else the last one.")
    ] = None,
    before: Annotated[int | None, typer.Option(metavar="N", parser=whole, help="Before it, 0 to 10.")] = None,
    after: Annotated[int | None, typer.Option(metavar="N", parser=whole, help="After it, 0 to 10.")] = None,
    spreads: Annotated[bool | None, typer.Option("--spreads/--stays", help="Whether it spreads down the leg.")] = None,
    lang: Annotated[str, typer.Option("--lang", metavar="en|de|es", help="The language of the warnings.")] = "en",
    data: Data = None,
) -> int:
    """Keep how much it hurt before and after a session."""
    from coach.cli.history import notes as command

    return command.pain(data, session, command.Pain(before, after, spreads), lang)


def log(
    what: Annotated[str, typer.Argument(metavar="WHAT", help="Such as walking.")],
    duration: Annotated[str, typer.Argument(metavar="TIME", help="Such as 20min, or 1h30.")],
    note: Note = "",
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="On another day than today.")] = None,
    data: Data = None,
) -> int:
    """Keep that something else was done, such as a walk."""
    from coach.cli.history import notes as command

    return command.log(data, what, duration, note, on)


def regrade(
    session: Annotated[int | None, typer.Option(metavar="ID", parser=count, help="Only this session.")] = None,
    since: Annotated[str | None, typer.Option(metavar="DATE", help="Only from this day on.")] = None,
    move: Annotated[str | None, typer.Option(metavar="ID|FILE", help="Only this move, or by this file of one.")] = None,
    target: Annotated[
        float | None, typer.Option(metavar="DEG", parser=degrees, help="By another angle to reach.")
    ] = None,
    hold: Annotated[float | None, typer.Option(metavar="S", parser=seconds, help="By another hold.")] = None,
    write: Annotated[bool, typer.Option("--write", help="Keep it; without this nothing is written.")] = False,
    data: Data = None,
) -> int:
    """Judge old sessions again, by today's moves or other numbers, and show what would change."""
    from coach.cli.history import regrade as command

    return command.run(command.Asked(session, since, move, target, hold, write, data))


def review(
    session: Annotated[
        int | None, typer.Option(metavar="ID", parser=count, help="Only this session, with all of its curves.")
    ] = None,
    weeks: Annotated[int | None, typer.Option(metavar="N", parser=count, help="Only the last weeks.")] = None,
    printed: Annotated[
        bool, typer.Option("--print", help="A report to be printed, of 6 weeks where --weeks says no other number.")
    ] = False,
    out: Out = None,
    opened: Open = True,
    lang: PageLanguage = None,
    data: Data = None,
) -> int:
    """Show what was done, how well, and how it is going, in the browser."""
    from coach.cli.history import review as command

    return command.review(session, weeks, printed, out, opened, data, lang)


def export(
    form: Annotated[
        str, typer.Option("--format", metavar="json|csv", help="All of it, or a row a repetition.")
    ] = "json",
    to: Annotated[Path | None, typer.Option("--output", metavar="FILE", help="Into this file.")] = None,
    curves: Annotated[bool, typer.Option("--curves", help="Each attempt's curves too, in JSON.")] = False,
    excel: Annotated[
        bool, typer.Option("--excel", help="CSV for an Excel with decimal commas: semicolons, a byte order mark.")
    ] = False,
    data: Data = None,
) -> int:
    """Write what is kept of all sessions, for other programs."""
    from coach.cli.history import export as command

    return command.export(form, to, data, curves, excel)
