"""Several videos, one after the other or side by side."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeAlias

from coach.app.batch.task import Task, attempt, fault
from coach.app.processes import Died, Done, Processes, Raised, Said, killed
from coach.app.video.check import Progress
from coach.errors import CoachError
from coach.report.facts import Report

Outcome: TypeAlias = list[Report] | CoachError
"""What came of one video."""

Watch: TypeAlias = Callable[[int, float, float | None], None]
"""Told of which task, the instant just looked at, and the one at which its video will end, if it says; seconds."""

_TELL_EVERY_S: Final = 0.1


def check_several(tasks: Sequence[Task], watch: Watch | None = None, *, jobs: int = 1) -> Iterator[tuple[int, Outcome]]:
    """Check videos, ``jobs`` of them at a time; gives the number of each, as it is done, with what came of it.

    With one job they are checked in this process, one after the other; with several each in a process of its own, and
    one that dies costs its own video only. What comes of a video does not hang on how many are checked at a time.
    """
    if jobs == 1:
        for number, task in enumerate(tasks):
            yield number, attempt(task, _of(watch, number))
        return
    waiting = iter(enumerate(tasks))
    left = len(tasks)
    with Processes(min(jobs, left)) as processes:
        while left:
            while processes.free and (next_one := next(waiting, None)):
                processes.give(next_one[0], _attempt, next_one[1], watch is not None)
            for news in processes.news():
                match news:
                    case Said(number, (t, end)) if watch is not None:
                        watch(number, t, end)
                    case Done(number, outcome):
                        left -= 1
                        yield number, outcome
                    case Raised(number, error):
                        left -= 1
                        yield number, fault(tasks[number].path, error)
                    case Died(number, how):
                        left -= 1
                        yield number, killed(tasks[number].path, how)
                    case _:
                        pass


def _attempt(task: Task, watched: bool, say: Callable[[object], None]) -> Outcome:
    """``attempt``, in a process of its own; it speaks also where nobody listens, to notice when nobody is there."""
    said = -_TELL_EVERY_S

    def progress(t: float, end: float | None) -> None:
        nonlocal said
        now = time.monotonic()
        if now - said >= _TELL_EVERY_S:
            said = now
            say((t, end) if watched else None)

    return attempt(task, progress)


def _of(watch: Watch | None, number: int) -> Progress | None:
    return watch and (lambda t, end: watch(number, t, end))
