"""``coach models``: list the pose models, and download one."""

from __future__ import annotations

from pathlib import Path

from coach.cli.console import output, unfolded
from coach.cli.live.sound import chosen_language
from coach.cli.progress import fetching
from coach.errors import ModelError
from coach.estimate import models
from coach.language import Language
from coach.report.table import Records


def show(lang: str | None, data: Path | None) -> int:
    """List the models by the name that ``--model`` takes, the default first, with its path or why there is none."""
    phrases = chosen_language(lang, data)
    table = Records.grid(padding=(0, 3))
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    for name, model in models.listed().items():
        table.add_row(name, f"{phrases.number(model.bytes / 1e6)} MB", _where(name, phrases))
    output().print(table)
    return 0


def get(name: str | None, lang: str | None, data: Path | None) -> int:
    """Download a model, with a progress bar on a terminal, and print its path."""
    chosen = name or next(iter(models.listed()))
    what = chosen_language(lang, data).say("models.of", name=chosen)
    with fetching(what) as progress:
        path = models.get(chosen, progress)
    unfolded().print(f"{what}: {path}")
    return 0


def _where(name: str, phrases: Language) -> str:
    try:
        return str(models.find(name))
    except ModelError as error:
        return phrases.translated(error)
