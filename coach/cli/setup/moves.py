"""``coach moves``: list the moves, show one, check move files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from coach import library
from coach.cli.console import readable, unfolded
from coach.cli.failure import CommandError, check_target, usage_errors
from coach.cli.history.review import show as open_page
from coach.cli.live.sound import chosen_language
from coach.cli.move_options import known_moves
from coach.errors import DataFileError
from coach.report import move as report
from coach.report.review.guide import guide
from coach.report.review.html import write
from coach.schema import move_schema
from coach.store.history import data_folder

WIDEST = 96
"""Characters a line."""


def show(lang: str | None = None, data: Path | None = None) -> int:
    """List the moves by the id that ``--move`` takes, including the user's own."""
    console = readable(WIDEST)
    found, wrong = known_moves(data).all()
    language = chosen_language(lang, data)
    console.print(report.listing(found, language))
    console.print(f"\n{language.say('moves.more')}")
    if wrong:
        raise CommandError("; ".join(map(language.translated, wrong)), DataFileError.exit_code)
    return 0


def show_one(name: str, lang: str | None = None, data: Path | None = None) -> int:
    """Show everything about one move, by its id or from a file."""
    readable(WIDEST).print(report.describe(known_moves(data).load(name), chosen_language(lang, data)))
    return 0


def show_page(name: str, opened: bool, out: Path | None, lang: str | None, data: Path | None = None) -> int:
    """Write the page of one move, with its moving figure, and open it in the browser."""
    with usage_errors():
        check_target("--out", out)
        move = known_moves(data).load(name)
        path = (data or data_folder()) / f"move-{move.id}.html" if out is None else out
        write(path, guide(move, chosen_language(lang, data)))
        open_page(path, opened)
    return 0


def check(files: Sequence[Path], lang: str | None = None, data: Path | None = None) -> int:
    """Report each file as valid, or list its faults, one per line."""
    console, language = unfolded(), chosen_language(lang, data)
    unsound: list[str] = []
    for file in files:
        try:
            faults = library.move_faults(file)
        except DataFileError as error:
            unsound.append(language.translated(error))
            continue
        for path, what in faults:
            console.print(f"{file}: {path}: {language.translated(what)}")
        if faults:
            unsound.append(language.say("errors.file.faults", path=file, n=len(faults)))
        else:
            console.print(language.say("errors.file.valid", path=file))
    if unsound:
        raise CommandError("; ".join(unsound), DataFileError.exit_code)
    return 0


def schema() -> int:
    """Print the JSON schema of a move file."""
    print(json.dumps(move_schema(), indent=2, ensure_ascii=False))
    return 0
