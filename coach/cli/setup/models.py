"""``coach models``: which pose models are here, and getting one."""

from __future__ import annotations

from rich.console import Console

from coach.cli.console import output
from coach.cli.progress import fetching
from coach.errors import ModelError
from coach.estimate import models
from coach.report.table import Records


def show() -> int:
    """List the models by the name that ``--model`` takes, the usual one first, with where each is or why it is not."""
    table = Records.grid(padding=(0, 3))
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    for name, model in models.listed().items():
        table.add_row(name, f"{model.bytes / 1e6:.0f} MB", _where(name))
    output().print(table)
    return 0


def get(name: str | None) -> int:
    """Fetch a model, with a bar on a terminal, and say where it is."""
    chosen = name or next(iter(models.listed()))
    with fetching(f"pose model {chosen}") as progress:
        path = models.get(chosen, progress)
    Console(highlight=False, markup=False, soft_wrap=True).print(f"Pose model {chosen}: {path}")
    return 0


def _where(name: str) -> str:
    try:
        return str(models.find(name))
    except ModelError as error:
        return str(error)
