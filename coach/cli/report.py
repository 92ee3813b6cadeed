"""``coach report``: the page of one video, made and opened in the browser."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from coach import app
from coach.app.clip import report as make
from coach.cli.failure import asked
from coach.cli.progress import watching
from coach.cli.review import check_out, show
from coach.report import text
from coach.store.history import data_folder


def report(video: str, move: str | None, out: Path | None, opened: bool, model: str | None, data: Path | None) -> int:
    """Check a video, make its page, say where it is, and open it."""
    path = Path(video)
    with asked():
        chosen = None if move is None else app.choose_move(move)
        check_out(out)
    page = (data or data_folder()) / f"report-{path.stem}.html" if out is None else out
    with watching(path.name, 0.0) as progress:
        found = make(path, chosen, page, model=model, progress=progress)
    console = Console(highlight=False)
    console.width = max(console.width, text.NARROWEST)
    for each in found:
        console.print(text.tell(each))
    if not found:
        console.print(text.nothing(path.name))
        return 0
    show(page, opened)
    return 0
