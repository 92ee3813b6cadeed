"""Every rep of every visit in a compact form, which the page expands when a visit is opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

from coach.body import Side
from coach.events import Rep
from coach.report.review.facts import UNKNOWN, Curve, Definition, MoveDone, ShownAttempt, Visit
from coach.report.review.trend import title
from coach.report.review.words import PageWords
from coach.session.score import Score

Packed: TypeAlias = dict[str, Any]  # Any: what JSON holds

SIDES: Final[tuple[Side | None, ...]] = (None, "left", "right")


class IndexedValues:
    """Repeated values, each stored once and referred to by its index."""

    def __init__(self) -> None:
        self._places: dict[tuple[Any, ...], int] = {}  # Any: what JSON holds

    def index(self, *value: Any) -> int:  # Any: likewise
        """Return the index of a value."""
        return self._places.setdefault(value, len(self._places))

    def packed(self) -> list[tuple[Any, ...]]:  # Any: likewise
        """Return all values, by index."""
        return list(self._places)


def packed(visits: Sequence[Visit], definitions: Mapping[str, Definition], words: PageWords) -> Packed:
    """Return everything that the page needs to open any of these visits.

    A rep is a list: its side (0 none, 1 left, 2 right), the angle, the hold, 2 for clean, 1 for counted, 0 for
    neither, the indices of its remarks, and its curve if there is one. A remark is a kind (reason, fault or perhaps)
    and a text; a move is its title, its goal, the band of its angle, the target of each side, and the unit of
    its angle.
    """
    notes, moves = IndexedValues(), IndexedValues()
    found = {
        str(visit.id): {
            **({"hurts": words.hurts(visit.hurts)} if visit.hurts else {}),
            "moves": [_move(move, definitions, notes, moves, words) for move in visit.moves],
        }
        for visit in visits
    }
    return {"visits": found, "notes": notes.packed(), "moves": moves.packed()}


def _move(
    move: MoveDone, definitions: Mapping[str, Definition], notes: IndexedValues, moves: IndexedValues, words: PageWords
) -> Packed:
    known = definitions.get(move.definition, UNKNOWN)
    band = (known.least, known.most)
    targets = tuple(move.target_of(side) for side in SIDES)
    found: Packed = {
        "move": moves.index(title(definitions, [move]), words.plan(move), band, targets, words.unit(known.unit))
    }
    if move.corrections:
        found["corrections"] = [words.correction(move, each.side, each.count, each.note) for each in move.corrections]
    if move.sets:
        found["sets"] = [[_attempt(each, move, known, notes, words) for each in one.attempts] for one in move.sets]
    elif move.scores:
        found["scores"] = [_score(each, known.cues, notes, words) for each in move.scores]
    return found


def _attempt(
    attempt: ShownAttempt, move: MoveDone, known: Definition, notes: IndexedValues, words: PageWords
) -> list[Any]:  # Any: what JSON holds
    rep, cues = attempt.rep, known.cues
    remarks = [notes.index("reason", words.reason(each)) for each in known.reasons(rep, move)]
    remarks += [notes.index("fault", words.fault(each.id, cues.get(each.id, ""))) for each in rep.faults]
    remarks += [notes.index("perhaps", words.fault(each.id, cues.get(each.id, ""))) for each in rep.advisory]
    found: list[Any] = [
        SIDES.index(rep.side), None if rep.peak is None else round(rep.peak), round(rep.hold, 1), grade(rep)
    ]  # fmt: skip
    if remarks or attempt.curve is not None:
        found.append(remarks)
    if attempt.curve is not None:
        found.append(curve(rep, attempt.curve))
    return found


def _score(
    score: Score, cues: Mapping[str, str], notes: IndexedValues, words: PageWords
) -> list[Any]:  # Any: what JSON holds
    """Return one side of a move that is too long ago to show rep by rep: its totals, and each remark with its count."""
    remarks = [[notes.index("reason", words.why(name)), times] for name, times in score.reasons.items()]
    remarks += [
        [notes.index("fault", words.fault(name, cues.get(name, ""))), times] for name, times in score.faults.items()
    ]
    peak = None if score.peak_deg is None else round(score.peak_deg)
    return [SIDES.index(score.side), score.counted, score.clean, score.attempted, peak, remarks]


def grade(rep: Rep) -> int:
    """Return 2 for clean, 1 for counted, 0 for neither."""
    return rep.counted + rep.clean


def curve(rep: Rep, found: Curve) -> Packed:
    """Return a curve from the start of its rep on, and its phases."""
    first = found.t[0] if found.t else rep.start
    step = (found.t[-1] - first) / (len(found.t) - 1) if len(found.t) > 1 else 0.1
    return {
        "from": round(first - rep.start, 2),
        "step": round(step, 3),
        "deg": [None if each is None else round(each) for each in found.deg],
        "top": None if rep.top is None else round(rep.top - rep.start, 1),
        "end": round(rep.end - rep.start, 1),
        "held": [[round(a - rep.start, 1), round(b - rep.start, 1)] for a, b in found.held],
    }
