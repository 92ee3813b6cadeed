"""The page of one video: checked, its film beside its curves."""

from __future__ import annotations

import base64
import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final
from urllib.parse import quote

from coach.app.video.check import Progress, check_move, recognise_video
from coach.app.video.sources import VideoOptions
from coach.errors import CoachError, SourceError
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
    path: Path,
    move: Move | None,
    out: Path,
    options: VideoOptions = VideoOptions(),  # noqa: B008  # frozen
    *,
    progress: Progress | None = None,
) -> Sequence[Report]:
    """Check a video and write its page; returns the reports, and an empty list where no page was written.

    Args:
        path: The video, or a landmark recording of one; then the page has curves and no video.
        move: What was done; recognised if not given.
        out: The file to write.
        options: How to read the video.
        progress: Called after every moment.

    Raises:
        SourceError: The file cannot be read as a video.
        ModelError: The pose model is missing or cannot run.
        CoachError: The page, or the film beside it, cannot be written.
    """
    recognise = partial(recognise_video, path, options, progress=progress)
    if is_landmarks(path):
        reports = recognise() if move is None else [check_move(path, move, options, progress=progress)]
        if reports:
            write(out, clip(reports, None))
        return reports
    with tempfile.TemporaryDirectory(prefix="coach-") as folder:
        film, seen = Path(folder) / "film.mp4", None
        if move is None:
            seen = Path(folder) / "seen.landmarks"
            reports = recognise(record=seen)
            moves = {each.move.id: each.move for each in reports}
            if len(moves) != 1:
                if reports:
                    write(out, clip(reports, film_of(path, out, 0.0, drawn=False)))
                return reports
            (move,) = moves.values()
        found = check_move(path, move, options, annotate=film, recorded=seen, progress=progress)
        assert found.annotated is not None
        if film.stat().st_size > INSIDE:
            beside = out.with_suffix(".mp4")
            if beside.exists() and beside.samefile(path):
                raise SourceError(f"the film of the page would overwrite {path}; name another page with --out")
            film = moved(film, beside)
        write(out, clip([found], film_of(film, out, found.annotated.start, drawn=True)))
    return [replace(found, annotated=None)]


def moved(film: Path, beside: Path) -> Path:
    """Move a film beside its page, which may be on another disk than where it was made; gives where it is then.

    Raises:
        CoachError: It cannot be written there.
    """
    try:
        shutil.move(film, beside)
    except OSError as error:
        raise CoachError(f"{beside} cannot be written ({error.strerror}); name another page with --out") from error
    return beside


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
