"""``coach review``: the page of what is kept, made and opened in the browser."""

from __future__ import annotations

import webbrowser
from pathlib import Path

from rich.console import Console

from coach.app.history.review import review as make
from coach.cli.failure import asked, check_target
from coach.cli.live.sound import chosen_language
from coach.store.history import data_folder


def review(
    session: int | None,
    weeks: int | None,
    printed: bool,
    out: Path | None,
    opened: bool,
    data: Path | None,
    lang: str | None,
) -> int:
    """Make the page, say where it is, and open it."""
    with asked():
        if session is not None and (weeks is not None or printed):
            raise ValueError("--session cannot be combined with --weeks or --print")
        check_target("--out", out)
        folder = data or data_folder()
        language = chosen_language(lang, data)
        show(make(folder, language, session=session, weeks=weeks, printed=printed, out=out), opened)
    return 0


def show(page: Path, opened: bool) -> None:
    """Say where a page is, and open it in the browser; where there is none, the line says enough."""
    Console(highlight=False, markup=False).print(str(page), soft_wrap=True)
    if opened:
        webbrowser.open(page.resolve().as_uri())
