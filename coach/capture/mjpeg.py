"""Network cameras that stream JPEG images over HTTP (MJPEG)."""

from __future__ import annotations

import http.client
import socket
import threading
from typing import Final

import numpy as np

from coach import opencv
from coach.capture.feed import FeedError
from coach.capture.jpeg import Jpegs
from coach.capture.network import Endpoint
from coach.capture.request import ask
from coach.errors import SourceError
from coach.stream import Image

_CHUNK: Final = 2**20
_SEARCHED: Final = 4 * 2**20
"""Bytes without an image after which the response is taken to be something else."""


class Mjpeg:
    """A camera that streams JPEG images over HTTP."""

    def __init__(self, place: Endpoint) -> None:
        self._place = place
        self._lock = threading.Lock()
        self._stopped = False
        self._socket: socket.socket | None = None
        self._answer: http.client.HTTPResponse | None = None
        self._jpegs = Jpegs()
        self._searched: int | None = 0

    def read(self) -> Image | None:
        """Return the newest complete image, upright RGB; ``None`` at the end of the stream.

        Raises:
            FeedError: The camera does not respond, or its response contains no images.
        """
        try:
            if self._answer is None:
                self._answer = self._ask()
            while data := self._answer.read1(_CHUNK):
                whole = self._jpegs.feed(data)
                image = _decoded(whole[-1]) if whole else None  # earlier ones are already late
                if image is not None:
                    self._searched = None
                    return image
                self._search(len(data))
        except FeedError:
            if not self._stopped:
                raise
        except (OSError, http.client.HTTPException, ValueError):
            pass  # the connection broke
        return None

    def interrupt(self) -> None:
        """Shut the connection down, so that a blocking read returns."""
        with self._lock:
            self._stopped = True
            if self._socket is not None:
                try:
                    self._socket.shutdown(socket.SHUT_RDWR)
                except OSError:
                    return  # already closed by the camera

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self._stopped = True
            if self._answer is not None:
                self._answer.close()

    def _ask(self) -> http.client.HTTPResponse:
        answer = ask(self._place, "GET", {"Accept": "multipart/x-mixed-replace, image/jpeg"}, self._connected)
        kind = answer.headers.get_content_type() if "Content-Type" in answer.headers else ""
        if kind.startswith(("text/", "image/")):  # a web page, or a single image
            answer.close()
            raise FeedError("absent", self._not_mjpeg(kind))
        return answer

    def _connected(self, sock: socket.socket) -> None:
        with self._lock:
            self._socket = sock
            if self._stopped:
                raise OSError("closed")

    def _search(self, count: int) -> None:
        if self._searched is not None:
            self._searched += count
            if self._searched > _SEARCHED:
                raise FeedError("absent", self._not_mjpeg("no JPEG images"))

    def _not_mjpeg(self, kind: str) -> str:
        return f"{self._place.name} sends {kind} instead of MJPEG: give the address of its video stream"


def _decoded(data: bytes) -> Image | None:
    opencv.require(SourceError)
    import cv2

    image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    if image is None:
        return None
    return np.ascontiguousarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), dtype=np.uint8)
