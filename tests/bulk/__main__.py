"""Corrupts files in bulk and prints the outcomes: ``python -m tests.bulk [--seed N] [KIND=MANY ...]``.

The latest figures are in docs/reliability.md.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

from tests.bulk.trying import tried

FULL = {
    "moves": 10_000, "landmarks": 5_000, "histories": 3_000, "videos": 2_000, "routines": 3_000, "models": 2_000,
    "phrases": 1_000,
}  # fmt: skip


def main(words: list[str]) -> None:
    seed = int(words[1]) if words[:1] == ["--seed"] else 0
    words = words[2:] if words[:1] == ["--seed"] else words
    counts = {kind: int(many) for kind, _, many in (word.partition("=") for word in words)} or FULL
    write = sys.stdout.write
    for kind, many in counts.items():
        began = time.monotonic()
        outcomes = tried(many, Path(tempfile.mkdtemp()), kind, seed)
        summary = ", ".join(f"{number} {outcome}" for outcome, number in sorted(outcomes.items()))
        peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        write(f"{kind}: {many} corrupted: {summary}; {time.monotonic() - began:.0f} s, at most {peak_mb} MB\n")


if __name__ == "__main__":
    main(sys.argv[1:])
