"""Time to judge ten seconds of landmarks at 25 frames per second.

pytest benchmarks/test_core.py
pytest benchmarks/test_core.py --benchmark-save=before
pytest benchmarks/test_core.py --benchmark-compare
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

import pytest

from coach.library import load_move, move_ids
from coach.moves.figure import figure
from coach.moves.reading import Reader
from coach.posture import stance
from coach.session.checker import check
from coach.session.observer import Observer
from coach.session.recogniser import Recogniser
from coach.stream import Moment
from tests.clips.packed import path_of, unpack


class Benchmark(Protocol):
    """The fixture of pytest-benchmark."""

    def __call__(self, work: Callable[[], object]) -> object:
        """Call ``work`` as often as needed to time it."""
        ...


@pytest.fixture(scope="module", params=move_ids())
def seen(request: pytest.FixtureRequest) -> tuple[str, Sequence[Moment]]:
    """Return a move and the landmarks of a clip of it."""
    move = str(request.param)
    return move, [moment for moment in unpack(path_of(f"form-{move}-m")) if moment.t < 10]


def test_observe(benchmark: Benchmark, seen: tuple[str, Sequence[Moment]]) -> None:
    """Posture, view and figure."""

    def observe() -> None:
        observer = Observer()
        for moment in seen[1]:
            observer.update(moment)

    benchmark(observe)


def test_posture(benchmark: Benchmark, seen: tuple[str, Sequence[Moment]]) -> None:
    """Posture alone."""
    benchmark(lambda: [stance(moment.pose) for moment in seen[1]])


def test_read(benchmark: Benchmark, seen: tuple[str, Sequence[Moment]]) -> None:
    """The measures of the move alone."""
    reader = Reader(load_move(seen[0]))
    bodies = [figure(moment.pose) for moment in seen[1] if moment.pose is not None]
    benchmark(lambda: [reader.read(body, None) for body in bodies if body is not None])


def test_check(benchmark: Benchmark, seen: tuple[str, Sequence[Moment]]) -> None:
    """Everything, for one move."""
    move = load_move(seen[0])
    benchmark(lambda: list(check(move, seen[1])))


def test_recognise(benchmark: Benchmark, seen: tuple[str, Sequence[Moment]]) -> None:
    """Everything, for all moves at once."""
    moves = [load_move(name) for name in move_ids()]

    def recognise() -> Iterable[object]:
        recogniser = Recogniser(moves)
        for moment in seen[1]:
            recogniser.update(moment)
        recogniser.finish()
        return recogniser.segments()

    benchmark(recognise)
