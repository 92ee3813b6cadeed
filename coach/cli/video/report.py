"""``coach report``: write the page of one video and open it in the browser."""

from __future__ import annotations

from pathlib import Path

from coach.app.video.page import report as make
from coach.cli.console import output
from coach.cli.failure import check_target, usage_errors
from coach.cli.history.review import show
from coach.cli.live.sound import chosen_language
from coach.cli.progress import watching
from coach.cli.video.arguments import ReportArguments
from coach.cli.video.options import chosen_move, video_options
from coach.report import text
from coach.store.history import data_folder
from coach.stream import check_span


def report(args: ReportArguments) -> int:
    """Check a video, write its page, print its path, and open it."""
    path = Path(args.video)
    with usage_errors():
        move = chosen_move(args)
        check_span(args.start, args.end)
        check_target("--out", args.out)
    folder = args.data or data_folder()
    language = chosen_language(args.lang, args.data)
    page = args.out or folder / f"report-{path.stem}.html"
    with watching(path.name, args.start or 0.0) as progress:
        found = make(path, move, page, language, video_options(args), progress=progress)
    console = output(markup=True)
    console.width = max(console.width, text.NARROWEST)
    console.print(text.describe(path.name, found, language))
    if found:
        show(page, args.opened)
    return 0
