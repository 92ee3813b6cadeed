"""Network cameras. The only place that connects anywhere while coaching, and only to the address the person named.

MJPEG is read here, by hand, rather than by FFmpeg: nothing is followed elsewhere, a stuck camera can be let go at
once, and no address with its password reaches anybody's log. RTSP goes through FFmpeg, held to what that takes.
"""

from __future__ import annotations

import base64
import http.client
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import SplitResult, unquote, urlsplit

import numpy as np

from coach.capture import decoder
from coach.capture.feed import Feed, FeedError
from coach.capture.multipart import Parts
from coach.errors import SourceError
from coach.stream import Picture

if TYPE_CHECKING:
    import cv2

CONNECT_S: Final = 3.0
SILENT_S: Final = 5.0
"""What sends nothing for so long is connected to anew."""

_CHUNK: Final = 2**20
_LARGEST: Final = 8192
"""Pixels of a side; what claims more is no camera."""

_RTSP: Final = {
    # All over the one connection: pictures then arrive whole, and nothing else needs to be let in.
    "OPENCV_FFMPEG_CAPTURE_OPTIONS": "protocol_whitelist;rtsp,rtp,tcp|rtsp_transport;tcp|fflags;nobuffer|"
    "format_whitelist;rtsp,rtp,sdp",
    "OPENCV_FFMPEG_LOGLEVEL": "-8",
}


@dataclass(frozen=True, slots=True)
class Address:
    """The address of a camera.

    Attributes:
        name: What it is called everywhere: without the name, the password and whatever else may be secret in it.
        feed: Opens it.
    """

    name: str
    feed: Callable[[], Feed]


def address(spec: str) -> Address:
    """What an address leads to.

    Raises:
        SourceError: It leads to no camera that could be read.
    """
    try:
        parts = urlsplit(spec)
        host, port = parts.hostname, parts.port
    except ValueError:  # its text quotes the address, password and all
        parts, host, port = SplitResult("", "", "", "", ""), None, None
    if not host:
        raise SourceError("an address like http://HOST:PORT/PATH is expected; this one has no host or no such port")
    shown = f"[{host}]" if ":" in host else host
    name = f"{parts.scheme}://{shown}" + (f":{port}" if port else "")
    match parts.scheme:
        case "http" | "https":
            return Address(name, lambda: Mjpeg(parts, name))
        case "rtsp":
            return Address(name, lambda: Rtsp(spec, name))
        case other:
            raise SourceError(f"cameras are read by http, https or rtsp, not by {other}; see how yours can send one")


class Mjpeg:
    """A camera that sends JPEG pictures over HTTP, one after another without end."""

    def __init__(self, parts: SplitResult, name: str) -> None:
        self._address, self._name = parts, name
        self._lock = threading.Lock()
        self._stopped = False
        self._socket: socket.socket | None = None
        self._connection: http.client.HTTPConnection | None = None
        self._answer: http.client.HTTPResponse | None = None
        self._parts = Parts("")

    def read(self) -> Picture | None:
        """The newest picture that arrived whole, upright RGB; ``None`` once none will follow."""
        try:
            if self._answer is None:
                self._answer = self._connect()
            while data := self._answer.read1(_CHUNK):
                whole = self._parts.feed(data)
                picture = _decoded(whole[-1]) if whole else None  # those before the last are late already
                if picture is not None:
                    return picture
        except (OSError, http.client.HTTPException, ValueError) as error:
            if self._answer is None and not self._stopped:
                raise FeedError("absent", f"{self._name} does not answer: {_reason(error)}") from None
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
            if self._connection is not None:
                self._connection.close()
            if self._socket is not None:
                self._socket.close()

    def _connect(self) -> http.client.HTTPResponse:
        where = self._address
        host, secure = where.hostname or "", where.scheme == "https"
        port = where.port or (443 if secure else 80)
        plain = socket.create_connection((host, port), CONNECT_S)
        with self._lock:
            self._socket = plain
            if self._stopped:
                raise OSError("closed")
        plain.settimeout(SILENT_S)
        if secure:
            wrapped = ssl.create_default_context().wrap_socket(plain, server_hostname=host)
            with self._lock:
                self._socket = wrapped
        # With its socket given, the connection looks up no proxy; and it follows no redirection.
        self._connection = http.client.HTTPConnection(host, port)
        self._connection.sock = self._socket
        target = (where.path or "/") + (f"?{where.query}" if where.query else "")
        self._connection.request("GET", target, headers=_headers(where))
        answer = self._connection.getresponse()
        try:
            self._check(answer)
        except FeedError:
            answer.close()
            raise
        self._parts = Parts(str(answer.headers.get_param("boundary", "")))
        return answer

    def _check(self, answer: http.client.HTTPResponse) -> None:
        """Raise what the person has to know of an answer that is no stream of pictures."""
        kind = answer.headers.get_content_type()
        if answer.status == 401:
            raise FeedError("absent", f"{self._name} asks for a name and a password: http://NAME:PASSWORD@HOST/PATH")
        if answer.status != 200:
            raise FeedError("absent", f"{self._name} answers with {answer.status}: check the path of the address")
        if not kind.startswith("multipart/"):
            raise FeedError("absent", f"{self._name} sends {kind}, no MJPEG: give the address of its video stream")


