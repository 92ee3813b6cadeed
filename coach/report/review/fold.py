"""Events of a visit folded into sets and reps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from coach.events import (
    Event,
    MoveBegan,
    MoveEased,
    MoveEnded,
    RepEnded,
    SessionEnded,
    SetBegan,
)
from coach.report.review.facts import Attempt, Correction, Definition, MoveDone, SetDone

NEEDED = ("SessionBegan", "MoveBegan", "SetBegan", "RepEnded", "MoveEased", "MoveEnded", "SessionEnded", "Ended")
"""The types of the events that what was done is folded from."""


@dataclass(frozen=True, slots=True)
class Course:
    """What the events of a visit come to: what was done, how long it took, and whether it came to its own end."""

    moves: tuple[MoveDone, ...]
    seconds: float
    whole: bool


def fold(events: Iterable[Event], planned: Sequence[MoveDone] = ()) -> Course:
    """What a stream of events comes to; one that breaks off is a visit that did.

    Args:
        events: The events, or those of the types ``NEEDED`` among them.
        planned: What was asked for, move by move; a stream that never says which move is up is one of the first.
    """
    open_moves: list[_Open] = []
    left = list(planned)
    first: float | None = None
    last, whole = 0.0, False
    for event in events:
        first = event.t if first is None else first
        last = max(last, event.t)
        match event:
            case MoveBegan():
                known = next((each for each in left if each.move == event.move), None)
                if known is not None:
                    left.remove(known)
                open_moves.append(_Open(_asked(event, known), [], done=False))
            case SetBegan():
                for each in open_moves[-1:]:
                    each.begin(event.number)
            case RepEnded():
                if not open_moves and left:
                    open_moves.append(_Open(left.pop(0), [], done=True))
                for each in open_moves[-1:]:
                    each.add(Attempt(event.rep))
            case MoveEased():
                for each in open_moves[-1:]:
                    each.eased = True
            case MoveEnded():
                for each in open_moves[-1:]:
                    each.done = event.done
            case SessionEnded():
                whole = event.done
            case _:
                pass
    return Course(tuple(each.close() for each in open_moves), last - (first or 0.0), whole)


def corrected(moves: Sequence[MoveDone], corrections: Sequence[Correction]) -> tuple[MoveDone, ...]:
    """The same with the counts that were set right beside what was measured."""
    return tuple(
        replace(each, corrections=tuple(one for one in corrections if one.move == each.move)) for each in moves
    )


def definition(move: Mapping[str, Any]) -> Definition:  # Any: what JSON holds
    """What a page needs of a move as it was kept.

    The band is from where the main angle counts to where it would be a fault; a move that reports another angle than
    the one that decides has none.
    """
    main = move["main"]
    least = most = None
    if move.get("peak_from") in (None, main):
        bands = [each for each in move["top"] if each["measure"] == main]
        faults = [
            each
            for each in move.get("aim", ())
            if each["measure"] == main
            and each.get("shape", "band") == "band"
            and each.get("confidence") is None
            and not (each.get("from_rest") or each.get("where"))
        ]
        least = max((each["least"] for each in bands if each.get("least") is not None), default=None)
        most = min((each["most"] for each in [*bands, *faults] if each.get("most") is not None), default=None)
    cues = {each["id"]: each["cue"] for each in move.get("aim", ())}
    return Definition(move["id"], move["title"], least, most, cues)


def _asked(event: MoveBegan, known: MoveDone | None) -> MoveDone:
    name = "" if known is None else known.definition
    return MoveDone(event.move, (), event.sets, event.reps, event.sides, event.hold_s, event.target_deg, name)


@dataclass(slots=True)
class _Open:
    """A move under way."""

    asked: MoveDone
    sets: list[tuple[int, list[Attempt]]]
    done: bool
    eased: bool = False

    def begin(self, number: int) -> None:
        if not self.sets or self.sets[-1][0] != number:
            self.sets.append((number, []))

    def add(self, attempt: Attempt) -> None:
        if not self.sets:
            self.begin(1)
        self.sets[-1][1].append(attempt)

    def close(self) -> MoveDone:
        sets = tuple(SetDone(number, tuple(attempts)) for number, attempts in self.sets if attempts)
        return replace(self.asked, sets=sets, done=self.done, eased=self.eased)
