"""Consoles to print to."""

from __future__ import annotations

from rich.console import Console


def output(*, markup: bool = False, stderr: bool = False) -> Console:
    """Return a console: it folds lines on a terminal, and leaves them whole for a file or another program."""
    console = Console(highlight=False, markup=markup, stderr=stderr)
    console.soft_wrap = not console.is_terminal
    return console


def unfolded() -> Console:
    """Return a console that never folds lines, so that paths in them can be copied."""
    return Console(highlight=False, markup=False, soft_wrap=True)


def readable(widest: int) -> Console:
    """Return a console for prose, which folds lines at ``widest`` characters: longer ones are hard to read."""
    console = Console(highlight=False, markup=False)
    console.width = min(console.width, widest)
    return console
