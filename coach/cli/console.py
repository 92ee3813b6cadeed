"""Where commands print."""

from __future__ import annotations

from rich.console import Console


def output(*, markup: bool = False, stderr: bool = False) -> Console:
    """Return where a command prints; lines are folded on a terminal, and left whole for a file or another program."""
    console = Console(highlight=False, markup=markup, stderr=stderr)
    console.soft_wrap = not console.is_terminal
    return console


def readable(widest: int) -> Console:
    """Return a console for prose, folded at so many characters a line at most: longer lines are hard to read."""
    console = Console(highlight=False, markup=False)
    console.width = min(console.width, widest)
    return console
