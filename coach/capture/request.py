"""One HTTP or RTSP request to a camera, with login and redirects."""

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

CONNECT_TIMEOUT_S: Final = 3.0
READ_TIMEOUT_S: Final = 5.0
"""A camera that sends nothing for this long is reconnected."""

_HASHES: Final = {"MD5": hashlib.md5, "SHA": hashlib.sha1, "SHA-256": hashlib.sha256}
_REDIRECTS: Final = 3


class _Response(http.client.HTTPResponse):
    """A response by HTTP, RTSP or ICY (old cameras), whose status lines differ only in the first word."""

    def begin(self) -> None:
        self.fp = _HttpStatusLine(self.fp)  # type: ignore[assignment]  # a file in all that is used of it
        super().begin()


class _HttpStatusLine:
    """A file whose first line starts with ``HTTP/1.0`` instead of ``ICY`` or ``RTSP/1.0``."""

    def __init__(self, file: Any) -> None:  # Any: http.client's private file object
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
    """A connection over a given socket, which ignores proxy settings."""

    response_class = _Response

    def __init__(self, place: Endpoint, sock: socket.socket) -> None:
        super().__init__(place.host, place.port)
        self.sock = sock
        if place.scheme == "rtsp":
            self._http_vsn_str = "RTSP/1.0"


class _Digest(urllib.request.HTTPDigestAuthHandler):
    """The standard library's digest authentication, extended by SHA-256 and non-ASCII names and passwords."""

    def get_algorithm_impls(self, algorithm: str) -> tuple[Callable[[str], str], Callable[[str, str], str]]:
        make = _HASHES.get(algorithm.upper())
        if make is None:
            raise FeedError(
                "absent", f"the camera asks for {algorithm} authentication; set it to Digest with MD5 or SHA-256"
            )

        def digest(text: str) -> str:
            return make(text.encode()).hexdigest()

        return digest, lambda secret, data: digest(f"{secret}:{data}")


def ask(
    place: Endpoint, method: str, headers: Mapping[str, str], connected: Callable[[socket.socket], None]
) -> http.client.HTTPResponse:
    """Send a request to a camera and return its response with status 200, which the caller closes.

    Credentials are sent when the camera asks for them, preferably by Digest. Redirects are followed only to the same
    scheme, host and port.

    Args:
        place: The camera.
        method: Request method, such as ``GET``.
        headers: Request headers.
        connected: Called with each new socket, so that another thread can shut it down.

    Raises:
        FeedError: The connection failed, or the camera responded with another status.
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
            login = {}  # a digest is valid for one target only
        else:
            break
    raise FeedError("absent", f"{place.name} responds with status {status}: check the path of the address")


def _sent(
    place: Endpoint, method: str, target: str, headers: Mapping[str, str], connected: Callable[[socket.socket], None]
) -> http.client.HTTPResponse:
    sock = None
    try:
        sock = socket.create_connection((place.host, place.port), CONNECT_TIMEOUT_S)
        connected(sock)
        sock.settimeout(READ_TIMEOUT_S)
        if place.scheme == "https":
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=place.host)
            connected(sock)
        connection = _Connection(place, sock)
        connection.request(method, target, headers={"User-Agent": "coach", **headers})
        answer = connection.getresponse()
        sock.close()  # takes effect when the response, which reads from it, is closed
        return answer
    except (OSError, http.client.HTTPException, ValueError) as error:
        if sock is not None:
            sock.close()
        raise FeedError("absent", f"{place.name} does not respond: {_reason(error)}") from None


def _login(place: Endpoint, method: str, target: str, challenges: list[str]) -> dict[str, str]:
    """Return the authorization header for the strongest of the camera's challenges."""
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
        except OSError:  # a quality of protection that the standard library does not support
            answer = None
        if answer:
            return {"Authorization": f"Digest {answer}"}
    if "basic" in kinds or not kinds:
        return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode("ascii")}
    raise FeedError("absent", f"{place.name} asks for an unsupported kind of login; set it to Digest or Basic")


def _refused(place: Endpoint) -> str:
    if place.user is None:
        return f"{place.name} requires a user name and password: {place.scheme}://NAME:PASSWORD@HOST/PATH"
    return f"{place.name} rejects the user name or password; check both"


def _moved(place: Endpoint, target: str, location: str) -> str:
    """Return the target of a redirect on the same host; raise for any other host."""
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
    """Return what went wrong, without quoting the address."""
    match error:
        case socket.gaierror():
            return "the host is unknown; check its name and the network"
        case ssl.SSLError():
            return "its certificate is not trusted; use its http address inside your own network"
        case TimeoutError():
            return "the connection timed out; check that it is switched on and in the same network"
        case ConnectionRefusedError():
            return "the connection was refused; check the port, and that its app is running"
        case _:
            return "the connection failed; check the address and the network"
