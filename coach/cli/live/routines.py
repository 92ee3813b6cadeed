"""``coach routines``: list the routines and the weekly plan."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

from rich import box

from coach.app.history.progression import reset, taken
from coach.app.routines import Routines
from coach.body import SIDES
from coach.cli.console import output
from coach.cli.failure import usage_errors
from coach.cli.live.sound import chosen_language
from coach.errors import DataFileError
from coach.language import Language, phrase
from coach.report.table import Records
from coach.session.routine import Step, steps
from coach.store.history import History, data_folder, for_reading


def show(data: Path | None, lang: str | None = None) -> int:
    """List the routines with their moves, and the plan."""
    folder = data or data_folder()
    words = chosen_language(lang, folder)
    routines = Routines(folder)
    console = output()
    with History(folder, for_reading) as history:
        found = []
        for name in routines.ids():
            try:
                routine = routines.load(name)
                found.append(taken(history, routine, routines.moves(routine)))
            except DataFileError as error:
                output(stderr=True).print(f"coach: {words.translated(error)}")
    table = Records(box=box.SIMPLE_HEAD, padding=0, pad_edge=False, show_edge=False)
    for name in ("routine", "move", "sets", "reps", "hold", "sides", "rest"):
        head = words.say(f"moves.{name}" if name in ("reps", "hold", "sides") else f"routines.{name}")
        justify: Literal["right", "left"] = "right" if name in ("sets", "reps", "hold", "rest") else "left"
        table.add_column(head, justify=justify, no_wrap=True)
    for routine in found:
        for i, step in enumerate(steps(routine, routines.moves(routine))):
            table.add_row(routine.id if i == 0 or not console.is_terminal else "", *_row(step, words))
    console.print(table)
    for translated in (routine.in_language(words.language) for routine in found):
        if translated.who:
            console.print(f"{translated.id}: {translated.title}. {translated.who}\n", soft_wrap=not console.is_terminal)
    today = date.today().weekday()
    plan = routines.plan()
    for weekday, day in enumerate(words.weekdays()):
        now = words.say("routines.today") if weekday == today else ""
        console.print(f"{now:6}{day:11} {plan.on(weekday) or words.say('routines.nothing')}")
    console.print()
    console.print(words.say("routines.own", folder=folder / "routines", plan=folder / "plan.toml"), soft_wrap=True)
    return 0


def forget(name: str, data: Path | None, lang: str | None = None) -> int:
    """Reset a routine to the numbers in its file."""
    words = chosen_language(lang, data)
    with History(data or data_folder()) as history, usage_errors():
        if not reset(history, name, date.today()):
            raise ValueError(phrase("errors.asked.no_progression", name=name))
    output().print(words.say("routines.reset", name=name))
    return 0


def _row(step: Step, words: Language) -> tuple[str, ...]:
    move = step.move
    usual = step.sides in ((), SIDES)
    sides = words.say(f"moves.sided.{move.sides}") if usual else ", ".join(words.say(f"table.{s}") for s in step.sides)
    hold, rest = (f"{words.plain(seconds)} s" for seconds in (move.hold_s, step.rest_s))
    return move.id, str(step.sets), str(move.reps), hold, sides, rest
