"""Report an internal error: a file for the developers, and one sentence for the user.

A report has the place in the program, the kind of computer and the versions. It has no image, no landmark, no argument
of the command line, and of an address only the host.
"""

from __future__ import annotations

import os
import re
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from coach import __version__
from coach.cli.failure import given, told
from coach.language import phrase

FOLDER: Final = "crashes"
"""In the data folder."""

PACKAGES: Final = ("numpy", "opencv-python", "mediapipe", "pydantic", "rich", "typer")

_LONGEST: Final = 300
_LISTS: Final = re.compile(r"[\[({][^\[\](){}]*\d[^\[\](){}]*[\])}]")
"""Numbers in brackets in an error message, which may be landmarks."""


class Crashes:
    """Writes reports while a command runs.

    Of the command line, only the names of the command and its options are written.
    """

    def __init__(self, words: Sequence[str]) -> None:
        self.many = 0
        self._words = words

    def note(self, error: BaseException, where: str = "the program") -> str:
        """Write a report, and return a sentence with its path."""
        self.many += 1
        return self.keep(_trace(error), type(error).__name__, where)

    def keep(self, found: str, kind: str, where: str = "the program") -> str:
        """Write a report of ``found``, and return a sentence with its path."""
        try:
            path = _write(_folder(self._words), f"{_about(self._words, where)}\n{found}")
        except OSError as error:
            return phrase("errors.crash.unreported", kind=kind, why=error.strerror or str(error))
        return phrase("errors.crash.reported", kind=kind, path=path)


@contextmanager
def watching(words: Sequence[str]) -> Iterator[Crashes]:
    """Within the block, report an error in any thread; the other threads continue."""
    crashes = Crashes(words)

    def note(given: threading.ExceptHookArgs) -> None:
        if given.exc_value is not None and not isinstance(given.exc_value, SystemExit):
            name = given.thread.name.partition(" from ")[0] if given.thread else "?"
            print("coach:", told(crashes.note(given.exc_value, f"the thread {name}"), words), file=sys.stderr)

    before, threading.excepthook = threading.excepthook, note
    try:
        yield crashes
    finally:
        threading.excepthook = before


def _folder(words: Sequence[str]) -> Path:
    """Return the folder for reports, in the data folder that the command line names."""
    if data := given(words, "--data"):
        return Path(data) / FOLDER
    from coach.store.history import data_folder

    return data_folder() / FOLDER


def _write(folder: Path, text: str) -> Path:
    """Write a new file that only its owner may read, and return its path."""
    from datetime import UTC, datetime

    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{os.getpid()}.txt"
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
    with open(os.open(path, flags, 0o600), "a", encoding="utf-8", errors="backslashreplace") as file:
        file.write(text)
    return path


def _about(words: Sequence[str], where: str) -> str:
    # Imported here: nearly every run does without.
    import importlib.metadata
    import platform
    from datetime import UTC, datetime

    names = [word.partition("=")[0] for word in words if re.fullmatch(r"--?[a-z][a-z-]*(=.*)?", word)]
    command = next((word for word in words if word.isalpha() and word.islower() and len(word) < 12), "")
    versions = [f"coach {__version__}", f"Python {platform.python_version()}"]
    for package in PACKAGES:
        with suppress(importlib.metadata.PackageNotFoundError):
            versions.append(f"{package} {importlib.metadata.version(package)}")
    return "\n".join([
        "Report of an internal error of coach. It contains no image, no landmark and no input.",
        f"when: {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC",
        f"command: coach {command} {' '.join(names)}".rstrip(),
        f"where: {where}",
        f"versions: {', '.join(versions)}",
        f"system: {platform.platform()}, {platform.machine()}, {os.cpu_count()} processors",
        "",
    ])  # fmt: skip


def _trace(error: BaseException) -> str:
    """Return where an exception and its causes were raised: files, lines and code, without values."""
    import traceback

    from coach.cli.printable import masked

    parts = []
    seen: set[int] = set()
    each: BaseException | None = error
    while each is not None and id(each) not in seen:
        seen.add(id(each))
        words = _LISTS.sub("[…]", masked(str(each).partition("\n")[0]))[:_LONGEST]
        parts.append("".join(traceback.format_tb(each.__traceback__)) + f"{type(each).__name__}: {words}\n")
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)
    return "\n".join(reversed(parts))
