"""Learn each move from one person's video, and count it on everybody else's.

A person teaches a move by their longest run of reps that count and have no fault, two at least: who shows a move shows
it well. What is learned is counted on every other person who does the move, with all their reps, from wherever the
camera stands, and on recordings of other things, in which nothing counts.
"""

from __future__ import annotations

import math
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from statistics import median

from benchmarks.population.markdown import table
from benchmarks.population.people import Person, people
from benchmarks.population.played import paired
from benchmarks.population.share import Share
from coach.app.learn.teaching import neighbours
from coach.events import Rep
from coach.learn.building import MoveDescription
from coach.learn.checking import Neighbour, reps
from coach.learn.demonstration import observed
from coach.learn.learning import NotLearnedError, learn
from coach.library import load_move
from coach.moves.measures import KINDS
from coach.moves.move import Move
from coach.session.observer import Observation
from coach.store.landmarks import open_landmarks


@dataclass(slots=True)
class Row:
    """What came of one move.

    Attributes:
        taught: Teachers from whom it was learned, of all.
        exact: Sets of other people that were counted exactly.
        wrong: Reps that must not count and did not.
        holds: How far each hold is outside what it may be called, seconds.
        angles: By how much each main angle differs from what the shipped move file reads, degrees.
        true: By how much it differs from the true one, degrees.
        negatives: Recordings of other things in which something was counted.
        took_s: Processor time that learning took after the last frame, seconds.
        misses: A line for each thing that went wrong.
    """

    taught: list[bool] = field(default_factory=list)
    exact: list[bool] = field(default_factory=list)
    wrong: list[bool] = field(default_factory=list)
    holds: list[float] = field(default_factory=list)
    angles: list[float] = field(default_factory=list)
    true: list[float] = field(default_factory=list)
    negatives: list[bool] = field(default_factory=list)
    took_s: list[float] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)

    def cells(self, name: str) -> list[str]:
        """The row of the table."""
        return [
            name,
            str(Share.true(self.taught)),
            str(Share.true(self.exact)),
            str(Share.true(self.wrong)),
            f"{median(self.holds):.2f}" if self.holds else "-",
            *(f"{median(off):+.1f}" if off else "-" for off in (self.angles, self.true)),
            f"{sum(self.negatives)} of {len(self.negatives)}",
        ]


HEAD = (
    "move", "learned, of teachers", "sets exact", "wrong reps refused", "hold off by (s)",
    "angle off the shipped file's (°)", "off the truth (°)", "negatives counted",
)  # fmt: skip


def score(folders: Sequence[Path], part: str, teachers: int, move: str | None = None) -> Iterator[str]:
    """The table, and what went wrong.

    Args:
        folders: Where the people are.
        part: ``tuning`` or ``testing``: the part that the counted people belong to; teachers are always of the first.
        teachers: How many people at most teach each move.
        move: Only this one.
    """
    everybody = [person for person in people(folders) if move in (None, person.move)]
    doing = [each for each in everybody if each.kind == "rendered"]
    nothing = [each for each in people(folders) if each.kind == "negative"]
    rows: dict[str, Row] = defaultdict(Row)
    others = neighbours()
    for name in sorted({each.move for each in doing}):
        own = [each for each in doing if each.move == name]
        able = [each for each in own if each.part == "tuning" and len(_well(each)) >= 2]
        pupils = [each for each in own if each.part == part]
        for teacher in able[:teachers]:
            _taught(rows[name], teacher, pupils, [each for each in nothing if each.move == name], others)
    whole = Row()
    for row in rows.values():
        for key in ("taught", "exact", "wrong", "holds", "angles", "true", "negatives", "took_s"):
            getattr(whole, key).extend(getattr(row, key))
    yield table(HEAD, [*(row.cells(f"`{name}`") for name, row in rows.items()), whole.cells("all")])
    if whole.took_s:
        usual, most = median(whole.took_s), max(whole.took_s)
        yield f"Learning took {usual:.1f} s of processor time after the last frame (median), {most:.1f} s at most."
    yield "\n".join(line for row in rows.values() for line in row.misses)


