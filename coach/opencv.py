"""Checks the installed OpenCV, and reports how to repair it."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Final

from coach.errors import CoachError
from coach.language import Phrase, phrase

MAJOR: Final = 5

NAMES: Final = (
    "opencv-python",
    "opencv-python-headless",
    "opencv-contrib-python",
    "opencv-contrib-python-headless",
)
"""Packages that install into the same folder ``cv2``, so that each overwrites and removes files of the others."""

_INSTALL: Final = "pip install 'opencv-python>=5,<6'"
_AGAIN: Final = f"pip uninstall -y {' '.join(NAMES)}; {_INSTALL}"


def fault(*, windows: bool = False) -> Phrase | None:
    """Return the fault of OpenCV and its cure in one sentence, or ``None``.

    Args:
        windows: Whether it must be able to open windows, which ``opencv-python-headless`` is not.
    """
    try:
        cv2 = importlib.import_module("cv2")
    except (ImportError, OSError) as error:
        return phrase("errors.opencv.unloadable", why=error, install=_INSTALL)
    found = getattr(cv2, "__version__", None)
    if found is None:  # only an empty folder is left
        return phrase("errors.opencv.incomplete", again=_AGAIN)
    if str(found).partition(".")[0] != str(MAJOR):
        home = os.path.dirname(os.path.dirname(getattr(cv2, "__file__", None) or ""))
        strays = [os.path.abspath(entry) for entry in os.environ.get("PYTHONPATH", "").split(os.pathsep) if entry]
        if home and home in strays and not sys.flags.ignore_environment:
            return phrase("errors.opencv.stray", expected=MAJOR, found=found, home=home)
        return phrase("errors.opencv.version", expected=MAJOR, found=found, install=_INSTALL)
    if windows and not cv2.currentUIFramework():
        return phrase("errors.opencv.headless", again=_AGAIN)
    return None


def require(error: type[CoachError]) -> None:
    """Raise ``error``, with the fault and its cure, if OpenCV cannot be used."""
    if found := fault():
        raise error(found)
