"""Progress bars on a terminal; nothing elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Final, TypeAlias

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    ProgressColumn,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from coach.app.batch.several import Follow
from coach.app.video.check import Progress as Progressed

Draw: TypeAlias = Callable[[float, float | None], None]
"""Draws how much is done, and of how much, if that is known."""

EVERY_S: Final = 0.1
"""How often the bar is redrawn; drawing costs as much as processing a frame."""


@contextmanager
def watching(name: str, start: float) -> Iterator[Progressed | None]:
    """Yield a function that shows the progress of checking ``name`` from ``start`` on; ``None`` without a terminal."""
    with _bar(name, TaskProgressColumn(), TimeRemainingColumn()) as draw:
        yield draw and (lambda t, end: draw(t - start, None if end is None else end - start))


class Bars:
    """A bar for several videos together, and one for each that is being checked."""

    def __init__(self, bar: Progress | None, names: Sequence[str], before: int, every: str) -> None:
        """``before`` videos are done already; without ``bar`` nothing is shown."""
        self._bar, self._names, self._drawn = bar, names, -EVERY_S
        self._tasks: dict[int, TaskID] = {}
        self._parts: dict[int, float] = {}
        self._before = before
        if bar is not None:
            self._all = bar.add_task(every, total=before + len(names), completed=before)
        self.watch: Follow | None = None if bar is None else self._watch

    def done(self, number: int) -> None:
        """Mark a video as done."""
        if self._bar is not None:
            self._parts[number] = 1.0
            task = self._tasks.pop(number, None)
            if task is not None:
                self._bar.remove_task(task)

    @contextmanager
    def hidden(self) -> Iterator[None]:
        """Hide the bars within the block, so that something can be printed."""
        if self._bar is None:
            yield
            return
        self._bar.stop()
        yield
        self._bar.start()

    def _watch(self, number: int, t: float, end: float | None) -> None:
        now = time.monotonic()
        if self._bar is None or now - self._drawn < EVERY_S:
            return
        self._drawn = now
        if number not in self._tasks:
            self._tasks[number] = self._bar.add_task(self._names[number], total=None)
        self._parts[number] = min(t / end, 1.0) if end else 0.0
        self._bar.update(self._tasks[number], completed=t, total=end)
        self._bar.update(self._all, completed=self._before + sum(self._parts.values()), refresh=True)


@contextmanager
def watching_several(names: Sequence[str], before: int, every: str) -> Iterator[Bars]:
    """Yield bars for checking several videos, and for all, named ``every``; ``before`` others are done already."""
    with _progress(TaskProgressColumn(), TimeRemainingColumn()) as bar:
        yield Bars(bar, names, before, every)


def measuring() -> AbstractContextManager[Draw | None]:
    """A bar that follows the runs of a measurement; ``None`` without a terminal."""
    return _bar("measuring", TaskProgressColumn(), TimeRemainingColumn())


def fetching(name: str) -> AbstractContextManager[Draw | None]:
    """A function that shows the progress of a download in bytes; ``None`` without a terminal."""
    return _bar(name, DownloadColumn(), TransferSpeedColumn())


@contextmanager
def _progress(*columns: ProgressColumn) -> Iterator[Progress | None]:
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    text = TextColumn("{task.description}", markup=False)
    with Progress(text, BarColumn(), *columns, console=console, transient=True, auto_refresh=False) as bar:
        yield bar


@contextmanager
def _bar(name: str, *columns: ProgressColumn) -> Iterator[Draw | None]:
    with _progress(*columns) as bar:
        if bar is None:
            yield None
            return
        task = bar.add_task(name, total=None)
        drawn = -EVERY_S

        def draw(done: float, total: float | None) -> None:
            nonlocal drawn
            now = time.monotonic()
            if now - drawn >= EVERY_S:
                drawn = now
                bar.update(task, completed=done, total=total, refresh=True)

        yield draw
