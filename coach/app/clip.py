"""The page of one video: checked, its film beside its curves."""

from __future__ import annotations

import base64
import os
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final
from urllib.parse import quote

from coach.app.check import Progress, check_video, recognise_video
from coach.errors import SourceError
from coach.moves.move import Move
from coach.report.facts import Report
from coach.report.review.clip import Footage, clip
from coach.report.review.html import write
from coach.store.landmarks import is_landmarks

INSIDE: Final = 24 * 1024 * 1024
"""Up to so many bytes a film goes into its page, where it takes a third more; a larger one stays beside it."""

KINDS: Final = {".webm": "video/webm", ".mkv": "video/x-matroska", ".ogv": "video/ogg"}
"""What a browser has to be told of a film by its ending; for all others it is told that it is an MP4."""


def report(
    path: Path, move: Move | None, out: Path, *, model: str | None = None, progress: Progress | None = None
) -> Sequence[Report]:
    """Check a video and make its page; gives what was found in it, which is nothing where no page was made.

    Args:
        path: The video, or landmarks that were kept of one; then the page has curves and no film.
        move: What was done; where it is not given, it is recognised.
        out: The file to write.
        model: Name or file of the pose model, instead of the default one.
        progress: Called after every moment.

    Raises:
        SourceError: The file cannot be read as a video.
        ModelError: The pose model is missing or cannot run.
        CoachError: The page, or the film beside it, cannot be written.
    """
    if is_landmarks(path):
        reports = _found(path, move, model, progress)
        if reports:
            write(out, clip(reports, None))
        return reports
    if move is None:
        reports = recognise_video(path, model=model, progress=progress)
        moves = {each.move.id: each.move for each in reports}
        if len(moves) != 1:
            if reports:
                write(out, clip(reports, film_of(path, out, 0.0, drawn=False)))
            return reports
        (move,) = moves.values()
    with tempfile.TemporaryDirectory(prefix="coach-") as folder:
        film = Path(folder) / "film.mp4"
        found = check_video(path, move, model=model, progress=progress, annotate=film)
        assert found.annotated is not None
        if film.stat().st_size > INSIDE:
            beside = out.with_suffix(".mp4")
            if beside.exists() and beside.samefile(path):
                raise SourceError(f"the film of the page would overwrite {path}; name another page with --out")
            os.replace(film, beside)
            film = beside
        write(out, clip([found], film_of(film, out, found.annotated.start, drawn=True)))
    return [replace(found, annotated=None)]


def _found(path: Path, move: Move | None, model: str | None, progress: Progress | None) -> list[Report]:
    if move is not None:
        return [check_video(path, move, model=model, progress=progress)]
    return recognise_video(path, model=model, progress=progress)


def film_of(film: Path, page: Path, start: float, *, drawn: bool) -> Footage:
    """The film of a page: in it where it is small, else by its way from there."""
    if film.stat().st_size <= INSIDE:
        kind = KINDS.get(film.suffix.lower(), "video/mp4")
        inside = base64.b64encode(film.read_bytes()).decode()
        return Footage(f"data:{kind};base64,{inside}", start, drawn, True, film.name)
    try:
        way = quote(Path(os.path.relpath(film.resolve(), page.resolve().parent)).as_posix())
    except ValueError:  # on another drive of Windows
        way = film.resolve().as_uri()
    return Footage(way, start, drawn, False, film.name)
