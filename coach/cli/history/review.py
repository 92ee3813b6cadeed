"""``coach review``: write the page of the history and open it in the browser."""

from __future__ import annotations

import webbrowser
from pathlib import Path

from rich.console import Console

from coach.app.history.review import review as make
from coach.cli.failure import check_target, usage_errors
from coach.cli.history.arguments import ReviewArguments
from coach.cli.live.sound import chosen_language
from coach.store.history import data_folder


def review(args: ReviewArguments) -> int:
    """Make the page, print its path, and open it."""
    session, weeks, printed = args.session, args.weeks, args.printed
    with usage_errors():
        if session is not None and (weeks is not None or printed):
            raise ValueError("--session cannot be combined with --weeks or --print")
        check_target("--out", args.out)
        folder = args.data or data_folder()
        language = chosen_language(args.lang, args.data)
        show(make(folder, language, session=session, weeks=weeks, printed=printed, out=args.out), args.opened)
    return 0


def show(page: Path, opened: bool) -> None:
    """Print the path of a page, and open it in the browser if there is one."""
    Console(highlight=False, markup=False).print(str(page), soft_wrap=True)
    if opened:
        webbrowser.open(page.resolve().as_uri())
