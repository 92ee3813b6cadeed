"""``coach doctor``: whether all that a session needs is there, and what to do where it is not."""

from __future__ import annotations

from pathlib import Path

from coach.app.doctor import examine
from coach.cli.console import output
from coach.cli.live.sound import last_sound
from coach.errors import CoachError
from coach.report.table import Records
from coach.store.history import data_folder


def doctor(camera: str, data: Path | None, model: str | None, listen: bool) -> int:
    """Check everything, report each thing, and return 0 only where nothing is wrong."""
    console = output()
    ailing = 0
    folder = data or data_folder()
    for finding in examine(camera, folder, model, last_sound(folder), listen=listen):
        ailing += not finding.sound
        line = Records.grid(padding=(0, 2))
        for width in (4, 11):
            line.add_column(width=width, no_wrap=True)
        line.add_column(overflow="fold")
        line.add_row("ok" if finding.sound else "FIX", finding.name, finding.told)
        console.print(line)
    console.print("Everything works." if not ailing else f"{ailing} {'problem' if ailing == 1 else 'problems'} found.")
    return CoachError.exit_code if ailing else 0
