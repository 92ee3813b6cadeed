"""Whether the installed OpenCV is the one that the program runs with, and the cure where it is not."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Final

MAJOR: Final = 5

NAMES: Final = (
    "opencv-python",
    "opencv-python-headless",
    "opencv-contrib-python",
    "opencv-contrib-python-headless",
)
"""The packages that share the folder ``cv2``: each overwrites the files of another, and removes them with its own."""

_INSTALL: Final = "pip install 'opencv-python>=5,<6'"
_AGAIN: Final = f"pip uninstall -y {' '.join(NAMES)}; {_INSTALL}"


def fault(*, windows: bool = False) -> str | None:
    """Return what is wrong with OpenCV, a sentence with the cure, or ``None``.

    ``windows`` asks for one that opens windows too, which ``opencv-python-headless`` cannot.
    """
    try:
        cv2 = importlib.import_module("cv2")
    except (ImportError, OSError) as error:
        return (
            f"OpenCV cannot be loaded ({error}); install what that names, on Debian and Ubuntu with: "
            f"apt install libgl1 libglib2.0-0 libxcb1; if OpenCV itself is missing: {_INSTALL}"
        )
    found = getattr(cv2, "__version__", None)
    if found is None:  # the folder alone is left
        return f"OpenCV is incomplete, as after removing opencv-python-headless beside it; run: {_AGAIN}"
    if str(found).partition(".")[0] != str(MAJOR):
        home = os.path.dirname(os.path.dirname(getattr(cv2, "__file__", None) or ""))
        strays = [os.path.abspath(entry) for entry in os.environ.get("PYTHONPATH", "").split(os.pathsep) if entry]
        if home and home in strays and not sys.flags.ignore_environment:
            return f"OpenCV {MAJOR} is expected and PYTHONPATH leads to {found} in {home}; remove that from PYTHONPATH"
        return f"OpenCV {MAJOR} is expected and {found} was found; run: {_INSTALL}"
    if windows and not cv2.currentUIFramework():
        return f"OpenCV here can open no window, as opencv-python-headless was installed last; run: {_AGAIN}"
    return None
