"""Child processes that stand in for a voice: they write down what they were told."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from pathlib import Path

from coach.voice.system import Call

SCRIPT = """
import os, sys, time
text = sys.stdin.read() or sys.argv[-1]
for word in ("began", "ended"):
    with open(sys.argv[1], "a", encoding="utf-8") as file:
        file.write(word + " " + text + "\\n")
    if word == "began":
        time.sleep(float(sys.argv[2]))
        while sys.argv[4] and not os.path.exists(sys.argv[4]):
            time.sleep(0.01)
sys.exit(int(sys.argv[3]))
"""


def stub(log: Path, text: str, *, seconds: float = 0.0, code: int = 0, until: Path | str = "") -> Call:
    """A child that takes a while to say something, and writes down when it begins and when it ends.

    It does not end before there is a file ``until``.
    """
    return Call((sys.executable, "-I", "-S", "-c", SCRIPT, str(log), str(seconds), str(code), str(until)), text)


def written(log: Path) -> list[str]:
    """What the children wrote."""
    return log.read_text(encoding="utf-8").splitlines() if log.exists() else []


def until(condition: Callable[[], object]) -> None:
    """Wait for what another process is about to do."""
    for _ in range(2000):
        if condition():
            return
        threading.Event().wait(0.01)
    raise AssertionError("it never happened")
