"""Webcams: which are connected, and one of them opened."""

from __future__ import annotations

import difflib
import os
import re
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from coach.capture import opencv_options
from coach.capture.feed import Feed, FeedError
from coach.stream import Image

if TYPE_CHECKING:
    import cv2

SIZE: Final = (1280, 720)
FPS: Final = 30

_PROBED: Final = 4
"""Where the system has no list of cameras, so many are tried."""

_LISTED: Final = Path("/sys/class/video4linux")

_DEVICE: Final = re.compile(r"/dev/(video\d+|v4l/.+)")
"""What Linux calls cameras, plugged in or not."""

_QUIET: Final = {
    # Seconds after which a camera that is open and silent is given up; OpenCV waits for ten of its own accord.
    "OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT": "2",
}

ListedCamera = tuple[int, str]
"""The number that opens it, and what it is called."""


def cameras() -> list[ListedCamera]:
    """Return the cameras of this computer, by number. None is left open."""
    if sys.platform == "linux":
        return listed(_LISTED)
    return [(index, f"camera {index}") for index in range(_PROBED) if _answers(index)]


def listed(folder: Path) -> list[ListedCamera]:
    """Return the cameras that Linux lists in ``folder``: of each, the device that gives images."""
    found: list[ListedCamera] = []
    for entry in sorted(folder.glob("video*")):
        number = entry.name.removeprefix("video")
        # A camera has several devices: the first sends images, the others data about them.
        if number.isdigit() and _read(entry / "index") in ("0", ""):
            found.append((int(number), _read(entry / "name") or f"camera {number}"))
    return sorted(found)


def webcam(spec: str, there: Callable[[], list[ListedCamera]] = cameras) -> tuple[Callable[[], Feed], str]:
    """Return what opens a camera by number, name or device, and what it is called.

    A camera given by number is looked up by its name from then on: its number may change when it is plugged in again.

    ``spec`` is its number, a part of its name, or its device; ``there`` lists the cameras.
    """
    known: dict[str, str] = {}
    device = Path(spec) if is_device(Path(spec)) else None  # asked once: a link goes when its camera is unplugged

    def find() -> int:
        if device is not None:
            return _number(device)
        if not (spec.isascii() and spec.isdigit()):
            return _named(spec, there())
        index = int(spec)
        if sys.platform != "linux":
            return index
        present = there()
        name = known.get("name") or dict(present).get(index)
        if name is None:
            return index
        known["name"] = name
        same = [number for number, each in present if each == name]
        return index if index in same or not same else same[0]

    return lambda: Webcam(find), f"camera {spec}"


class Webcam:
    """A camera of this computer.

    Its number is found each time it is opened.
    """

    def __init__(self, find: Callable[[], int]) -> None:
        self._find = find
        self._capture: cv2.VideoCapture | None = None
        self._index = -1
        self._stopped = threading.Event()

    def read(self) -> Image | None:
        """Return the next image, upright RGB; ``None`` once none will follow."""
        import cv2

        opened = self._capture is None
        if self._capture is None:
            self._index = self._find()
            self._capture = _open(self._index)
            if not self._capture.isOpened():
                raise _refusal(self._index)
        found, image = self._capture.read()
        if not found:
            if opened and not self._stopped.is_set():
                raise FeedError("busy", f"camera {self._index} sends no image: close other programs that use it")
            return None
        return np.ascontiguousarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), dtype=np.uint8)

    def interrupt(self) -> None:
        """A driver cannot be interrupted; its next image comes in a moment."""
        self._stopped.set()

    def close(self) -> None:
        """Release the camera."""
        if self._capture is not None:
            self._capture.release()


def is_device(path: Path) -> bool:
    """Whether a camera is named by its device, such as ``/dev/video0``, or by a link to it."""
    return path.is_char_device() or _DEVICE.fullmatch(str(path)) is not None


def _number(path: Path) -> int:
    """Return the number of a device; a link leads to another one once its camera is plugged in again."""
    if not path.exists():
        raise FeedError("absent", f"there is no camera {path}: plug it in, or see coach cameras")
    number = re.fullmatch(r"video(\d+)", path.resolve().name)
    if number is None:
        raise FeedError("absent", f"{path} is no camera's device, such as /dev/video0; see coach cameras")
    return int(number[1])


def _named(spec: str, present: list[ListedCamera]) -> int:
    found = [index for index, name in present if spec.casefold() in name.casefold()]
    if found:
        return found[0]
    names = {name: index for index, name in present}
    near = difflib.get_close_matches(spec, names, 1)
    if near:
        return names[near[0]]
    there = ", ".join(f"{index} {name}" for index, name in present)
    raise FeedError("absent", f"there is no camera {spec}: plug it in; there are: {there or 'none'}")


def _open(index: int) -> cv2.VideoCapture:
    opencv_options.load()
    import cv2

    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    backend = {"linux": cv2.CAP_V4L2, "darwin": cv2.CAP_AVFOUNDATION, "win32": cv2.CAP_DSHOW}.get(
        sys.platform, cv2.CAP_ANY
    )
    with opencv_options.environment(_QUIET):
        capture = cv2.VideoCapture(index, backend)
    if capture.isOpened():
        # Most webcams send 30 large frames per second only as JPEG. A camera may ignore each of these requests.
        capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, SIZE[0])
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, SIZE[1])
        capture.set(cv2.CAP_PROP_FPS, FPS)
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
    return capture


def _answers(index: int) -> bool:
    capture = _open(index)
    try:
        return capture.isOpened()
    finally:
        capture.release()


def _refusal(index: int) -> FeedError:
    """Return why a camera could not be opened, as far as the system reports it."""
    if sys.platform != "linux":
        return FeedError(
            "absent",
            f"camera {index} cannot be opened: plug it in, close other programs that use it, "
            "and allow cameras in the privacy settings",
        )
    device = f"/dev/video{index}"
    if not os.path.exists(device):
        return FeedError("absent", f"there is no camera {index}: plug it in, or see coach cameras")
    if not os.access(device, os.R_OK | os.W_OK):
        return FeedError("busy", f"camera {index} may not be used by you: join the group video, then log in again")
    return FeedError("busy", f"camera {index} is in use: close the other program that uses it")


def _read(path: Path) -> str:
    try:
        return re.sub(r"\s+", " ", path.read_text(encoding="utf-8", errors="replace")).strip()
    except OSError:
        return ""
