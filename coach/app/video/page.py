"""Write the page of one checked video: the video beside its curves."""

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
from coach.capture.shot import AS_IT_IS, Shot
from coach.capture.video import VideoFile
from coach.errors import CoachError, SourceError
from coach.language import Language, phrase
from coach.moves.move import Move
from coach.report.facts import Report
from coach.report.review.clip import Footage, clip
from coach.report.review.html import write
from coach.report.video_writer import VideoWriter
from coach.store.landmarks import is_landmarks

INSIDE: Final = 24 * 1024 * 1024
"""Largest video, bytes, embedded in its page, where it takes a third more; a larger one stays a separate file."""


def report(
    path: Path,
    move: Move | None,
    out: Path,
    language: Language,
    options: VideoOptions = VideoOptions(),  # noqa: B008  # frozen
    *,
    progress: Progress | None = None,
) -> Sequence[Report]:
    """Check a video and write its page; returns the reports, and an empty list where no page was written.

    The page of a landmark recording has curves and no video. The move is recognised if not given.

    Raises:
        SourceError: The file cannot be read as a video.
        ModelError: The pose model is missing or cannot run.
        CoachError: The page, or the video beside it, cannot be written.
    """
    recognise = partial(recognise_video, path, options, progress=progress)
    if is_landmarks(path):
        reports = recognise() if move is None else [check_move(path, move, options, progress=progress)]
        if reports:
            write(out, clip(reports, None, language))
        return reports
    with tempfile.TemporaryDirectory(prefix="coach-") as folder:
        footage, seen = Path(folder) / "video.mp4", None
        if move is None:
            seen = Path(folder) / "seen.landmarks"
            reports = recognise(record=seen)
            moves = {each.move.id: each.move for each in reports}
            if len(moves) != 1:
                if reports:
                    shown = placed(playable(path, options.shot, footage), path, out)
                    write(out, clip(reports, footage_of(shown, out, 0.0, drawn=False), language))
                return reports
            (move,) = moves.values()
        found = check_move(path, move, options, annotate=footage, language=language, recorded=seen, progress=progress)
        assert found.annotated is not None
        write(
            out, clip([found], footage_of(placed(footage, path, out), out, found.annotated.start, drawn=True), language)
        )
    return [replace(found, annotated=None)]


def playable(path: Path, shot: Shot, made: Path) -> Path:
    """Return the video itself if a browser plays it as intended, else a copy in H.264 at ``made``.

    Raises:
        SourceError: The video cannot be read.
        CoachError: The copy cannot be written.
    """
    with VideoFile(path, shot=shot) as frames:
        if frames.for_browsers and shot == AS_IT_IS:
            return path
        sound = path if shot.slow_motion == 1 else None
        with VideoWriter(made, frames.size, frames.fps, sound) as footage:
            for frame in frames:
                footage.write(frame.t, frame.image[..., ::-1])
    return made


def placed(footage: Path, video: Path, page: Path) -> Path:
    """Return where a page's video is stored: in place if it is embedded or the one checked, else beside the page.

    Raises:
        SourceError: It would overwrite the video that was checked.
        CoachError: It cannot be written there.
    """
    if footage == video or footage.stat().st_size <= INSIDE:
        return footage
    beside = page.with_suffix(".mp4")
    if beside.exists() and beside.samefile(video):
        raise SourceError(phrase("errors.video.page_over", path=video))
    try:
        shutil.move(footage, beside)  # possibly to another disk
    except OSError as error:
        raise CoachError(phrase("errors.write.beside", path=beside, why=error.strerror)) from error
    return beside


def footage_of(footage: Path, page: Path, start: float, *, drawn: bool) -> Footage:
    """Return the page's video: embedded if it is small, else by its path relative to the page."""
    if footage.stat().st_size <= INSIDE:
        content = footage.read_bytes()
        kind = "video/webm" if content.startswith(b"\x1aE\xdf\xa3") else "video/mp4"
        inside = base64.b64encode(content).decode()
        return Footage(f"data:{kind};base64,{inside}", start, drawn, True, footage.name)
    try:
        way = quote(Path(os.path.relpath(footage.resolve(), page.resolve().parent)).as_posix())
    except ValueError:  # on another Windows drive
        way = footage.resolve().as_uri()
    return Footage(way, start, drawn, False, footage.name)
