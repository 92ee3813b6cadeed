"""Tables: columns on a terminal, and one record per line elsewhere."""

from __future__ import annotations

from rich.console import Console, ConsoleOptions, RenderResult
from rich.segment import Segment
from rich.table import Table
from rich.text import Text


class Records(Table):
    """A table. Outside a terminal, each row is one line with its fields separated by tabs."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Render the table for a terminal, or its records for a file or another program."""
        if console.is_terminal:
            yield from super().__rich_console__(console, options)
            return
        rows = list(zip(*(column.cells for column in self.columns), strict=True))
        if self.show_header:
            rows.insert(0, tuple(column.header for column in self.columns))
        for row in rows:
            yield Segment(
                "\t".join(cell.plain if isinstance(cell, Text) else str(cell) for cell in row).rstrip() + "\n"
            )
