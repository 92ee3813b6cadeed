"""Checks the version of MediaPipe, and imports it."""

from __future__ import annotations

import importlib
import importlib.metadata
import re
import sys
from types import ModuleType
from typing import Final

from coach.errors import ModelError
from coach.language import phrase

MEDIAPIPE: Final = (0, 10, 31)
"""The only supported release: earlier ones lack the API or crash on Windows, those from 0.10.35 send usage data and
cannot be stopped from it, and those in between depend on a second OpenCV (``docs/decisions``)."""

_INSTALL_MEDIAPIPE: Final = "pip install 'mediapipe>=0.10.31,<0.10.32'"


def load() -> ModuleType:
    """Import MediaPipe without its side effects.

    Raises:
        ModelError: MediaPipe is missing or has the wrong version.
    """
    _check_mediapipe()
    # MediaPipe tries to import sounddevice, which starts the sound system or, on Linux without PortAudio, a compiler.
    # None makes that import fail at once, which MediaPipe expects.
    sys.modules.setdefault("sounddevice", None)  # type: ignore[arg-type]  # typeshed does not allow None
    try:
        return importlib.import_module("mediapipe")
    except (ImportError, OSError) as error:
        raise ModelError(phrase("errors.model.unloadable", why=error, install=_INSTALL_MEDIAPIPE)) from error


def _check_mediapipe() -> None:
    expected = ".".join(map(str, MEDIAPIPE))
    try:
        found = importlib.metadata.version("mediapipe")
    except importlib.metadata.PackageNotFoundError as error:
        raise ModelError(phrase("errors.model.no_mediapipe", expected=expected, install=_INSTALL_MEDIAPIPE)) from error
    if _release(found) != MEDIAPIPE:
        raise ModelError(phrase("errors.model.version", expected=expected, found=found, install=_INSTALL_MEDIAPIPE))


def _release(version: str) -> tuple[int, ...]:
    """Return the first three numbers of a version; pre- and post-releases count as their release."""
    match = re.match(r"(\d+)\.(\d+)\.(\d+)", version)
    return tuple(map(int, match.groups())) if match else ()
