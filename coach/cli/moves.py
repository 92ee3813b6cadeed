"""``coach moves``: what can be checked."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from coach import app


def show() -> int:
    """List the moves by the id that ``--move`` takes."""
    table = Table.grid(padding=(0, 3))
    for name in app.move_ids():
        table.add_row(name, app.choose_move(name).title)
    Console(highlight=False, markup=False).print(table)
    return 0
