"""OpenCV and the FFmpeg inside it: opened for one ordinary file, and kept quiet."""

from __future__ import annotations

import importlib
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from coach.errors import SourceError

if TYPE_CHECKING:
    import cv2

OPENCV_MAJOR: Final = 5

FILES_ONLY: Final = {
    "protocol_whitelist": "file",
    "format_whitelist": "mov,matroska,avi,mpegts,mpeg,mpegvideo,flv,asf,ogg",
}
"""The demuxers of the kinds that ``container`` knows, and no protocol but a file's. Even a file that fools the look at
its first bytes can then neither be taken for a list of other files nor lead to the network."""

_ENVIRONMENT: Final = {
    "OPENCV_FFMPEG_CAPTURE_OPTIONS": "|".join(f"{name};{value}" for name, value in FILES_ONLY.items()),
    # Read once, when the first file of the process is opened: FFmpeg's AV_LOG_QUIET.
    "OPENCV_FFMPEG_LOGLEVEL": "-8",
}
_environment_lock: Final = threading.Lock()


def load() -> None:
    """Import OpenCV, for its faults to be told in a sentence.

    Raises:
        SourceError: It is missing, cannot be loaded or is of another version.
    """
    try:
        cv2 = importlib.import_module("cv2")
    except ImportError as error:
        raise SourceError(
            f"OpenCV, which reads videos, cannot be loaded ({error}); install what that names, "
            "on Debian and Ubuntu with: apt install libgl1 libglib2.0-0 libxcb1"
        ) from error
    found = str(cv2.__version__)
    if found.partition(".")[0] != str(OPENCV_MAJOR):
        raise SourceError(
            f"OpenCV {OPENCV_MAJOR} is expected and {found} was found; run: pip install 'opencv-python>=5,<6'"
        )


def open_file(path: Path) -> cv2.VideoCapture:
    """A capture of one file, rotation applied; the caller asks ``isOpened`` and releases it.

    Args:
        path: An ordinary file. It is handed on as an absolute path, in which FFmpeg sees no protocol and OpenCV,
            with the backend named, no pattern for a series of pictures.
    """
    load()
    import cv2

    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    with environment(_ENVIRONMENT):
        return cv2.VideoCapture(
            os.path.abspath(path),
            cv2.CAP_FFMPEG,
            # A graphics card may decode to other pixels than the processor; results would differ by machine.
            [cv2.CAP_PROP_HW_ACCELERATION, cv2.VIDEO_ACCELERATION_NONE],
        )


@contextmanager
def environment(options: Mapping[str, str]) -> Iterator[None]:
    """OpenCV takes options for FFmpeg from the environment only; they are put back after each opening."""
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
