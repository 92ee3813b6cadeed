"""``coach models``: list the pose models, and download one."""

from __future__ import annotations

from coach.cli.console import output, unfolded
from coach.cli.progress import fetching
from coach.errors import ModelError
from coach.estimate import models
from coach.report.table import Records


def show() -> int:
    """List the models by the name that ``--model`` takes, the default first, with its path or why there is none."""
    table = Records.grid(padding=(0, 3))
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    for name, model in models.listed().items():
        table.add_row(name, f"{model.bytes / 1e6:.0f} MB", _where(name))
    output().print(table)
    return 0


def get(name: str | None) -> int:
    """Download a model, with a progress bar on a terminal, and print its path."""
    chosen = name or next(iter(models.listed()))
    with fetching(f"pose model {chosen}") as progress:
        path = models.get(chosen, progress)
    unfolded().print(f"Pose model {chosen}: {path}")
    return 0


def _where(name: str) -> str:
    try:
        return str(models.find(name))
    except ModelError as error:
        return str(error)
