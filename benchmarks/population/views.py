"""Posture and view as estimated, compared with the true ones."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from benchmarks.population.markdown import table
from benchmarks.population.people import Person
from coach.events import Posture, View
from coach.library import load_move
from coach.session.observer import Observer
from coach.store.arrays import read_arrays


def read(person: Person) -> Counter[tuple[Posture, View]]:
    """How many moments of a clip, at rest, were read as which posture and view."""
    observer = Observer()
    seen: Counter[tuple[Posture, View]] = Counter()
    for moment in read_arrays(person.estimate()):
        now = observer.update(moment)
        if not any(rep.start <= moment.t <= rep.end for rep in person.reps):
            seen[now.posture, now.view] += 1
    return seen


def views(people: Iterable[Person]) -> str:
    """One line a posture and view that people were in: how many moments at rest were read as what, in percent.

    The last column has the people of whom more than half of the moments fit neither the move's postures nor its views.
    """
    rows: defaultdict[str, Counter[str]] = defaultdict(Counter)
    lost: defaultdict[str, list[str]] = defaultdict(list)
    for person in people:
        if person.kind != "rendered" or not person.asked:
            continue
        move = load_move(person.move)
        seen = read(person)
        name = f"`{person.move}`, {'from behind' if person.flipped and 'back' in move.views else 'as recommended'}"
        rows[name] += Counter({"people": 1})
        for (posture, view), number in seen.items():
            rows[name][f"{posture} / {view}"] += round(100 * number / seen.total())
        fits = sum(n for (posture, view), n in seen.items() if posture in move.postures and view in move.views)
        if fits < seen.total() / 2:
            lost[name].append(person.name)
    return table(
        ["move", "people", "read as", "mostly misread"], [_line(name, rows[name], lost[name]) for name in sorted(rows)]
    )


def _line(name: str, row: Counter[str], lost: Sequence[str]) -> list[str]:
    count = row.pop("people")
    shares = [f"{kind} {number / count:.0f} %" for kind, number in row.most_common() if number / count >= 0.5]
    return [name, str(count), ", ".join(shares), ", ".join(lost) or "-"]
