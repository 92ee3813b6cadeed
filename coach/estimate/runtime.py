"""MediaPipe and OpenCV: the versions that may run, and the one place where MediaPipe is imported."""

from __future__ import annotations

import importlib
import importlib.metadata
import re
import sys
from types import ModuleType
from typing import Final

from coach import opencv
from coach.errors import ModelError

MEDIAPIPE: Final = (0, 10, 31)
"""The one release that runs here: those before lack the interface or crash on Windows, those from 0.10.35 on report
usage to their maker and offer no switch for it, those between bring a second OpenCV (``docs/decisions``)."""

_INSTALL_MEDIAPIPE: Final = "pip install 'mediapipe>=0.10.31,<0.10.32'"


def load() -> ModuleType:
    """MediaPipe, imported without its side effects.

    Raises:
        ModelError: It, or OpenCV, is missing or of a version that may not run.
    """
    _check_mediapipe()
    if fault := opencv.fault():
        raise ModelError(fault)
    # MediaPipe tries to import sounddevice, which starts the sound system or, on Linux without PortAudio, a compiler.
    # None makes that import fail at once, which MediaPipe expects.
    sys.modules.setdefault("sounddevice", None)  # type: ignore[arg-type]  # typeshed does not know of this use
    try:
        return importlib.import_module("mediapipe")
    except (ImportError, OSError) as error:
        raise ModelError(f"mediapipe cannot be loaded ({error}); run: {_INSTALL_MEDIAPIPE}") from error


def _check_mediapipe() -> None:
    expected = ".".join(map(str, MEDIAPIPE))
    try:
        found = importlib.metadata.version("mediapipe")
    except importlib.metadata.PackageNotFoundError as error:
        raise ModelError(
            f"mediapipe {expected} finds the pose and is not installed; run: {_INSTALL_MEDIAPIPE}"
        ) from error
    if _release(found) != MEDIAPIPE:
        raise ModelError(
            f"mediapipe {expected} is expected and {found} was found, which may report usage or lack what is needed; "
            f"run: {_INSTALL_MEDIAPIPE}"
        )


def _release(version: str) -> tuple[int, ...]:
    """The first three numbers of a version; an alpha, a candidate or a post-release counts as its release."""
    match = re.match(r"(\d+)\.(\d+)\.(\d+)", version)
    return tuple(map(int, match.groups())) if match else ()
