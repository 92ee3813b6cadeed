"""Before a session: the notice, pain, and offers of progression; after it: pain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rich.console import Console

from coach.app.history import progression
from coach.cli.live import questions
from coach.cli.live.about import NOTICE, avoid, warn
from coach.language import Language
from coach.moves.move import Move
from coach.session.pain_scale import SEVERE, alarms
from coach.session.progression import Offer
from coach.session.routine import Routine
from coach.store.history import History


@dataclass(frozen=True, slots=True)
class Prepared:
    """A session that may begin.

    Attributes:
        unread: Whether the notice is still to be read, as there was no terminal.
    """

    routine: Routine
    hurts: str | None = None
    pain: int | None = None
    worse: bool | None = None
    unread: bool = False


def prepare(
    console: Console,
    phrases: Language,
    history: History,
    routine: Routine,
    moves: Mapping[str, Move],
    *,
    asking: bool,
    yes: bool,
    pain: int | None = None,
) -> Prepared | None:
    """Ask the questions before a session; ``None`` if the user prefers to rest.

    Nothing is asked unless ``asking``. ``yes`` counts as having read the notice; ``pain`` is not asked if it is given.
    """
    ask = questions.asker(console)
    unread = history.person.acknowledged(NOTICE) is None
    if unread:
        warn(console, phrases)
        avoid(console, phrases, moves.values())
        console.print()
        if asking and not questions.yes(ask, phrases.say("before.read"), phrases):
            return None
        if asking or yes:
            history.person.acknowledge(NOTICE)
            unread = False
    routine = progression.taken(history, routine, moves)
    if not asking:
        alarm(console, phrases, pain, None, None)
        for each in progression.offers(history, routine, moves, date.today()):
            title = moves[each.move].in_language(phrases.language).title
            console.print(phrases.say("before.next", title=title, n=_what(each)))
        return Prepared(routine, pain=pain, unread=unread)
    console.print(phrases.say("before.skip"))
    hurts = questions.side(ask, phrases)
    pain = questions.level(ask, phrases) if pain is None else pain
    worse = questions.yes(ask, phrases.say("session.worse"), phrases)
    if pain is not None and pain >= SEVERE:
        warn(console, phrases)
    if worse or (pain is not None and pain >= SEVERE):
        if not questions.yes(ask, phrases.say("session.rest_or_walk"), phrases):
            return None
    else:
        routine = _progressed(ask, phrases, history, routine, moves)
    return Prepared(routine, hurts, pain, worse)


def _progressed(
    ask: questions.Ask, phrases: Language, history: History, routine: Routine, moves: Mapping[str, Move]
) -> Routine:
    """Make today's offers; return the routine with the accepted ones applied."""
    today = date.today()
    for each in progression.offers(history, routine, moves, today):
        title = moves[each.move].in_language(phrases.language).title
        answer = questions.yes(ask, f"{title}: {phrases.say('session.progress', n=_what(each))}", phrases)
        if answer:
            routine = progression.take(history, routine, moves, each)
        elif answer is False:
            progression.decline(history, routine, each, today)
    return routine


def afterwards(
    console: Console, phrases: Language, history: History, session: int, before: int | None, *, asking: bool
) -> None:
    """Ask how much it hurts now, and warn if that is severe, much more than before, or spreads."""
    if not asking:
        return
    ask = questions.asker(console)
    pain = questions.level(ask, phrases)
    if pain is None:
        return
    history.marks.set_pain(session, after=pain)  # now, as Ctrl-C may end the next question
    spreads = questions.yes(ask, phrases.say("session.spreads"), phrases) if pain else False
    history.marks.set_pain(session, spreads=spreads)
    alarm(console, phrases, before, pain, spreads)


def alarm(console: Console, phrases: Language, before: int | None, after: int | None, spreads: bool | None) -> None:
    """Warn, with the reason, of pain that is severe, much more than before, or spreads down the leg."""
    found = alarms(before, after, spreads)
    for each in found:
        console.print(phrases.say(f"safety.{each}"))
    if found:
        warn(console, phrases)


def _what(offered: Offer) -> str:
    return f"{offered.reps} × {offered.hold_s:g} s"
