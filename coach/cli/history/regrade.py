"""``coach regrade``: show, or store, the changes if past sessions are regraded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any, Final, get_args

from coach.app.history.regrade import Regraded, as_planned, keep, regrade
from coach.app.routines import Routines
from coach.body import Side
from coach.cli.columns import columns
from coach.cli.console import unfolded
from coach.cli.failure import usage_errors
from coach.cli.history.arguments import RegradeArguments
from coach.cli.live.sound import chosen_language
from coach.cli.numbers import day
from coach.cli.progress import watching
from coach.errors import DataFileError
from coach.events import Rep
from coach.language import Language
from coach.moves.move import Move
from coach.report.table import Records
from coach.report.words import fault, several
from coach.session.score import by_side
from coach.store.history import History, Session, data_folder, for_reading
from coach.store.records import Basis, local

BASES: Final = get_args(Basis)
"""The data that sessions are regraded from, the best first."""


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

    console, phrases = unfolded(), chosen_language(args.lang, folder)
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
            console.print(_table(changed, phrases))
        for line in _summary(found, changed, left_out, phrases):
            console.print(line)
        if changed and args.write:
            with history.batch():
                for each in changed:
                    keep(history, each)
            console.print(phrases.say("regrade.saved"))
        elif changed:
            console.print(phrases.say("regrade.not_saved"))
    return 0


def _sessions(history: History, number: int | None, since: date | None) -> list[Session]:
    """Return the session with a number, or all sessions since a day."""
    if number is not None:
        with usage_errors():
            return [history.sessions.get(number)]
    return [each for each in history.sessions.all() if since is None or local(each.began).date() >= since]


def _summary(
    found: list[Regraded], changed: list[Regraded], left_out: Counter[str], phrases: Language
) -> Iterator[str]:
    bases = Counter(each.basis for each in found)
    judged = ", ".join(f"{phrases.say(f'history.basis.{name}')}: {bases[name]}" for name in BASES if bases[name])
    if judged:
        yield phrases.say("regrade.judged", bases=judged, n=len(changed))
    if bases[None]:
        yield phrases.say("regrade.insufficient", n=bases[None])
    for name, count in left_out.items():
        yield phrases.say("regrade.skipped", move=name, n=count)
    if not found and not left_out:
        yield phrases.say("regrade.nothing")


def _table(changed: list[Regraded], phrases: Language) -> Records:
    table = columns(phrases, "#", "date", "move", "side", "basis", "reps", "clean", "faults")
    for each in changed:
        for side, before, after in _sides(each):
            table.add_row(
                str(each.session.id), str(local(each.session.began).date()), each.move.id,
                phrases.say(f"table.{side}") if side else "-", phrases.say(f"history.basis.{each.basis}"),
                _arrow(sum(rep.counted for rep in before), sum(rep.counted for rep in after)),
                _arrow(sum(rep.clean for rep in before), sum(rep.clean for rep in after)),
                _faults(before, after, phrases),
            )  # fmt: skip
    return table


def _sides(regraded: Regraded) -> Iterator[tuple[Side | None, list[Rep], list[Rep]]]:
    """Yield each side on which anything changes, with its attempts before and after."""
    sides = dict.fromkeys(score.side for score in by_side("", (*regraded.before, *regraded.after)))
    for side in sides:
        before, after = ([rep for rep in reps if rep.side == side] for reps in (regraded.before, regraded.after))
        if by_side("", before) != by_side("", after):
            yield side, before, after


def _faults(before: list[Rep], after: list[Rep], phrases: Language) -> str:
    """Return how many more or fewer attempts have each fault or reason."""
    changes = Counter(_wrong(after, phrases))
    changes.subtract(_wrong(before, phrases))
    return ", ".join(f"{words} {change:+d}" for words, change in changes.items() if change)


def _wrong(reps: list[Rep], phrases: Language) -> Iterator[str]:
    for rep in reps:
        yield from (fault(each.id, phrases) for each in rep.faults)
        yield from (several(each, phrases) for each in rep.reasons)


def _arrow(before: int, after: int) -> str:
    return str(before) if before == after else f"{before} → {after}"
