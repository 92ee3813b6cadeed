"""Webcams: listing the connected ones, and reading from one."""

from __future__ import annotations

import difflib
import os
import re
import sys
from collections.abc import Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from coach import opencv
from coach.capture.feed import Feed, FeedError
from coach.errors import SourceError
from coach.language import phrase
from coach.stream import Image

if TYPE_CHECKING:
    import cv2

SIZE: Final = (1280, 720)
FPS: Final = 30

_PROBED: Final = 4
"""Number of indices probed where the system does not list cameras."""

_LISTED: Final = Path("/sys/class/video4linux")

_DEVICE: Final = re.compile(r"/dev/(video\d+|v4l/.+)")
"""Device paths of cameras on Linux. Matches also while the camera is unplugged."""

_READ_TIMEOUT_S: Final = 2
"""Seconds without a frame before a read fails; OpenCV's default is 10."""

ListedCamera = tuple[int, str]
"""Index and name of a camera."""


def cameras() -> list[ListedCamera]:
    """Return the cameras of this computer, by index. None is left open."""
    if sys.platform == "linux":
        return listed(_LISTED)
    return [(index, phrase("errors.camera.name", spec=index)) for index in range(_PROBED) if _answers(index)]


def listed(folder: Path) -> list[ListedCamera]:
    """Return the cameras that Linux lists in ``folder``: for each camera, the device that delivers images."""
    found: list[ListedCamera] = []
    for entry in sorted(folder.glob("video*")):
        number = entry.name.removeprefix("video")
        # A camera has several devices: the first delivers images, the others metadata.
        if number.isdigit() and _read(entry / "index") in ("0", ""):
            found.append((int(number), _read(entry / "name") or phrase("errors.camera.name", spec=number)))
    return sorted(found)


def webcam(spec: str, there: Callable[[], list[ListedCamera]] = cameras) -> tuple[Callable[[], Feed], str]:
    """Return an opener for a camera, and the camera's display name.

    It is given by its index, part of its name, or its device path; ``there`` lists the cameras. One given by index is
    found again by its name, because its index may change when it is plugged in again.
    """
    name: str | None = None
    device = Path(spec) if is_device(Path(spec)) else None  # decided once: a link vanishes when the camera is unplugged

    def find() -> int:
        nonlocal name
        if device is not None:
            return _number(device)
        if not (spec.isascii() and spec.isdigit()):
            return _named(spec, there())
        index = int(spec)
        if sys.platform != "linux":
            return index
        present = there()
        name = name or dict(present).get(index)
        same = [number for number, each in present if each == name]
        return index if index in same or not same else same[0]

    return lambda: Feed(images(find)), phrase("errors.camera.name", spec=spec)


def images(find: Callable[[], int]) -> Generator[Image]:
    """Yield the images of the camera whose index ``find`` returns.

    Raises:
        FeedError: It cannot be opened, or sends no image.
    """
    import cv2

    index = find()
    capture = _open(index)
    try:
        if not capture.isOpened():
            raise _refusal(index)
        found, image = capture.read()
        if not found:
            raise FeedError("busy", phrase("errors.camera.silent", index=index))
        while found:
            yield np.ascontiguousarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), dtype=np.uint8)
            found, image = capture.read()
    finally:
        capture.release()


def is_device(path: Path) -> bool:
    """Whether the path is a camera device, such as ``/dev/video0``, or a link to one."""
    return path.is_char_device() or _DEVICE.fullmatch(str(path)) is not None


def _number(path: Path) -> int:
    """Return the index of a device; a link may point to another device once its camera is plugged in again."""
    if not path.exists():
        raise FeedError("absent", phrase("errors.camera.absent", spec=path))
    number = re.fullmatch(r"video(\d+)", path.resolve().name)
    if number is None:
        raise FeedError("absent", phrase("errors.camera.not_device", path=path))
    return int(number[1])


def _named(spec: str, present: list[ListedCamera]) -> int:
    found = [index for index, name in present if spec.casefold() in name.casefold()]
    if found:
        return found[0]
    names = {name: index for index, name in present}
    near = difflib.get_close_matches(spec, names, 1)
    if near:
        return names[near[0]]
    there = [phrase("errors.camera.listed", index=index, name=name) for index, name in present]
    raise FeedError("absent", phrase("errors.camera.unlisted", spec=spec, found=there or phrase("errors.camera.none")))


def _open(index: int) -> cv2.VideoCapture:
    opencv.require(SourceError)
    import cv2

    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    backends = {"linux": cv2.CAP_V4L2, "darwin": cv2.CAP_AVFOUNDATION, "win32": cv2.CAP_DSHOW}
    os.environ.setdefault("OPENCV_VIDEOIO_V4L_SELECT_TIMEOUT", str(_READ_TIMEOUT_S))  # it has no other setting
    capture = cv2.VideoCapture(index, backends.get(sys.platform, cv2.CAP_ANY))
    if capture.isOpened():
        # Most webcams reach 30 fps at this size only as JPEG. A camera may ignore any of these requests.
        capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, SIZE[0])
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, SIZE[1])
        capture.set(cv2.CAP_PROP_FPS, FPS)
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)
    return capture


def _answers(index: int) -> bool:
    capture = _open(index)
    answers = capture.isOpened()
    capture.release()
    return answers


def _refusal(index: int) -> FeedError:
    """Return the error for a camera that could not be opened, as specific as the system allows."""
    if sys.platform != "linux":
        return FeedError("absent", phrase("errors.camera.closed", index=index))
    device = f"/dev/video{index}"
    if not os.path.exists(device):
        return FeedError("absent", phrase("errors.camera.absent", spec=index))
    if not os.access(device, os.R_OK | os.W_OK):
        return FeedError("busy", phrase("errors.camera.forbidden", index=index))
    return FeedError("busy", phrase("errors.camera.busy", index=index))


def _read(path: Path) -> str:
    try:
        return re.sub(r"\s+", " ", path.read_text(encoding="utf-8", errors="replace")).strip()
    except OSError:
        return ""
