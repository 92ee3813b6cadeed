"""What is said where a library ends the whole program: no exception is raised then, and no line of it runs any more.

A window whose display is gone, a decoder or an engine that breaks down or finds no memory ends the process from within.
So a small process is forked off that does nothing but wait for the end, with what ``faulthandler`` writes down on the
way there. It is told when the end is a proper one; if not, it keeps the report and says the sentence.
"""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Final, NoReturn

_PROPER: Final = b"\0proper"
_MOST: Final = 1 << 16


@contextmanager
def of(words: Sequence[str]) -> Iterator[None]:
    """Within, the end of the process is watched; a system that cannot fork does without."""
    if not hasattr(os, "fork"):
        yield
        return
    hearing, telling = os.pipe()
    if os.fork() == 0:
        os.close(telling)
        _wait(hearing, words)
    os.close(hearing)
    faulthandler.enable(telling)
    try:
        yield
    finally:
        # Whatever is raised from here on is shown by Python itself.
        faulthandler.disable()
        with suppress(OSError):
            os.write(telling, _PROPER)
        os.close(telling)


def _wait(hearing: int, words: Sequence[str]) -> NoReturn:
    """The small process: wait for the end of the other one, and speak for it where it could not."""
    try:
        os.setpgid(0, 0)  # what a terminal sends to the program is not for this one
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        found = b""
        while part := os.read(hearing, _MOST):
            found += part
        if not found.endswith(_PROPER):
            os.write(sys.stderr.fileno(), f"coach: {_said(found.decode('utf-8', 'replace'), words)}\n".encode())
    finally:
        os._exit(0)


def _said(report: str, words: Sequence[str]) -> str:
    """The sentence; where there is a report, it is kept."""
    if not report:
        return "ended by the system or by closing the display; everything until then is saved"
    from coach.cli.crash import Crashes

    return Crashes(words).keep(report, report.partition("\n")[0].removeprefix("Fatal Python error: ").strip())
