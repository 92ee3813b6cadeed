"""Check several videos, one after another or in parallel."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final, TypeAlias

from coach.app.batch.task import Task, attempt, fault
from coach.app.processes import Died, Finished, Processes, Raised, Sent, killed
from coach.errors import CoachError
from coach.report.facts import Report

Outcome: TypeAlias = list[Report] | CoachError
"""The outcome of one video."""

Follow: TypeAlias = Callable[[int, float, float | None], None]
"""Called with the task's number, the time of the frame just processed, and the end of the video if known; seconds."""

_REPORT_EVERY_S: Final = 0.1


def check_several(
    tasks: Sequence[Task], watch: Follow | None = None, *, jobs: int = 1
) -> Iterator[tuple[int, Outcome]]:
    """Check videos, ``jobs`` at a time; yield the number and outcome of each video as it finishes.

    With one job, videos are checked in this process, one after another; with several, each in its own process, and
    a process that dies costs only its own video. Results do not depend on the number of jobs.
    """
    if jobs == 1:
        for number, task in enumerate(tasks):
            yield number, attempt(task, watch and partial(watch, number))
        return
    waiting = iter(enumerate(tasks))
    with Processes(min(jobs, len(tasks))) as processes:
        while True:
            while processes.free and (next_one := next(waiting, None)):
                processes.give(next_one[0], _attempt, next_one[1], watch is not None)
            if not processes.busy:
                return
            for message in processes.messages():
                match message:
                    case Sent(number, (t, end)) if watch is not None:
                        watch(number, t, end)
                    case Finished(number, outcome):
                        yield number, outcome
                    case Raised(number, error):
                        yield number, fault(tasks[number].path, error)
                    case Died(number, how):
                        yield number, killed(tasks[number].path, how)


def _attempt(task: Task, watched: bool, say: Callable[[object], None]) -> Outcome:
    """Run ``attempt`` in its own process; report progress even if unwatched, to notice when the parent is gone."""
    reported = -_REPORT_EVERY_S

    def progress(t: float, end: float | None) -> None:
        nonlocal reported
        now = time.monotonic()
        if now - reported >= _REPORT_EVERY_S:
            reported = now
            say((t, end) if watched else None)

    return attempt(task, progress)
