"""Collect the results of several videos in a file that is complete at every moment and lists which are done."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from coach.errors import CoachError
from coach.language import phrase
from coach.report.facts import Report
from coach.report.json import SCHEMA, STDOUT, JsonObject, single, write

_SHARE: Final = 0.05
"""Fraction of time spent rewriting the file after each video: thousands of results take a while."""


@dataclass(frozen=True, slots=True)
class CheckedVideo:
    """A video at the time it was checked, and everything else its results depend on.

    Attributes:
        modified: When it was last written, nanoseconds since 1970.
        asked: Identifies the program version, the move, the model and the options.
    """

    name: str
    bytes: int
    modified: int
    asked: str

    @classmethod
    def now(cls, path: str, asked: str) -> CheckedVideo:
        """Return the video as it is now; of size 0 if it is missing, which checking it will report."""
        try:
            found = os.stat(path)
        except (OSError, ValueError):
            return cls(Path(path).name, 0, 0, asked)
        return cls(Path(path).name, found.st_size, found.st_mtime_ns, asked)


class Collected:
    """The results so far for a number of videos, in the order given."""

    def __init__(self, videos: Sequence[CheckedVideo], path: Path | None = None) -> None:
        self._videos, self._path = videos, path
        self._results: list[list[JsonObject] | None] = [None] * len(videos)
        self._failed: dict[int, tuple[str, str]] = {}
        self._next_write = 0.0
        self._unwritten = not videos  # without videos, an empty file is still to be written

    def take_over(self, path: Path) -> set[int]:
        """Take over the results in an earlier file for videos that have not changed; return their numbers.

        Raises:
            CoachError: The file exists but is not a results file.
        """
        if not path.exists():
            return set()
        earlier = dict(read(path)[0])
        kept = set()
        for number, video in enumerate(self._videos):
            if video in earlier:
                self._results[number] = earlier[video]
                kept.add(number)
        self._unwritten = True
        return kept

    def add(self, number: int, found: Sequence[Report]) -> None:
        """Add the results of a video, and write the file unless it was written a moment ago."""
        self._results[number] = [single(report) for report in found]
        self._write_sometimes()

    def fail(self, number: int, name: str, why: str) -> None:
        """Add the reason why a video could not be checked."""
        self._failed[number] = (name, why)
        self._write_sometimes()

    @property
    def done(self) -> int:
        """Number of finished videos."""
        return sum(found is not None for found in self._results)

    def document(self) -> JsonObject:
        """Return the results file for the results so far."""
        done = [(video, found) for video, found in zip(self._videos, self._results, strict=True) if found is not None]
        return document(done, [self._failed[number] for number in sorted(self._failed)])

    def write(self) -> None:
        """Write the file if there are new results.

        Raises:
            CoachError: It cannot be written; an existing file is untouched.
        """
        if self._path is None or not self._unwritten:
            return
        start = time.monotonic()
        write(self._path, self.document())
        self._unwritten = False
        end = time.monotonic()
        self._next_write = end + (end - start) * (1 / _SHARE - 1)

    def _write_sometimes(self) -> None:
        self._unwritten = True
        if self._path in (None, STDOUT) or (self._path.exists() and not self._path.is_file()):
            return  # standard output or a pipe is written once, at the end
        if time.monotonic() >= self._next_write:
            self.write()


def document(
    done: Iterable[tuple[CheckedVideo, list[JsonObject]]], failed: Sequence[tuple[str, str]] = ()
) -> JsonObject:
    """Return the results file of several videos; ``failed`` lists those that could not be checked, with the reason."""
    results: list[JsonObject] = []
    checked: list[JsonObject] = []
    for video, found in done:
        results += found
        checked.append({**asdict(video), "results": len(found)})
    made: JsonObject = {"schema": SCHEMA, "results": list(results), "checked": list(checked)}
    if failed:
        made["failed"] = [{"name": name, "error": error} for name, error in failed]
    return made


def read(path: Path) -> tuple[list[tuple[CheckedVideo, list[JsonObject]]], list[tuple[str, str]]]:
    """Return the finished videos of a results file with their results, and the failed ones with the reason.

    Raises:
        CoachError: The file cannot be read, or is not a results file of several videos.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        why = error.strerror or str(error)
        raise CoachError(phrase("errors.write.results_unreadable", path=path, why=why)) from error
    except ValueError as error:  # not text, or not JSON
        raise CoachError(phrase("errors.write.not_results", path=path)) from error
    try:
        failed = [(str(each["name"]), str(each["error"])) for each in content.get("failed", ())]
        return list(_entries(content)), failed
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise CoachError(phrase("errors.write.other_results", path=path)) from error


def merged(paths: Sequence[Path]) -> tuple[list[tuple[CheckedVideo, list[JsonObject]]], list[tuple[str, str]]]:
    """Return the merged content of several results files, as ``read`` returns it; duplicates are taken once.

    Raises:
        CoachError: A file cannot be read, or is not a results file of several videos.
    """
    done: dict[CheckedVideo, list[JsonObject]] = {}
    failed: list[tuple[str, str]] = []
    for path in paths:
        entries, failures = read(path)
        for video, found in entries:
            done.setdefault(video, found)
        failed += [failure for failure in failures if failure not in failed]
    return list(done.items()), failed


def _entries(content: Any) -> Iterator[tuple[CheckedVideo, list[JsonObject]]]:  # Any: it may hold anything
    if content["schema"] != SCHEMA:
        raise ValueError("another version")
    results = iter(content["results"])
    for each in content["checked"]:
        found = [result for result in islice(results, each["results"]) if isinstance(result, dict)]
        if len(found) != each["results"]:
            raise ValueError("a result is missing")
        yield CheckedVideo(str(each["name"]), int(each["bytes"]), int(each["modified"]), str(each["asked"])), found
    if next(results, None) is not None:
        raise ValueError("there is a result too many")
