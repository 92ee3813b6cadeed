"""Write the review pages of a history, in the data folder or at a given path."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from coach.app.history.diary import diary
from coach.app.history.seen import faults_seen
from coach.app.routines import Routines
from coach.errors import CoachError
from coach.language import Language, phrase
from coach.report.review import page
from coach.report.review.html import write
from coach.store.history import History, for_reading

NAME = "review.html"
"""File name of the review page in the data folder."""

PRINTED = "report.html"
"""File name of the printed report in the data folder."""

WEEKS = 6
"""Weeks that a printed report covers by default: from one appointment to the next."""


@contextmanager
def _uncollected() -> Iterator[None]:
    """Turn garbage collection off within the block: years of history are a million objects without a cycle."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@_uncollected()
def review(
    data: Path,
    language: Language,
    *,
    session: int | None = None,
    weeks: int | None = None,
    printed: bool = False,
    out: Path | None = None,
    today: date | None = None,
) -> Path:
    """Write the review page of a history and return its path.

    ``session`` limits it to one session with all of its curves, ``weeks`` to the last weeks including this one;
    ``printed`` makes the report for a physiotherapist. It covers everything up to today by default.

    Raises:
        ValueError: There is no such session.
        HistoryError: The history cannot be read.
        CoachError: The page cannot be written.
    """
    today = today or datetime.now().astimezone().date()
    with History(data, for_reading) as history:
        found = diary(history, Routines(data), today, session, language.language)
        kept = {each.session: each.path for each in history.landmarks.kept()}
    if session is not None:
        made, name = page.visit(found, session, language), f"review-{session}.html"
    elif printed:
        made, name = page.printed(found, weeks or WEEKS, language), PRINTED
    else:
        found = found if weeks is None else page.since(found, weeks)
        found = replace(found, seen=faults_seen(found.visits, kept, found.definitions))
        made, name = page.review(found, language), NAME
    path = data / name if out is None else out
    write(path, made)
    return path


def remove_pages(data: Path) -> None:
    """Remove the review pages from a data folder: they show data that is being deleted, and can be written again.

    Raises:
        CoachError: One of them cannot be removed.
    """
    for made in (data / NAME, data / PRINTED, *data.glob("review-*.html")):
        try:
            made.unlink(missing_ok=True)
        except OSError as error:
            raise CoachError(phrase("errors.history.page_left", path=made, why=error.strerror)) from error
