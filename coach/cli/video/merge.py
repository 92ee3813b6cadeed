"""``coach merge``: one results file of several."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from coach.cli.console import output
from coach.cli.failure import asked
from coach.report import json as results
from coach.report.collected import document, merged


def merge(files: Sequence[Path], target: Path) -> int:
    """Write what is in ``files`` into one, and say how much it is."""
    with asked():
        if target != results.STDOUT and (target.is_dir() or not target.parent.is_dir()):
            raise ValueError(f"--json {target} is not a file in an existing folder")
    done, failed = merged(files)
    results.write(target, document(done, failed))
    said = f"{target}: {len(done)} videos checked, {len(failed)} failed."
    output(stderr=target == results.STDOUT).print(said)
    return 0
