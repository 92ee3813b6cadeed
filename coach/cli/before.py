"""Before a session: the notice, what hurts today, and what may be offered; and afterwards, what hurts now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rich.console import Console

from coach.app import offers
from coach.cli import questions
from coach.cli.about import NOTICE, WARNING, avoid
from coach.moves.move import Move
from coach.session.pain import SEVERE, alarms
from coach.session.progression import Offer
from coach.session.routine import Routine
from coach.store.history import History
from coach.voice.phrases import Phrases


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
    routine, today = offers.taken(history, routine, moves), date.today()
    if not asking:
        for each in offers.offers(history, routine, moves, today):
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
        for each in offers.offers(history, routine, moves, today):
            question = f"{moves[each.move].title}: {phrases.say('session.progress', n=_what(each))}"
            answer = questions.yes(console.input, question)
            if answer:
                routine = offers.take(history, routine, moves, each)
            elif answer is False:
                offers.decline(history, routine, each, today)
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
