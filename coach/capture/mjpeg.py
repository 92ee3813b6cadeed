"""Network cameras that stream JPEG images over HTTP (MJPEG).

The images are found by their own markers, as the separators between them differ by camera.
"""

from __future__ import annotations

import http.client
import re
import socket
import threading
from collections.abc import Generator
from contextlib import suppress
from typing import Final

import numpy as np

from coach import opencv
from coach.capture.feed import Feed, FeedError
from coach.capture.network import Endpoint
from coach.capture.request import ask
from coach.errors import SourceError
from coach.language import phrase
from coach.stream import Image

_CHUNK: Final = 2**20
_SEARCHED: Final = 4 * 2**20
"""Bytes without an image after which the response is taken to be something else."""

LONGEST: Final = 32 * 2**20
"""Most bytes of one image, four times the size of a 20-megapixel JPEG."""

LARGEST: Final = 8192
"""Most pixels of a side. Larger images are skipped before memory is allocated for them."""

_START: Final = b"\xff\xd8\xff"
_MARKER: Final = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
"""A marker that ends a scan: within scan data, ``ff`` is followed by ``00`` or a restart marker."""

_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SCAN, _END, _FIRST, _FILL = 0xDA, 0xD9, 0xD8, 0xFF


class Mjpeg(Feed):
    """A camera that streams JPEG images over HTTP. Of several images received at once, the newest is read."""

    def __init__(self, place: Endpoint) -> None:
        super().__init__(self._stream())
        self._place = place
        self._lock = threading.Lock()
        self._stopped = False
        self._socket: socket.socket | None = None

    def interrupt(self) -> None:
        """Shut the connection down, so that a blocking read returns."""
        with self._lock:
            self._stopped = True
            if self._socket is not None:
                with suppress(OSError):  # already closed by the camera
                    self._socket.shutdown(socket.SHUT_RDWR)

    def _stream(self) -> Generator[Image]:
        jpegs = Jpegs()
        found, searched = False, 0
        with self._ask() as answer, suppress(OSError, http.client.HTTPException, ValueError):  # the connection broke
            while data := answer.read1(_CHUNK):
                whole = jpegs.feed(data)
                image = _decoded(whole[-1]) if whole else None  # earlier ones are already late
                if image is not None:
                    found = True
                    yield image
                searched += len(data)
                if not found and searched > _SEARCHED:
                    raise FeedError("absent", phrase("errors.network.no_jpeg", name=self._place.name))

    def _ask(self) -> http.client.HTTPResponse:
        answer = ask(self._place, "GET", {"Accept": "multipart/x-mixed-replace, image/jpeg"}, self._connected)
        kind = answer.headers.get_content_type() if "Content-Type" in answer.headers else ""
        if kind.startswith(("text/", "image/")):  # a web page, or a single image
            answer.close()
            raise FeedError("absent", phrase("errors.network.not_mjpeg", name=self._place.name, kind=kind))
        return answer

    def _connected(self, sock: socket.socket) -> None:
        with self._lock:
            self._socket = sock
            if self._stopped:
                raise OSError("closed")


def _decoded(data: bytes) -> Image | None:
    opencv.require(SourceError)
    import cv2

    image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR_RGB)
    return None if image is None else np.asarray(image, np.uint8)


class Jpegs:
    """Assembles complete JPEG images from bytes as they arrive."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._found = self._images()

    def feed(self, data: bytes) -> list[bytes]:
        """Return the images completed by ``data``.

        Raises:
            ValueError: No image ended within 32 MB.
        """
        self._data += data
        whole: list[bytes] = []
        while (image := next(self._found)) is not None:
            whole.append(image)
        if len(self._data) > LONGEST:
            raise ValueError("no image ends here")
        return whole

    def _images(self) -> Generator[bytes | None]:
        """Yield and remove each complete image, and yield ``None`` when more data is needed."""
        data = self._data
        while True:
            while (start := data.find(_START)) < 0:
                del data[: -len(_START) + 1]
                yield None
            del data[:start]
            at = 2
            while True:  # marker by marker
                while len(data) < at + 2:
                    yield None
                kind = data[at + 1] if data[at] == _FILL else 0
                if kind == _FILL:
                    at += 1
                    continue
                if kind == _END:
                    image = bytes(data[: at + 2])
                    del data[: at + 2]
                    yield image
                    break
                while len(data) < at + 9:  # the image size ends here
                    yield None
                length = int.from_bytes(data[at + 2 : at + 4])
                if kind in (0, _FIRST) or length < 2 or _too_large(kind, data[at + 5 : at + 9]):
                    del data[: at if kind == _FIRST else 2]  # a broken image; the next may begin within it
                    break
                at += 2 + length
                if kind == _SCAN:
                    while (marker := _MARKER.search(data, at)) is None:
                        at = max(at, len(data) - 1)
                        yield None
                    at = marker.start()


def _too_large(kind: int, size: bytearray) -> bool:
    return kind in _FRAMES and max(int.from_bytes(size[:2]), int.from_bytes(size[2:])) > LARGEST
