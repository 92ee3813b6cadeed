"""A progress bar on a terminal, and nothing anywhere else."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from coach.app import Progress as Watch

EVERY_S: Final = 0.1
"""How often the bar is drawn again; drawing costs as much as looking at a picture."""


@contextmanager
def watching(name: str) -> Iterator[Watch | None]:
    """A bar that follows the checking of ``name``, or ``None`` where nobody watches."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    bar = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        auto_refresh=False,
    )
    with bar:
        task = bar.add_task(name, total=None)
        drawn = 0.0

        def show(t: float, end: float | None) -> None:
            nonlocal drawn
            now = time.monotonic()
            if now - drawn >= EVERY_S:
                drawn = now
                bar.update(task, completed=t, total=end, refresh=True)

        yield show
