"""Report when a library ends the whole process, which raises no exception.

A window whose display is gone, or a decoder or an engine that crashes or runs out of memory, ends the process. So a
small child process waits for the end, with what ``faulthandler`` writes on the way. If the end is not a regular one,
the child stores the report and prints the sentence.
"""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Final, NoReturn

from coach.cli.failure import told
from coach.language import phrase

_REGULAR: Final = b"\0regular"
_MOST: Final = 1 << 16


@contextmanager
def watched(words: Sequence[str]) -> Iterator[None]:
    """Watch for the end of the process within the block; does nothing on a system that cannot fork."""
    if not hasattr(os, "fork"):
        yield
        return
    reading, writing = os.pipe()
    if os.fork() == 0:
        os.close(writing)
        _wait(reading, words)
    os.close(reading)
    faulthandler.enable(writing)
    try:
        yield
    finally:
        # Python itself shows what is raised from here on.
        faulthandler.disable()
        with suppress(OSError):
            os.write(writing, _REGULAR)
        os.close(writing)


def _wait(reading: int, words: Sequence[str]) -> NoReturn:
    """Wait, in the child, for the end of the program, and report it if the program could not."""
    try:
        os.setpgid(0, 0)  # signals of the terminal are for the program
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        found = b""
        while part := os.read(reading, _MOST):
            found += part
        if not found.endswith(_REGULAR):
            os.write(sys.stderr.fileno(), f"coach: {_sentence(found.decode('utf-8', 'replace'), words)}\n".encode())
    finally:
        os._exit(0)


def _sentence(report: str, words: Sequence[str]) -> str:
    """Return the sentence; a report, if there is one, is stored."""
    if not report:
        return told(phrase("errors.crash.ended"), words)
    from coach.cli.crash import Crashes

    kind = report.partition("\n")[0].removeprefix("Fatal Python error: ").strip()
    return told(Crashes(words).keep(report, kind), words)
