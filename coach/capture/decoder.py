"""OpenCV: loaded, with its faults in a sentence, and its options for FFmpeg."""

from __future__ import annotations

import importlib
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from coach.errors import SourceError

OPENCV_MAJOR: Final = 5

_environment_lock: Final = threading.Lock()


def load() -> None:
    """Import OpenCV and report what keeps it from loading in a sentence.

    Raises:
        SourceError: It is missing, cannot be loaded or is of another version.
    """
    try:
        cv2 = importlib.import_module("cv2")
    except ImportError as error:
        raise SourceError(
            f"OpenCV, which reads webcams, cannot be loaded ({error}); install what that names, "
            "on Debian and Ubuntu with: apt install libgl1 libglib2.0-0 libxcb1"
        ) from error
    found = str(cv2.__version__)
    if found.partition(".")[0] != str(OPENCV_MAJOR):
        raise SourceError(
            f"OpenCV {OPENCV_MAJOR} is expected and {found} was found; run: pip install 'opencv-python>=5,<6'"
        )


@contextmanager
def environment(options: Mapping[str, str]) -> Iterator[None]:
    """Set options for FFmpeg, which OpenCV takes from the environment only, and put them back afterwards."""
    with _environment_lock:
        before = {name: os.environ.get(name) for name in options}
        os.environ.update(options)
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value
