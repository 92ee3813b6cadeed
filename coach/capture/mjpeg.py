"""Cameras that send JPEG images over HTTP, one after another without end."""

from __future__ import annotations

import http.client
import socket
import threading
from typing import Final

import numpy as np

from coach.capture import opencv_options
from coach.capture.feed import FeedError
from coach.capture.jpeg import Jpegs
from coach.capture.network import Endpoint
from coach.capture.request import ask
from coach.stream import Image

_CHUNK: Final = 2**20
_SEARCHED: Final = 4 * 2**20
"""Bytes without any image after which the answer is taken for something else."""


class Mjpeg:
    """A camera that sends JPEG images over HTTP."""

    def __init__(self, place: Endpoint) -> None:
        self._place = place
        self._lock = threading.Lock()
        self._stopped = False
        self._socket: socket.socket | None = None
        self._answer: http.client.HTTPResponse | None = None
        self._jpegs = Jpegs()
        self._searched: int | None = 0

    def read(self) -> Image | None:
        """Return the newest complete image, upright RGB; ``None`` once none will follow.

        Raises:
            FeedError: The camera does not answer, or not with images; it says why.
        """
        try:
            if self._answer is None:
                self._answer = self._ask()
            while data := self._answer.read1(_CHUNK):
                whole = self._jpegs.feed(data)
                image = _decoded(whole[-1]) if whole else None  # those before the last are late already
                if image is not None:
                    self._searched = None
                    return image
                self._search(len(data))
        except FeedError:
            if not self._stopped:
                raise
        except (OSError, http.client.HTTPException, ValueError):
            pass  # the connection broke: no image will follow
        return None

    def interrupt(self) -> None:
        """Break the connection, whatever is being waited for."""
        with self._lock:
            self._stopped = True
            if self._socket is not None:
                try:
                    self._socket.shutdown(socket.SHUT_RDWR)
                except OSError:
                    return  # it is closed already, from the other end

    def close(self) -> None:
        """Let go of the connection."""
        with self._lock:
            self._stopped = True
            if self._answer is not None:
                self._answer.close()

    def _ask(self) -> http.client.HTTPResponse:
        answer = ask(self._place, "GET", {"Accept": "multipart/x-mixed-replace, image/jpeg"}, self._connected)
        kind = answer.headers.get_content_type() if "Content-Type" in answer.headers else ""
        if kind.startswith(("text/", "image/")):  # a page, or one still image
            answer.close()
            raise FeedError("absent", self._other(kind))
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
                raise FeedError("absent", self._other("no JPEG images"))

    def _other(self, kind: str) -> str:
        return f"{self._place.name} sends {kind}, no MJPEG: give the address of its video stream"


def _decoded(data: bytes) -> Image | None:
    opencv_options.load()
    import cv2

    image = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    if image is None:
        return None
    return np.ascontiguousarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), dtype=np.uint8)
