"""``coach speakers``: where it can be heard."""

from __future__ import annotations

from rich.console import Console

from coach.voice.speaker import speakers


def show() -> int:
    """List the speakers by the names that ``--speaker`` takes."""
    console = Console(highlight=False, markup=False, soft_wrap=True)
    for name in speakers():
        console.print(name)
    return 0
