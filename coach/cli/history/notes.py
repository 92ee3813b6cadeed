"""``coach history correct``, ``coach pain`` and ``coach log``: the user's additions to the measurements."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from coach.app.history.scores import current_scores
from coach.body import Side
from coach.cli.console import unfolded
from coach.cli.failure import usage_errors
from coach.cli.live.before import alarm
from coach.cli.live.sound import chosen_language
from coach.cli.move_options import known_moves
from coach.cli.printable import line
from coach.language import phrase
from coach.store.history import History, Session, data_folder

DURATION: Final = re.compile(r"(?:(\d+(?:\.\d+)?)\s*h(?:ours?)?)?\s*(?:(\d+(?:\.\d+)?)\s*(?:m|min|minutes?)?)?", re.A)
CLOCK: Final = re.compile(r"(\d{1,2}):(\d\d)", re.ASCII)
DAY: Final = re.compile(r"\d{4}-?\d\d-?\d\d", re.ASCII)
LONGEST_MIN: Final = 24 * 60


def correct(
    data: Path | None, number: int, move: str, side: Side | None, count: int, note: str, lang: str | None = None
) -> int:
    """Correct how many reps of a move a session had."""
    phrases = chosen_language(lang, data)
    with History(data or data_folder()) as history:
        with usage_errors():
            session = history.sessions.get(number)
            found = current_scores(history)[number]
            move = known_moves(data).id_of(move) or move
            moves = dict.fromkeys([str(step["move"]) for step in session.planned] + [each.score.move for each in found])
            if move not in moves:
                there = ", ".join(moves) or phrase("errors.asked.no_moves")
                raise ValueError(phrase("errors.asked.other_moves", number=number, move=move, moves=there))
            sides = [each.score.side for each in found if each.score.move == move]
            chosen = _side(side, move, sides or _planned(session, move))
        history.marks.correct(number, move, chosen, count, line(note))
        measured = sum(each.score.counted for each in found if (each.score.move, each.score.side) == (move, chosen))
    what = f"{move}, {phrases.say(f'page.{chosen}')}" if chosen else move
    unfolded().print(phrases.say("history.count_corrected", number=number, what=what, count=count, measured=measured))
    return 0


def pain(
    data: Path | None, number: int | None, before: int | None, after: int | None, spreads: bool | None, lang: str | None
) -> int:
    """Store pain before and after a session, the last one by default."""
    console = unfolded()
    phrases = chosen_language(lang, data)
    with usage_errors():
        if before is after is spreads is None:
            raise ValueError("give the pain from 0 to 10 with --before or --after, or --spreads")
    with History(data or data_folder()) as history:
        with usage_errors():
            session = _last(history) if number is None else history.sessions.get(number)
        history.marks.set_pain(session.id, before=before, after=after, spreads=spreads)
        now = history.sessions.get(session.id)
    console.print(phrases.say("history.pain_saved", number=session.id))
    alarm(console, phrases, now.pain_before, now.pain_after, now.spreads)
    return 0


def log(data: Path | None, what: str, duration: str, note: str, on: str | None, lang: str | None = None) -> int:
    """Store another activity."""
    what, phrases = line(what), chosen_language(lang, data)
    with usage_errors():
        if not what:
            raise ValueError("name the activity, as in: coach log walking 20min")
        minutes, at = _minutes(duration), _at(on)
    with History(data or data_folder()) as history:
        history.person.add_activity(what, minutes, line(note), at)
    unfolded().print(phrases.say("history.activity_saved", what=what, minutes=phrases.plain(minutes)))
    return 0


def _side(side: Side | None, move: str, sides: list[Side | None]) -> Side | None:
    sided = [each for each in sides if each is not None]
    if side is not None:
        if not sided:
            raise ValueError(phrase("errors.asked.no_sides", move=move))
        return side
    if len(sided) > 1 or (sided and None in sides):
        raise ValueError(phrase("errors.asked.both_sides", move=move))
    return sides[0] if sides else None


def _planned(session: Session, move: str) -> list[Side | None]:
    return [side for step in session.planned if step["move"] == move for side in step["sides"]]


def _last(history: History) -> Session:
    sessions = [each for each in history.sessions.all() if each.kind == "live"]
    if not sessions:
        raise ValueError(phrase("errors.asked.no_live"))
    return sessions[-1]


def _minutes(text: str) -> float:
    text = text.strip().lower().replace(",", ".")
    found = DURATION.fullmatch(CLOCK.sub(r"\1h\2", text))
    minutes = 0.0 if found is None else 60 * float(found[1] or 0) + float(found[2] or 0)
    if not 0 < minutes <= LONGEST_MIN:
        raise ValueError(f"{text} is not a duration such as 20min, 1h or 1h30")
    return minutes


def _at(on: str | None) -> str | None:
    """Return the instant, in UTC, of a day or a local time."""
    if on is None:
        return None
    now = datetime.now(UTC)
    try:
        at = datetime.fromisoformat(on).astimezone()
        if DAY.fullmatch(on):
            # Its noon, or now: midnight would be the day before in any time zone farther west.
            noon = at.replace(hour=12)
            at = min(noon, now.astimezone()) if at.date() == now.astimezone().date() else noon
    except (ValueError, OverflowError, OSError):
        raise ValueError(f"--on {on} is not a day such as 2026-11-22, or a time such as 2026-11-22T18:30") from None
    if at > now:
        raise ValueError(phrase("errors.asked.future", on=on))
    return at.astimezone(UTC).isoformat(timespec="seconds")
