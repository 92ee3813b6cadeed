"""Where longer texts are printed."""

from __future__ import annotations

from rich.console import Console


def readable(widest: int) -> Console:
    """A console of at most so many characters a line: longer ones are hard to read, however wide the terminal."""
    console = Console(highlight=False, markup=False)
    console.width = min(console.width, widest)
    return console
