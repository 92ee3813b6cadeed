"""The results of several videos, in a file that is whole at every moment and says which of them are done."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from coach.errors import CoachError
from coach.report.facts import Report
from coach.report.json import SCHEMA, STDOUT, Object, single, write

_SHARE: Final = 0.05
"""Part of the time that may go into writing the file anew after each video: thousands of results take a while."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A video as it was when it was checked, and all else that its results hang on.

    Attributes:
        name: Its name, without its folder.
        bytes: Its length.
        modified: When it was last written, nanoseconds since 1970.
        asked: Stands for the version of the program, the move, the model and the options.
    """

    name: str
    bytes: int
    modified: int
    asked: str

    @classmethod
    def now(cls, path: str, asked: str) -> Checked:
        """The video as it is now; of no length where there is none, which checking it will tell."""
        try:
            found = os.stat(path)
        except (OSError, ValueError):
            return cls(Path(path).name, 0, 0, asked)
        return cls(Path(path).name, found.st_size, found.st_mtime_ns, asked)


class Collected:
    """What is known of each of a number of videos, in the order in which they were asked for.

    Args:
        videos: The videos as they are.
        path: The file to keep, if any.
    """

    def __init__(self, videos: Sequence[Checked], path: Path | None = None) -> None:
        self._videos, self._path = videos, path
        self._results: list[list[Object] | None] = [None] * len(videos)
        self._failed: dict[int, tuple[str, str]] = {}
        self._next_write = 0.0
        self._unwritten = not videos  # of none, that there are none

    def take_over(self, path: Path) -> set[int]:
        """Keep the results in an earlier file of the videos that are the same still; gives their numbers.

        Raises:
            CoachError: There is such a file, and it holds something else.
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
        """Take what was found in a video, and write the file unless it was written a moment ago."""
        self._results[number] = [single(report) for report in found]
        self._write_sometimes()

    def fail(self, number: int, name: str, why: str) -> None:
        """Take why a video could not be checked."""
        self._failed[number] = (name, why)
        self._write_sometimes()

    @property
    def done(self) -> int:
        """How many videos are done."""
        return sum(found is not None for found in self._results)

    def document(self) -> Object:
        """The results file of what is known by now."""
        done = [(video, found) for video, found in zip(self._videos, self._results, strict=True) if found is not None]
        return document(done, [self._failed[number] for number in sorted(self._failed)])

    def write(self) -> None:
        """Write the file, if anything is known that it does not say.

        Raises:
            CoachError: It cannot be written; what was there before is untouched.
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
            return  # the standard output or a pipe is written to once, at the end
        if time.monotonic() >= self._next_write:
            self.write()


def document(done: Iterable[tuple[Checked, list[Object]]], failed: Sequence[tuple[str, str]] = ()) -> Object:
    """The results file of several videos; ``failed`` names those that could not be checked, each with why."""
    results: list[Object] = []
    checked: list[Object] = []
    for video, found in done:
        results += found
        checked.append(
            {
                "name": video.name,
                "bytes": video.bytes,
                "modified": video.modified,
                "asked": video.asked,
                "results": len(found),
            }
        )
    made: Object = {"schema": SCHEMA, "results": list(results), "checked": list(checked)}
    if failed:
        made["failed"] = [{"name": name, "error": error} for name, error in failed]
    return made


def read(path: Path) -> tuple[list[tuple[Checked, list[Object]]], list[tuple[str, str]]]:
    """The videos that a results file says are done, each with its results, and those that it says failed, with why.

    Raises:
        CoachError: The file cannot be read, or is no results file of several videos.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CoachError(f"{path} cannot be read ({error.strerror or error}); name another results file") from error
    except ValueError as error:  # neither text nor JSON
        raise CoachError(f"{path} is no results file; name another one") from error
    try:
        failed = [(str(each["name"]), str(each["error"])) for each in content.get("failed", ())]
        return list(_entries(content)), failed
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise CoachError(f"{path} is no results file of several videos of this version; name another one") from error


def merged(paths: Sequence[Path]) -> tuple[list[tuple[Checked, list[Object]]], list[tuple[str, str]]]:
    """What several results files say, in their order, as ``read`` gives it; what is in more than one is taken once.

    Raises:
        CoachError: One of the files cannot be read, or is no results file of several videos.
    """
    done: dict[Checked, list[Object]] = {}
    failed: list[tuple[str, str]] = []
    for path in paths:
        entries, failures = read(path)
        for video, found in entries:
            done.setdefault(video, found)
        failed += [failure for failure in failures if failure not in failed]
    return list(done.items()), failed


def _entries(content: Any) -> Iterator[tuple[Checked, list[Object]]]:  # Any: it may hold anything
    if content["schema"] != SCHEMA:
        raise ValueError("another version")
    results = iter(content["results"])
    for each in content["checked"]:
        found = [result for result in islice(results, each["results"]) if isinstance(result, dict)]
        if len(found) != each["results"]:
            raise ValueError("a result is missing")
        yield Checked(str(each["name"]), int(each["bytes"]), int(each["modified"]), str(each["asked"])), found
    if next(results, None) is not None:
        raise ValueError("a result too many")
