"""``coach check`` with several videos: each is printed in the order given, as soon as those before it are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

from rich.console import Console

from coach.app.batch.several import Follow, Outcome
from coach.app.batch.task import Task, fingerprint
from coach.cli.console import output
from coach.cli.failure import INTERRUPTED, CommandError
from coach.cli.progress import Bars, watching_several
from coach.errors import CoachError
from coach.language import Language, Phrase, phrase
from coach.report import text
from coach.report.collected import CheckedVideo, Collected
from coach.report.facts import Report

Runner: TypeAlias = Callable[[Sequence[Task], Follow | None], Iterator[tuple[int, Outcome]]]
"""Checks videos, in this process, in others or on other machines."""


def run_several(
    tasks: Sequence[Task],
    console: Console,
    language: Language,
    json: Path | None,
    run: Runner,
    *,
    resume: bool = False,
    keep: Callable[[Task, list[Report]], str] | None = None,
) -> int:
    """Check videos, print the results of each, write the results file, and return the exit code.

    ``keep`` takes the results of each video as soon as it is done, and returns a sentence to print with it.
    """
    plain = [Path(task.path).name for task in tasks]
    names = [name if plain.count(name) == 1 else task.path for name, task in zip(plain, tasks, strict=True)]
    settings = fingerprint(tasks[0]) if tasks else ""
    collected = Collected([CheckedVideo.now(task.path, settings) for task in tasks], json)
    kept = collected.take_over(json) if resume and json is not None else set()
    left = [number for number in range(len(tasks)) if number not in kept]
    printer = _Printer(names, console, language)
    if not tasks:
        console.print(language.say("table.empty_part"))
    codes: set[int] = set()
    try:
        every = language.say("table.all_videos")
        with watching_several([names[number] for number in left], len(kept), every) as bars:
            for number in kept:
                printer.take(number, None, bars)
            for at, outcome in run([tasks[number] for number in left], bars.watch):
                number = left[at]
                kept_as = ""
                if isinstance(outcome, CoachError):
                    collected.fail(number, names[number], str(outcome))
                    codes.add(outcome.exit_code)
                else:
                    kept_as = keep(tasks[number], outcome) if keep is not None else ""
                    collected.add(number, outcome)
                bars.done(at)
                printer.take(number, outcome, bars, kept_as)
    except KeyboardInterrupt as stop:
        raise CommandError(_stopped(collected.done, len(tasks), json), INTERRUPTED) from stop
    finally:
        collected.write()
    return 0 if not codes else codes.pop() if len(codes) == 1 else CoachError.exit_code


class _Printer:
    """Prints the results of videos in the order given, not in that in which they finish."""

    def __init__(self, names: Sequence[str], console: Console, language: Language) -> None:
        self._names, self._console, self._language = names, console, language
        self._errors = output(stderr=True)
        self._waiting: dict[int, tuple[Outcome | None, str]] = {}
        self._next = 0

    def take(self, number: int, outcome: Outcome | None, bars: Bars, last_line: str = "") -> None:
        """Take the outcome of a video, ``None`` if it was checked before; print the due results, between the bars."""
        self._waiting[number] = outcome, last_line
        if self._next not in self._waiting:
            return
        with bars.hidden():
            while self._next in self._waiting:
                self._print(self._names[self._next], *self._waiting.pop(self._next))
                self._next += 1

    def _print(self, name: str, outcome: Outcome | None, last_line: str) -> None:
        match outcome:
            case None:
                self._console.print(self._language.say("table.checked_before", file=name), markup=False, soft_wrap=True)
            case CoachError():
                self._errors.print(f"coach: {self._language.translated(outcome)}", markup=False, soft_wrap=True)
            case _:
                if outcome and name != outcome[0].file:  # another video has that name too
                    self._console.print(name, markup=False)
                self._console.print(text.describe(name, outcome, self._language))
        if last_line:
            self._console.print(f"{last_line}\n")


def _stopped(done: int, total: int, json: Path | None) -> Phrase:
    key = "videos" if json is None or not done else "saved"
    return phrase(f"errors.stopped_at.{key}", done=done, total=total, json=json)
