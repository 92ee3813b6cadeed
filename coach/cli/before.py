"""Before a session: the notice, what hurts today, and what may be offered; and afterwards, what hurts now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from rich.console import Console

from coach.app.record import past
from coach.cli import questions
from coach.cli.about import NOTICE, WARNING, avoid
from coach.moves.move import Move
from coach.session.pain import SEVERE, alarms
from coach.session.progression import Offer, offer
from coach.session.routine import Exercise, Routine
from coach.store.history import History
from coach.voice.phrases import Phrases

PROGRESS = "progress"
"""The setting that holds what was taken of what was offered: by routine and move, the repetitions and the hold."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A session that may begin: the routine as it will be done, and what was told before it."""

    routine: Routine
    hurts: str | None = None
    pain: int | None = None
    worse: bool | None = None


def prepare(
    console: Console,
    phrases: Phrases,
    history: History,
    routine: Routine,
    moves: Mapping[str, Move],
    *,
    asking: bool,
    yes: bool,
) -> Ready | None:
    """Whatever comes before a session; ``None`` where the person would rather rest.

    Args:
        console: Where it is said.
        phrases: In which words.
        history: What is known of earlier sessions.
        routine: What was asked for.
        moves: Its moves.
        asking: Whether somebody is there to answer. Otherwise the notice is shown and nothing is asked.
        yes: Whether the notice counts as read.
    """
    if history.acknowledged(NOTICE) is None:
        console.print(_warning(phrases))
        avoid(console, tuple(moves))
        console.print()
        if asking and not questions.yes(console.input, "Have you read this, and do you want to begin?"):
            return None
        if asking or yes:
            history.acknowledge(NOTICE)
    routine = _taken(history, routine)
    if not asking:
        for each in _offers(history, routine, moves):
            console.print(f"{moves[each.move].title}: {_what(each)} may be next; answer at the terminal to take it.")
        return Ready(routine)
    hurts = questions.side(console.input, phrases)
    pain = questions.level(console.input, phrases)
    worse = questions.yes(console.input, phrases.say("session.worse"))
    if pain is not None and pain >= SEVERE:
        console.print(_warning(phrases))
    if worse or (pain is not None and pain >= SEVERE):
        if not questions.yes(console.input, phrases.say("session.rest_or_walk")):
            return None
    else:
        for each in _offers(history, routine, moves):
            question = f"{moves[each.move].title}: {phrases.say('session.progress', n=_what(each))}"
            if questions.yes(console.input, question):
                routine = _take(history, routine, each)
    return Ready(routine, hurts, pain, worse)


def afterwards(
    console: Console, phrases: Phrases, history: History, session: int, before: int | None, *, asking: bool
) -> None:
    """Ask how much it hurts now, and warn where that is much, much more than before, or spreads."""
    if not asking:
        return
    pain = questions.level(console.input, phrases)
    if pain is None:
        return
    history.set_pain_after(session, pain)
    spreads = questions.yes(console.input, phrases.say("session.spreads")) if pain else False
    if spreads is not None:
        history.set_spreads(session, spreads)
    alarm(console, phrases, before, pain, spreads)


def alarm(console: Console, phrases: Phrases, before: int | None, after: int | None, spreads: bool | None) -> None:
    """Warn where pain is severe, clearly more than before, or spreads down the leg; say why."""
    found = alarms(before, after, spreads)
    for each in found:
        console.print(phrases.say(f"safety.{each}"))
    if found:
        console.print(_warning(phrases))


def _warning(phrases: Phrases) -> str:
    """The warning signs, in the language asked for where it is not that of the whole notice."""
    if phrases.language == "en":
        return WARNING
    return f"{phrases.say('safety.doctor')} {phrases.say('safety.stop')}"


def _what(offered: Offer) -> str:
    return f"{offered.reps} × {offered.hold_s:g} s"


def _offers(history: History, routine: Routine, moves: Mapping[str, Move]) -> list[Offer]:
    earlier = past(history, routine.id)
    found = []
    for each in routine.moves:
        if each.most_reps is None and each.most_hold_s is None:
            continue
        move = moves[each.id]
        reps, hold_s = each.reps or move.reps, move.hold_s if each.hold_s is None else each.hold_s
        offered = offer(
            each.id, reps, hold_s, each.most_reps or reps, each.most_hold_s or hold_s, earlier.get(each.id, ())
        )
        found += [] if offered is None else [offered]
    return found


def _taken(history: History, routine: Routine) -> Routine:
    """The routine with what was taken of earlier offers."""
    taken = (history.setting(PROGRESS) or {}).get(routine.id, {})
    return replace(routine, moves=tuple(_with(each, taken.get(each.id)) for each in routine.moves))


def _with(exercise: Exercise, taken: Mapping[str, float] | None) -> Exercise:
    if taken is None:
        return exercise
    return replace(exercise, reps=int(taken["reps"]), hold_s=float(taken["hold_s"]))


def _take(history: History, routine: Routine, offered: Offer) -> Routine:
    setting = history.setting(PROGRESS) or {}
    setting.setdefault(routine.id, {})[offered.move] = {"reps": offered.reps, "hold_s": offered.hold_s}
    history.set_setting(PROGRESS, setting)
    return _taken(history, routine)
