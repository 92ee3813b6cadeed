"""What a worker of a cluster does: takes a video in pieces, checks it, and keeps nothing."""

from __future__ import annotations

import hashlib
import importlib.metadata
import shutil
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, NamedTuple

from coach import __version__, library
from coach.app.batch.several import Outcome
from coach.app.batch.task import Task, attempt
from coach.app.video.check import move_ids
from coach.app.video.sources import sha256
from coach.errors import CoachError
from coach.report.facts import Report

_STALE_S: Final = 3600.0
"""A video that nobody sent a piece of, or asked to be checked, for so long is thrown away."""


class Setup(NamedTuple):
    """What results hang on beside the video and the options: where it is the same, they are."""

    coach: str
    mediapipe: str
    opencv: str
    model: str
    moves: str


def setup(model: str | Path | None = None) -> Setup:
    """What is installed here; the model is the one of that name or file, else the usual one."""
    from coach.estimate import models

    moves = repr([library.load_move(name) for name in move_ids()])
    try:
        found = sha256(models.find(model))
    except CoachError:
        found = "none"
    return Setup(
        __version__,
        importlib.metadata.version("mediapipe"),
        importlib.metadata.version("opencv-python"),
        found,
        hashlib.sha256(moves.encode()).hexdigest(),
    )


@dataclass(slots=True)
class _Guest:
    """A video that was sent here."""

    folder: Path
    touched: float = field(default_factory=time.monotonic)
    checking: bool = False
    dropped: bool = False
    progress: tuple[float, float | None] | None = None


_guests: Final[dict[str, _Guest]] = {}


class _DroppedError(Exception):
    """Nobody wants to know any more."""


def begin(token: str, dask_worker: Any = None) -> None:  # Any: Dask's worker has no types
    """Make room for a video, in the worker's own folder, which goes when the worker goes."""
    for other, guest in list(_guests.items()):
        if not guest.checking and time.monotonic() - guest.touched > _STALE_S:
            drop([other])
    _guests[token] = _Guest(Path(tempfile.mkdtemp(prefix="coach-", dir=dask_worker.local_directory)))


def take(token: str, piece: bytes) -> None:
    """Take the next piece of a video."""
    guest = _guests[token]
    guest.touched = time.monotonic()
    with (guest.folder / token).open("ab") as file:
        file.write(piece)


def progress(token: str) -> tuple[float, float | None] | None:
    """How far the checking of a video is."""
    return _guests[token].progress


def drop(tokens: Sequence[str]) -> None:
    """Throw videos away; a check of one ends soon."""
    for token in tokens:
        guest = _guests.pop(token, None)
        if guest is not None:
            guest.dropped = True
            shutil.rmtree(guest.folder, ignore_errors=True)


def check(token: str, task: Task, name: str) -> Outcome:
    """Check a video that was sent here, as if it lay here under its own name, and throw it away."""
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
