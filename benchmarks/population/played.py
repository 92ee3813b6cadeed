"""A person's clip, checked, with each true rep beside the rep that was seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from benchmarks.population.people import Person, TrueRep
from coach import check_video
from coach.events import Measured, Rep
from coach.library import load_move
from coach.moves.move import Move
from coach.report.facts import Report

Changed: TypeAlias = Callable[[Move], Move]
"""Gives the move to check by in place of the shipped one."""


@dataclass(frozen=True, slots=True)
class Played:
    """A person and what was seen of them.

    Attributes:
        person: The person.
        reps: The attempts that were seen.
        refused: Why nothing could be judged; ``None`` where it could.
        curves: What was measured in each attempt.
        posture: The posture held longest.
        view: The view had longest.
        pairs: For each true rep the one that was seen at that time, ``None`` where none was.
    """

    person: Person
    reps: tuple[Rep, ...]
    refused: str | None
    curves: tuple[Measured, ...]
    posture: str
    view: str
    pairs: tuple[tuple[TrueRep, Rep | None], ...]

    @property
    def counted(self) -> int:
        """How many reps counted."""
        return sum(rep.counted for rep in self.reps)

    @property
    def off(self) -> int:
        """By how many reps the count is wrong, 0 also for a refusal where the camera stands elsewhere than asked."""
        if self.refused and not self.counted and not self.person.asked:
            return 0
        loose = sum(rep.counted is None for rep in self.person.reps)
        return max(self.person.counted - self.counted, self.counted - self.person.counted - loose, 0)


def play(person: Person, changed: Changed | None = None) -> Played:
    """Check one person's clip."""
    move = load_move(person.move)
    report = check_video(person.estimate(), move if changed is None else changed(move), **person.options)
    return played(person, report)


def played(person: Person, report: Report) -> Played:
    """A person beside the report on their clip."""
    result = report.result
    return Played(
        person,
        result.reps,
        None if result.refused is None else result.refused.id,
        tuple(event for event in report.events if isinstance(event, Measured)),
        result.posture,
        result.view,
        paired(person.reps, result.reps),
    )


def play_all(people: Iterable[Person], jobs: int, changed: Changed | None = None) -> Iterator[Played]:
    """Check everybody's clip, in their order, in as many processes as wanted."""
    with ProcessPoolExecutor(jobs) if jobs > 1 else nullcontext() as pool:
        yield from (map if pool is None else pool.map)(partial(play, changed=changed), people)


def paired(true: Sequence[TrueRep], seen: Sequence[Rep]) -> tuple[tuple[TrueRep, Rep | None], ...]:
    """Each true rep with the one seen at that time: those that overlap longest belong together, one to one."""
    overlaps = sorted(
        (
            (min(t.end, s.end) - max(t.start, s.start), i, j)
            for i, t in enumerate(true)
            for j, s in enumerate(seen)
            if min(t.end, s.end) > max(t.start, s.start)
        ),
        reverse=True,
    )
    found: dict[int, int] = {}
    for _, i, j in overlaps:
        if i not in found and j not in found.values():
            found[i] = j
    return tuple((rep, seen[found[i]] if i in found else None) for i, rep in enumerate(true))
