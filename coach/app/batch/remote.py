"""The worker's side of a cluster: receive a video in pieces, check it, and delete it."""

from __future__ import annotations

import hashlib
import importlib.metadata
import shutil
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from coach import __version__, library
from coach.app.batch.several import Outcome
from coach.app.batch.task import Task, attempt
from coach.app.video.sources import sha256
from coach.errors import CoachError
from coach.library import move_ids
from coach.report.facts import Report

_STALE_S: Final = 3600.0
"""Seconds after which a video is deleted if no piece of it arrives and no check of it is requested."""


def setup(model: str | Path | None = None) -> dict[str, str]:
    """Return everything besides the video and the options that results depend on, by its name in messages.

    Equal setups give equal results. ``model`` is the name or file of the pose model, if it is not the default one.
    """
    from coach.estimate import models

    moves = repr([library.load_move(name) for name in move_ids()])
    try:
        found = sha256(models.find(model))
    except CoachError:
        found = "none"
    return {
        "version of coach": __version__,
        "version of mediapipe": importlib.metadata.version("mediapipe"),
        "version of OpenCV": importlib.metadata.version("opencv-python"),
        "pose model": found,
        "set of moves": hashlib.sha256(moves.encode()).hexdigest(),
    }


@dataclass(slots=True)
class _Guest:
    """A video sent to this worker."""

    folder: Path
    touched: float = field(default_factory=time.monotonic)
    checking: bool = False
    dropped: bool = False
    progress: tuple[float, float | None] | None = None


_guests: Final[dict[str, _Guest]] = {}


class _DroppedError(Exception):
    """The result is no longer wanted."""


def begin(token: str, dask_worker: Any = None) -> None:  # Any: Dask's worker has no types
    """Make room for a video in the worker's own folder, which is deleted with the worker."""
    for other, guest in list(_guests.items()):
        if not guest.checking and time.monotonic() - guest.touched > _STALE_S:
            drop([other])
    _guests[token] = _Guest(Path(tempfile.mkdtemp(prefix="coach-", dir=dask_worker.local_directory)))


def take(token: str, piece: bytes) -> None:
    """Append the next piece of a video."""
    guest = _guests[token]
    guest.touched = time.monotonic()
    with (guest.folder / token).open("ab") as file:
        file.write(piece)


def progress(token: str) -> tuple[float, float | None] | None:
    """Return how far the check of a video has got."""
    return _guests[token].progress


def drop(tokens: Sequence[str]) -> None:
    """Delete videos; a check in progress ends soon after."""
    for token in tokens:
        guest = _guests.pop(token, None)
        if guest is not None:
            guest.dropped = True
            shutil.rmtree(guest.folder, ignore_errors=True)


def check(token: str, task: Task, name: str) -> Outcome:
    """Check a received video under its original name, then delete it."""
    guest = _guests[token]
    guest.checking = True

    def watch(t: float, end: float | None) -> None:
        if guest.dropped:
            raise _DroppedError
        guest.progress = t, end

    try:
        path = guest.folder / token
        outcome = attempt(replace(task, path=str(path)), watch)
        if isinstance(outcome, CoachError):
            return type(outcome)(str(outcome).replace(str(path), name).replace(token, name))
        return [_renamed(report, token, name) for report in outcome]
    finally:
        drop([token])


def _renamed(report: Report, token: str, name: str) -> Report:
    video = replace(report.video, name=name) if report.video.name == token else report.video
    return replace(report, video=video, file=name)
