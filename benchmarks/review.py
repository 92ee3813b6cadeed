"""Cost of reviewing years of sessions: time and memory of the whole command, and the size of its page.

    python benchmarks/review.py [--sessions 2000] [--reps 100000] [--runs 5] [--history FOLDER]

The history is generated (``benchmarks/years.py``) unless a folder is given. Each run is a process of its own, from its
start to the page on disk, without a browser. Prints minimum and median, as wall time and as CPU time, which depends
little on the load of the machine.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.years import fill


def run(command: list[str]) -> tuple[float, float, float]:
    """Return the wall time and CPU time in seconds, and the peak memory in MB, of a process."""
    began = time.monotonic()
    process = os.posix_spawn(sys.executable, [sys.executable, *command], dict(os.environ))
    _, status, used = os.wait4(process, 0)
    took = time.monotonic() - began
    if status:
        raise SystemExit(f"{' '.join(command)} failed")
    return took, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--sessions", type=int, default=2000)
    asked.add_argument("--reps", type=int, default=100_000)
    asked.add_argument("--runs", type=int, default=5)
    asked.add_argument("--history", type=Path)
    wanted = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        history, page = wanted.history or Path(folder) / "history", Path(folder) / "page.html"
        if wanted.history is None:
            fill(history, wanted.sessions, wanted.reps)
        words = ["-m", "coach", "review", "--no-open", "--data", str(history), "--out", str(page)]
        runs = [run(words) for _ in range(wanted.runs)]
        bare = [run(["-c", "import coach.cli.history.review"]) for _ in range(wanted.runs)]
        for name, found in (("review", runs), ("of which to load the program", bare)):
            took, worked, memory = zip(*found, strict=True)
            print(
                f"{name}: wall time minimum {min(took):.2f} s, median {statistics.median(took):.2f} s; "
                f"CPU time {min(worked):.2f} s, {statistics.median(worked):.2f} s; peak memory {max(memory):.0f} MB"
            )
        print(f"page: {page.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
