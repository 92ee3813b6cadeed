"""Results in the words of a language: the core names everything by id, and the catalogue has the words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from coach.events import Reason, Refused, Rep
from coach.language import Language
from coach.moves.measures import KINDS, Unit
from coach.moves.move import Move
from coach.session.advice import Advice, why
from coach.session.result import Result


def refusal(refused: Refused, move: Move, language: Language) -> str:
    """Return why a stream could not be judged."""
    values, found = {"title": move.title}, refused.found or "unknown"
    if refused.id == "wrong-posture":
        values |= {"wanted": postures(move.postures, "you", language), "found": language.say(f"you.{found}")}
    elif refused.id == "wrong-view":
        # The right side of the body may be seen, but too much along its length.
        where = language.say(f"camera_at.{'end' if found in move.views else found}")
        values |= {"place": move.words.camera.partition(",")[0], "found": where}
    return language.say(f"refused.{refused.id}", **values)


def postures(found: Iterable[str], how: str, language: Language) -> str:
    """Return postures in words; ``how`` is the section of the catalogue: ``you``, ``posture`` or ``briefly``."""
    return language.list(dict.fromkeys(language.say(f"{how}.{each}") for each in found), "or")


def reason(move: Move, rep: Rep, found: Reason, language: Language) -> str:
    """Return why an attempt did not count, with the target."""
    if found == "short-hold":
        held, asked = language.number(rep.hold, 1), language.plain(move.hold_s)
        return language.say("reasons.short-hold.held", held=held, asked=asked)
    return language.say(f"reasons.{why(move, rep, found)}.why")


def several(name: str, language: Language) -> str:
    """Return why several attempts did not count: ``low`` does not name the part of the body."""
    return language.find(f"reasons.{name}.several") or language.find(f"reasons.{name}.why", name)


def fault(name: str, language: Language) -> str:
    """Return a fault; its id where the catalogue has no words for it, as for a fault of the user's own move."""
    return language.find(f"faults.{name}", name.replace("-", " "))


def main_unit(move: Mapping[str, Any]) -> Unit:  # Any: what JSON holds
    """Return the unit of a stored move's main number, in the current format; degrees for an unknown kind."""
    kind = KINDS.get(move["measures"].get(move.get("peak_from") or move["main"], {}).get("kind"))
    return "degrees" if kind is None else kind.unit


def main_heading(units: Iterable[Unit]) -> Literal["angle", "reached"]:
    """Return the key of the heading of main numbers: they are angles only if all of them are in degrees."""
    return "angle" if {*units} <= {"degrees"} else "reached"


def main_number(value: float, unit: Unit, language: Language) -> str:
    """Return a main number with its unit: most often an angle; a length in trunks is a fraction."""
    number = language.number(value, 2) if unit == "trunks" else str(round(value))
    return f"{number}{language.say(f'move_page.units.{unit}')}"


def good(advice: Advice, move: Move, language: Language) -> list[str]:
    """Return the praises, one item each."""
    held = [] if advice.held_s is None else [language.say("advice.held", seconds=round(advice.held_s))]
    return [*held, *(move.words.good[each] for each in advice.good)]


def joined(items: Sequence[str]) -> str:
    """Join texts: parts of a sentence with commas, sentences with full stops."""
    return (". " if any(each[:1].isupper() for each in items) else ", ").join(items)


def change(advice: Advice, move: Move, language: Language) -> str | None:
    """Return the one thing to change; ``None`` if there is nothing."""
    if advice.change is None:
        return None
    kind, what = advice.change
    if kind == "cue":
        return move.words.cue[what]
    if what == "short-hold":
        return language.say("advice.hold", seconds=language.plain(move.hold_s))
    return language.say(f"reasons.{what}.cure")


def verdict(result: Result, move: Move, language: Language) -> str:
    """Return the outcome in one line."""
    say = language.say
    if result.refused is not None:
        return say("verdict.refused", why=refusal(result.refused, move, language))
    if not result.attempted:
        return say("verdict.no_attempt", move=result.move)
    if not result.counted:
        return say("verdict.none_counted", n=result.attempted)
    graded = "all_clean" if result.clean == result.counted else "some_clean" if result.clean else "none_clean"
    counted = say("verdict.counted", n=result.attempted, counted=result.counted)
    return f"{counted}, {say(f'verdict.{graded}', n=result.counted, clean=result.clean)}."
