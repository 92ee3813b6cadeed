"""One request to a camera, by HTTP or RTSP: its answer, or the reason why there is none."""

from __future__ import annotations

import base64
import hashlib
import http.client
import socket
import ssl
import urllib.request
from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from coach.capture.feed import FeedError
from coach.capture.network import PORTS, Endpoint

CONNECT_S: Final = 3.0
SILENT_S: Final = 5.0
"""A camera that sends nothing for so long is connected to again."""

_HASHES: Final = {"MD5": hashlib.md5, "SHA": hashlib.sha1, "SHA-256": hashlib.sha256}
_REDIRECTS: Final = 3


class _Answer(http.client.HTTPResponse):
    """An answer of HTTP, RTSP or an old camera that begins with ``ICY``: they differ in the first word only."""

    def begin(self) -> None:
        self.fp = _Renamed(self.fp)  # type: ignore[assignment]  # it reads as the file does
        super().begin()


class _Renamed:
    """A file whose first line begins with ``HTTP/1.0`` in place of ``ICY`` or ``RTSP/1.0``."""

    def __init__(self, file: Any) -> None:  # Any: what http.client makes of a socket
        self._file, self._first = file, True

    def readline(self, limit: int = -1) -> bytes:
        line: bytes = self._file.readline(limit)
        if self._first:
            self._first = False
            word, gap, rest = line.partition(b" ")
            line = b"HTTP/1.0" + gap + rest if word in (b"ICY", b"RTSP/1.0") else line
        return line

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


class _Connection(http.client.HTTPConnection):
    """A connection over a given socket, so it looks up no proxy."""

    response_class = _Answer

    def __init__(self, place: Endpoint, sock: socket.socket) -> None:
        super().__init__(place.host, place.port)
        self.sock = sock
        if place.scheme == "rtsp":
            self._http_vsn_str = "RTSP/1.0"


class _Digest(urllib.request.HTTPDigestAuthHandler):
    """Digest authentication of the standard library, with SHA-256 and names and passwords beyond ASCII."""

    def get_algorithm_impls(self, algorithm: str) -> tuple[Callable[[str], str], Callable[[str, str], str]]:
        make = _HASHES.get(algorithm.upper())
        if make is None:
            raise FeedError(
                "absent", f"the camera asks for {algorithm} passwords; set it to Digest with MD5 or SHA-256"
            )

        def digest(text: str) -> str:
            return make(text.encode()).hexdigest()

        return digest, lambda secret, data: digest(f"{secret}:{data}")


def ask(
    place: Endpoint, method: str, headers: Mapping[str, str], connected: Callable[[socket.socket], None]
) -> http.client.HTTPResponse:
    """Return a camera's answer to a request, its status 200; the caller closes it.

    A login is sent once the camera asks for one, by Digest if it can. A redirect is followed on the camera's own
    scheme, host and port only.

    Args:
        place: The camera. Nothing else is connected to.
        method: What to ask, such as ``GET``.
        headers: Sent with the request.
        connected: Called with each new socket, so that another thread can shut it down.

    Raises:
        FeedError: There is no such answer; it says why.
    """
    target = place.url if place.scheme == "rtsp" else place.target
    login: dict[str, str] = {}
    status = 0
    for _ in range(_REDIRECTS + 2):
        answer = _sent(place, method, target, {**headers, **login}, connected)
        if answer.status == 200:
            return answer
        answer.close()
        status = answer.status
        if answer.status == 401 and place.user is not None and not login:
            login = _login(place, method, target, answer.headers.get_all("WWW-Authenticate", []))
        elif answer.status == 401:
            raise FeedError("absent", _refused(place))
        elif 300 <= answer.status < 400:
            target = _moved(place, target, answer.headers.get("Location", ""))
            login = {}  # a digest holds for one target
        else:
            break
    raise FeedError("absent", f"{place.name} answers with {status}: check the path of the address")


def _sent(
    place: Endpoint, method: str, target: str, headers: Mapping[str, str], connected: Callable[[socket.socket], None]
) -> http.client.HTTPResponse:
    sock = None
    try:
        sock = socket.create_connection((place.host, place.port), CONNECT_S)
        connected(sock)
        sock.settimeout(SILENT_S)
        if place.scheme == "https":
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=place.host)
            connected(sock)
        connection = _Connection(place, sock)
        connection.request(method, target, headers={"User-Agent": "coach", **headers})
        answer = connection.getresponse()
        sock.close()  # in name only: it stays open until the answer, which reads from it, is closed
        return answer
    except (OSError, http.client.HTTPException, ValueError) as error:
        if sock is not None:
            sock.close()
        raise FeedError("absent", f"{place.name} does not answer: {_reason(error)}") from None


def _login(place: Endpoint, method: str, target: str, challenges: list[str]) -> dict[str, str]:
    """Return the header that logs in, for the best of the camera's challenges."""
    user, password = place.user or "", place.password
    kinds = {challenge.partition(" ")[0].lower(): challenge for challenge in reversed(challenges)}
    if "digest" in kinds:
        passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        passwords.add_password(None, place.url, user, password)
        request = urllib.request.Request(place.url, method=method)
        request.selector = target
        fields = urllib.request.parse_http_list(kinds["digest"].partition(" ")[2])
        challenge = urllib.request.parse_keqv_list([each for each in fields if "=" in each])
        challenge = {name.lower(): value for name, value in challenge.items()}
        try:
            answer = _Digest(passwords).get_authorization(request, challenge)
        except OSError:  # a kind of protection that the standard library lacks
            answer = None
        if answer:
            return {"Authorization": f"Digest {answer}"}
    if "basic" in kinds or not kinds:
        return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode("ascii")}
    raise FeedError("absent", f"{place.name} asks for a login of another kind; set it to Digest or Basic")


def _refused(place: Endpoint) -> str:
    if place.user is None:
        return f"{place.name} asks for a name and a password: {place.scheme}://NAME:PASSWORD@HOST/PATH"
    return f"{place.name} refuses the name or the password; check both"


def _moved(place: Endpoint, target: str, location: str) -> str:
    """Return the target of a redirect on the same host, or raise with the address it leads to."""
    try:
        parts = urlsplit(urljoin(urljoin(place.url, target), location))
        there = (parts.scheme, parts.hostname, parts.port or PORTS.get(parts.scheme, 0))
    except ValueError:
        parts, there = urlsplit(""), ("", None, 0)
    if there == (place.scheme, place.host, place.port):
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return path if place.scheme != "rtsp" else f"{place.name}{path}"
    host = parts.netloc.rpartition("@")[2]
    shown = f"{parts.scheme}://{host}{parts.path}" if host else "another address"
    raise FeedError(
        "absent", f"{place.name} redirects to {shown}, which is not followed; give that address if you trust it"
    )


def _reason(error: Exception) -> str:
    """Return what went wrong, in words that quote nothing of the address."""
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
