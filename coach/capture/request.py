"""One HTTP or RTSP request to a camera, with login and redirects."""

from __future__ import annotations

import base64
import hashlib
import http.client
import re
import socket
import ssl
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final
from urllib.parse import urljoin

from coach.capture.feed import FeedError
from coach.capture.network import Endpoint, parse
from coach.errors import SourceError
from coach.language import Phrase, phrase

CONNECT_TIMEOUT_S: Final = 3.0
READ_TIMEOUT_S: Final = 5.0
"""A camera that sends nothing for this long is reconnected."""

_HASHES: Final = {"MD5": hashlib.md5, "SHA": hashlib.sha1, "SHA-256": hashlib.sha256}
_REDIRECTS: Final = 3
_STATUS: Final = re.compile(rb"(?:HTTP/1\.\d|RTSP/1\.0|ICY) +([1-9]\d\d)\b")
_LONGEST: Final = 2**16
"""Most bytes of a status line."""


class _Response(http.client.HTTPResponse):
    """A response by HTTP, RTSP or ICY (old cameras), whose status lines differ only in the first word."""

    def _read_status(self) -> tuple[str, int, str]:
        """Replace the method of the standard library that reads the status line."""
        found = _STATUS.match(self.fp.readline(_LONGEST))
        if found is None:
            raise http.client.BadStatusLine("neither HTTP, RTSP nor ICY")
        return "HTTP/1.0", int(found[1]), ""


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
            raise FeedError("absent", phrase("errors.network.digest", algorithm=algorithm))

        def digest(text: str) -> str:
            return make(text.encode()).hexdigest()

        return digest, lambda secret, data: digest(f"{secret}:{data}")


def ask(
    place: Endpoint, method: str, headers: Mapping[str, str], connected: Callable[[socket.socket], None]
) -> http.client.HTTPResponse:
    """Send a request to a camera and return its response with status 200, which the caller closes.

    Credentials are sent when the camera asks for them, preferably by Digest. Redirects are followed only to the same
    scheme, host and port.

    ``connected`` is called with each new socket, so that another thread can shut it down.

    Raises:
        FeedError: The connection failed, or the camera responded with another status.
    """
    login: dict[str, str] = {}
    status = 0
    for _ in range(_REDIRECTS + 2):
        answer = _sent(place, method, {**headers, **login}, connected)
        status = answer.status
        if status == 200:
            return answer
        answer.close()
        if status == 401 and place.user is None:
            raise FeedError("absent", phrase("errors.network.login", name=place.name, scheme=place.scheme))
        if status == 401 and login:
            raise FeedError("absent", phrase("errors.network.rejected", name=place.name))
        if status == 401:
            login = _login(place, method, answer.headers.get_all("WWW-Authenticate", []))
        elif 300 <= status < 400:
            place = _moved(place, answer.headers.get("Location", ""))
            login = {}  # a digest is valid for one target only
        else:
            break
    raise FeedError("absent", phrase("errors.network.status", name=place.name, status=status))


def _sent(
    place: Endpoint, method: str, headers: Mapping[str, str], connected: Callable[[socket.socket], None]
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
        connection.request(method, place.requested, headers={"User-Agent": "coach", **headers})
        answer = connection.getresponse()
        sock.close()  # takes effect when the response, which reads from it, is closed
        return answer
    except (OSError, http.client.HTTPException, ValueError) as error:
        if sock is not None:
            sock.close()
        raise FeedError("absent", phrase("errors.network.silent", name=place.name, why=_reason(error))) from None


def _login(place: Endpoint, method: str, challenges: list[str]) -> dict[str, str]:
    """Return the authorization header for the strongest of the camera's challenges."""
    user, password = place.user or "", place.password
    kinds = {challenge.partition(" ")[0].lower(): challenge for challenge in reversed(challenges)}
    if "digest" in kinds:
        passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        passwords.add_password(None, place.url, user, password)
        request = urllib.request.Request(place.url, method=method)
        request.selector = place.requested
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
    raise FeedError("absent", phrase("errors.network.login_kind", name=place.name))


def _moved(place: Endpoint, location: str) -> Endpoint:
    """Follow a redirect to another path of the same camera.

    Raises:
        FeedError: It leads to another host, port or scheme.
    """
    try:
        there = parse(urljoin(place.url, location))
    except (SourceError, ValueError):
        shown: str = phrase("errors.network.elsewhere")
    else:
        if (there.scheme, there.host, there.port) == (place.scheme, place.host, place.port):
            return replace(place, target=there.target)
        shown = there.name + there.target.partition("?")[0]
    raise FeedError("absent", phrase("errors.network.redirect", name=place.name, shown=shown))


def _reason(error: Exception) -> Phrase:
    """Return what went wrong, without quoting the address."""
    match error:
        case socket.gaierror():
            return phrase("errors.network.unknown_host")
        case ssl.SSLError():
            return phrase("errors.network.certificate")
        case TimeoutError():
            return phrase("errors.network.timed_out")
        case ConnectionRefusedError():
            return phrase("errors.network.refused")
        case _:
            return phrase("errors.network.failed")