def _taught(
    row: Row, teacher: Person, pupils: Iterable[Person], nothing: Iterable[Person], others: Sequence[Neighbour]
) -> None:
    """Learn from one person and count the others."""
    well = _well(teacher)
    wanted = MoveDescription("learned", "Learned", teacher.name, len(well))
    first, last = well[0], well[-1] + 1
    since = teacher.reps[first - 1].end if first else -math.inf
    until = teacher.reps[last].start if last < len(teacher.reps) else math.inf
    seen = [each for each in _seen(teacher.landmarks) if since <= each.t <= until]
    began = time.process_time()
    try:
        move = learn(wanted, [seen], [each for each in others if each.move != teacher.move]).move
    except NotLearnedError as error:
        row.taught.append(False)
        row.misses.append(f"- {teacher.name} teaches nothing: {error.why} {error.found or ''} {', '.join(error.names)}")
        return
    row.took_s.append(time.process_time() - began)
    row.taught.append(True)
    for person in pupils:
        if person.name != teacher.name:
            _counted(row, move, teacher, person)
    for person in nothing:
        found = [rep for rep in reps(_asked(move, person), _labelled(person)) if rep.counted]
        row.negatives.append(bool(found))
        if found:
            row.misses.append(f"- {teacher.name}: counted {len(found)} in {person.name}")


def _counted(row: Row, move: Move, teacher: Person, person: Person) -> None:
    found = reps(_asked(move, person), _labelled(person))
    count, loose = sum(rep.counted for rep in found), sum(rep.counted is None for rep in person.reps)
    exact = person.counted <= count <= person.counted + loose
    row.exact.append(exact)
    if not exact:
        why = ", ".join("+".join(rep.reasons) or "counted" for rep in found)
        row.misses.append(f"- {teacher.name}: counted {count} of {person.counted} in {person.name} ({why})")
    shipped = {id(true): rep for true, rep in paired(person.reps, _shipped(person))}
    for true, rep in paired(person.reps, found):
        if true.counted is False:
            row.wrong.append(rep is None or not rep.counted)
        elif true.counted and rep is not None and rep.counted:
            if true.hold is not None:
                row.holds.append(max(true.hold[0] - rep.hold, rep.hold - true.hold[1], 0.0))
            by_hand = shipped[id(true)]
            if rep.peak is not None and by_hand is not None and by_hand.peak is not None:
                row.angles.append(rep.peak - by_hand.peak)
            if rep.peak is not None and true.peak is not None:
                row.true.append(rep.peak - true.peak)


def _well(person: Person) -> range:
    """The longest run of reps that count and have no fault."""
    best = range(0)
    for first in range(len(person.reps)):
        last = first
        while last < len(person.reps) and person.reps[last].counted and not person.reps[last].faults:
            last += 1
        best = max(best, range(first, last), key=len)
    return best


@cache
def _hand_made(name: str) -> Move:
    """The shipped move, which reads its main angle in degrees."""
    move = load_move(name)
    other = move.peak_from is not None and KINDS[move.measures[move.peak_from].kind].unit != "degrees"
    return replace(move, peak_from=None) if other else move


_shipped_reps: dict[str, list[Rep]] = {}


def _shipped(person: Person) -> list[Rep]:
    """Return the readings of the shipped move file for a person."""
    if person.name not in _shipped_reps:
        _shipped_reps[person.name] = reps(_asked(_hand_made(person.move), person), _labelled(person))
    return _shipped_reps[person.name]


def _asked(move: Move, person: Person) -> Move:
    return move.adjusted(hold_s=person.options.get("hold"))


def _labelled(person: Person) -> list[Observation]:
    """Return the observations of the labelled part of a recording."""
    start, end = person.options.get("start", -math.inf), person.options.get("end", math.inf)
    return [each for each in _seen(person.landmarks) if start <= each.t <= end]


@cache
def _seen(path: Path) -> tuple[Observation, ...]:
    return tuple(observed(open_landmarks(path)))
