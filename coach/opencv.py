"""Checks the installed OpenCV, and reports how to repair it."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Final

from coach.errors import CoachError

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


def fault(*, windows: bool = False) -> str | None:
    """Return the fault of OpenCV and its cure in one sentence, or ``None``.

    Args:
        windows: Whether it must be able to open windows, which ``opencv-python-headless`` is not.
    """
    try:
        cv2 = importlib.import_module("cv2")
    except (ImportError, OSError) as error:
        return (
            f"OpenCV cannot be loaded ({error}); install the missing libraries, on Debian and Ubuntu with: "
            f"apt install libgl1 libglib2.0-0 libxcb1; if OpenCV itself is missing: {_INSTALL}"
        )
    found = getattr(cv2, "__version__", None)
    if found is None:  # only an empty folder is left
        return f"OpenCV is incomplete, as after uninstalling a second OpenCV package; run: {_AGAIN}"
    if str(found).partition(".")[0] != str(MAJOR):
        home = os.path.dirname(os.path.dirname(getattr(cv2, "__file__", None) or ""))
        strays = [os.path.abspath(entry) for entry in os.environ.get("PYTHONPATH", "").split(os.pathsep) if entry]
        if home and home in strays and not sys.flags.ignore_environment:
            return f"OpenCV {MAJOR} is expected, but {found} was found in {home}; remove that from PYTHONPATH"
        return f"OpenCV {MAJOR} is expected, but {found} was found; run: {_INSTALL}"
    if windows and not cv2.currentUIFramework():
        return f"OpenCV cannot open windows, because opencv-python-headless was installed last; run: {_AGAIN}"
    return None


def require(error: type[CoachError]) -> None:
    """Raise ``error``, with the fault and its cure, if OpenCV cannot be used."""
    if found := fault():
        raise error(found)
