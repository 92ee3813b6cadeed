"""``coach regrade``: show, or store, the changes if past sessions are regraded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from rich import box

from coach.app.history.regrade import Regraded, as_planned, keep, regrade
from coach.app.routines import Routines
from coach.body import Side
from coach.cli.console import unfolded
from coach.cli.failure import usage_errors
from coach.cli.history.arguments import RegradeArguments
from coach.cli.numbers import day
from coach.cli.progress import watching
from coach.errors import DataFileError
from coach.events import Rep
from coach.moves.move import Move
from coach.report.table import Records
from coach.session.score import by_side
from coach.store.history import History, Session, data_folder, for_reading
from coach.store.records import Basis, local

BASES: Final[dict[Basis, str]] = {"recording": "landmarks", "curves": "curves", "events": "holds"}
"""The data that sessions are regraded from, as the table names it."""


def run(args: RegradeArguments) -> int:
    """Show what would change, and store it with ``--write``."""
    folder = args.data or data_folder()
    with usage_errors():
        since = None if args.since is None else day("--since", args.since)
        if args.move is None and (args.target is not None or args.hold is not None):
            raise ValueError("--target and --hold are for one move; name it with --move")
        routines = Routines(folder)
        only = None if args.move is None else routines.move(args.move)
        if only is not None:
            only.adjusted(hold_s=args.hold, target_deg=args.target)
    left_out: Counter[str] = Counter()

    def choose(name: str, step: dict[str, Any]) -> Move | None:  # Any: what JSON holds
        if only is not None and only.id != name:
            return None
        try:
            return as_planned(only or routines.move(name), step, hold=args.hold, target=args.target)
        except (ValueError, DataFileError):  # the move no longer exists, or no longer allows these numbers
            left_out[name] += 1
            return None

    console = unfolded()
    with History(folder) if args.write else History(folder, for_reading) as history:
        found: list[Regraded] = []
        sessions = _sessions(history, args.session, since)
        with watching("sessions", 0.0) as progress:
            for number, session in enumerate(sessions, 1):
                found += regrade(history, [session], choose)
                if progress is not None:
                    progress(number, len(sessions))
        changed = [each for each in found if each.changed]
        if changed:
            console.print(_table(changed))
        for line in _summary(found, changed, left_out):
            console.print(line)
        if changed and args.write:
            with history.batch():
                for each in changed:
                    keep(history, each)
            console.print("Saved; the earlier results are kept too.")
        elif changed:
            console.print("Nothing saved; add --write to save the new results next to the earlier ones.")
    return 0


def _sessions(history: History, number: int | None, since: date | None) -> list[Session]:
    """Return the session with a number, or all sessions since a day."""
    if number is not None:
        with usage_errors():
            return [history.sessions.get(number)]
    return [each for each in history.sessions.all() if since is None or local(each.began).date() >= since]


def _summary(found: list[Regraded], changed: list[Regraded], left_out: Counter[str]) -> Iterator[str]:
    bases = Counter(each.basis for each in found)
    judged = ", ".join(f"{bases[basis]} from {name}" for basis, name in BASES.items() if bases[basis])
    if judged:
        yield f"Regraded (one move of one session each): {judged}. {len(changed)} would change."
    if bases[None]:
        yield f"{bases[None]} cannot be regraded: their landmarks and curves are no longer stored."
    for name, count in left_out.items():
        yield f"{count} of {name} skipped: the move no longer exists or no longer allows their targets."
    if not found and not left_out:
        yield "Nothing to regrade."


def _table(changed: list[Regraded]) -> Records:
    table = Records(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    for name in ("#", "date", "move", "side", "from", "reps", "clean", "faults"):
        right = name in ("#", "reps", "clean")
        table.add_column(name, justify="right" if right else "left", no_wrap=name != "faults")
    for each in changed:
        for side, before, after in _sides(each):
            table.add_row(
                str(each.session.id), str(local(each.session.began).date()), each.move.id, side or "-",
                BASES[each.basis or "events"],
                _arrow(sum(rep.counted for rep in before), sum(rep.counted for rep in after)),
                _arrow(sum(rep.clean for rep in before), sum(rep.clean for rep in after)),
                _faults(before, after),
            )  # fmt: skip
    return table


def _sides(regraded: Regraded) -> Iterator[tuple[Side | None, list[Rep], list[Rep]]]:
    """Yield each side on which anything changes, with its attempts before and after."""
    sides = dict.fromkeys(score.side for score in by_side("", (*regraded.before, *regraded.after)))
    for side in sides:
        before, after = ([rep for rep in reps if rep.side == side] for reps in (regraded.before, regraded.after))
        if by_side("", before) != by_side("", after):
            yield side, before, after


def _faults(before: list[Rep], after: list[Rep]) -> str:
    """Return how many more or fewer attempts have each fault or reason."""
    then, now = (
        Counter([*(fault.id for rep in reps for fault in rep.faults), *(each for rep in reps for each in rep.reasons)])
        for reps in (before, after)
    )
    changes = {name: now[name] - then[name] for name in {**then, **now}}
    return ", ".join(f"{name.replace('-', ' ')} {change:+d}" for name, change in changes.items() if change)


def _arrow(before: int, after: int) -> str:
    return str(before) if before == after else f"{before} → {after}"
