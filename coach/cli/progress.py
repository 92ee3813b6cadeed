"""Progress bars on a terminal, and nothing anywhere else."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    ProgressColumn,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from coach.app import Progress as Watch

EVERY_S: Final = 0.1
"""How often the bar is drawn again; drawing costs as much as looking at a picture."""


@contextmanager
def watching(name: str, start: float) -> Iterator[Watch | None]:
    """A bar that follows the checking of ``name`` from ``start`` on, or ``None`` where nobody watches."""
    with _bar(name, TaskProgressColumn(), TimeRemainingColumn()) as draw:
        yield draw and (lambda t, end: draw(t - start, None if end is None else end - start))


@contextmanager
def fetching(name: str) -> Iterator[Callable[[int, int], None] | None]:
    """A bar that follows the bytes of ``name`` as they come, or ``None`` where nobody watches."""
    with _bar(name, DownloadColumn(), TransferSpeedColumn()) as draw:
        yield draw


@contextmanager
def _bar(name: str, *columns: ProgressColumn) -> Iterator[Callable[[float, float | None], None] | None]:
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    said = TextColumn("{task.description}", markup=False)
    with Progress(said, BarColumn(), *columns, console=console, transient=True, auto_refresh=False) as bar:
        task = bar.add_task(name, total=None)
        drawn = -EVERY_S

        def draw(done: float, total: float | None) -> None:
            nonlocal drawn
            now = time.monotonic()
            if now - drawn >= EVERY_S:
                drawn = now
                bar.update(task, completed=done, total=total, refresh=True)

        yield draw