class Rtsp:
    """A camera that is read by RTSP, over one TCP connection."""

    def __init__(self, spec: str, name: str) -> None:
        self._spec, self._name = spec, name
        self._capture: cv2.VideoCapture | None = None

    def read(self) -> Picture | None:
        """The next picture, upright RGB; ``None`` once none will follow."""
        decoder.load()
        import cv2

        if self._capture is None:
            cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
            timeouts = [
                *(cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, int(CONNECT_S * 1000)),
                *(cv2.CAP_PROP_READ_TIMEOUT_MSEC, int(SILENT_S * 1000)),
            ]
            with decoder.environment(_RTSP):
                self._capture = cv2.VideoCapture(self._spec, cv2.CAP_FFMPEG, timeouts)
            if not self._capture.isOpened():
                raise FeedError(
                    "absent", f"{self._name} does not answer: check the address, its password and the network"
                )
        found, picture = self._capture.read()
        return _upright(picture) if found and picture is not None else None

    def interrupt(self) -> None:
        """FFmpeg cannot be interrupted; it gives up by itself after a while."""

    def close(self) -> None:
        """Let go of the connection."""
        if self._capture is not None:
            self._capture.release()


def _headers(where: SplitResult) -> dict[str, str]:
    headers = {"Accept": "multipart/x-mixed-replace, image/jpeg", "User-Agent": "coach"}
    if where.username is not None:
        secret = f"{unquote(where.username)}:{unquote(where.password or '')}"
        headers["Authorization"] = "Basic " + base64.b64encode(secret.encode()).decode("ascii")
    return headers


def _reason(error: Exception) -> str:
    """What went wrong, in words that quote nothing of the address."""
    match error:
        case socket.gaierror():
            return "no such host is known; check its name and the network"
        case ssl.SSLError():
            return "its certificate cannot be trusted; use its http address inside your own network"
        case TimeoutError():
            return "it took too long; check that it is switched on and in the same network"
        case ConnectionRefusedError():
            return "nothing listens there; check the port, and that its app is running"
        case _:
            return "the connection failed; check the address and the network"


def _decoded(data: bytes) -> Picture | None:
    """The picture of a JPEG, or ``None`` where it is none or was cut."""
    decoder.load()
    import cv2

    size = _jpeg_size(data)
    if size is None or max(size) > _LARGEST:
        return None
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    return None if picture is None else _upright(picture)


def _upright(bgr: np.ndarray) -> Picture:
    import cv2

    return np.ascontiguousarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), dtype=np.uint8)


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Width and height that a JPEG claims, looked up before memory is taken for it."""
    at = data.find(b"\xff\xd8") + 2
    while at >= 2 and at + 9 <= len(data) and data[at] == 0xFF:
        kind = data[at + 1]
        if 0xC0 <= kind <= 0xCF and kind not in (0xC4, 0xC8, 0xCC):
            return int.from_bytes(data[at + 7 : at + 9]), int.from_bytes(data[at + 5 : at + 7])
        at += 1 if kind == 0xFF else 2 + int.from_bytes(data[at + 2 : at + 4])
    return None
