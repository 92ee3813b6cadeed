"""Parses the addresses of network cameras. The program connects to the address the user gave and to nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, unquote

from coach.errors import SourceError
from coach.language import phrase

PORTS: Final = {"http": 80, "https": 443, "rtsp": 554}
RTSP_PORTS: Final = (554, 8554, 10554)
"""Ports for which RTSP is assumed in an address without a scheme."""

_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]+:/")
_BARE: Final = re.compile(
    r"(?:[^@\s]+@)?(?:\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?|(?:[\w\-]+\.)*[\w\-]{2,}:\d{2,5})(?:[/?]|$)",
    re.ASCII,
)
"""An address without a scheme: an IPv4 address, or a host name with a port. ``C:/video`` is neither."""

_ADDRESS: Final = re.compile(
    r"(?:(?P<scheme>[a-z][a-z0-9+.\-]+)://)?(?:(?P<login>.*?)@)??"
    r"(?P<host>\[[0-9a-f:.%]+\]|[^:/?#@\[\]\s]+)(?::(?P<port>\d{1,5}))?(?P<path>/[^?#]*)?(?P<query>\?[^#]*)?(?:#.*)?",
    re.ASCII | re.IGNORECASE,
)
"""It is read without a login if possible, as an ``@`` may belong to the path. Otherwise the login ends at the first
``@`` that a host follows: a password may contain ``/``, ``:``, ``?``, ``#`` and ``@`` unencoded."""

_MOST_PORT: Final = 65535


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The parsed address of a camera.

    Attributes:
        target: Path and query.
        name: The address without user, password, path and query: safe to show and to store.
    """

    scheme: str
    host: str
    port: int
    target: str
    name: str
    user: str | None = field(default=None, repr=False)
    password: str = field(default="", repr=False)

    @property
    def url(self) -> str:
        """The address without user and password."""
        return f"{self.name}{self.target}"

    @property
    def requested(self) -> str:
        """The address as it is written in the first line of a request."""
        return self.url if self.scheme == "rtsp" else self.target

    @property
    def url_with_login(self) -> str:
        """The address for FFmpeg: user and password are fully percent-encoded."""
        if self.user is None:
            return self.url
        login = f"{quote(self.user, safe='')}:{quote(self.password, safe='')}@"
        return self.url.replace("://", f"://{login}", 1)


def is_address(spec: str) -> bool:
    """Whether ``spec`` is the address of a network camera, with or without a scheme."""
    spec = spec.strip()
    return bool(_SCHEME.match(spec) or _BARE.match(spec))


def parse(spec: str) -> Endpoint:
    """Parse an address. A password may contain ``/``, ``:``, ``?``, ``#`` and ``@``, percent-encoded or not.

    Digits or an ``@`` before a ``/`` in the password have to be encoded, because the address is also valid otherwise.

    Raises:
        SourceError: The address has no host, an invalid port or an unsupported scheme.
    """
    found = _ADDRESS.fullmatch(spec.strip())
    if found is None or int(found["port"] or 0) > _MOST_PORT:
        raise SourceError(phrase("errors.network.malformed"))
    port = int(found["port"] or 0)
    scheme, host = (found["scheme"] or ("rtsp" if port in RTSP_PORTS else "http")).lower(), found["host"].lower()
    if scheme not in PORTS:
        raise SourceError(phrase("errors.network.scheme", scheme=scheme))
    name = f"{scheme}://{host}" + (f":{port}" if port else "")
    target = (found["path"] or ("" if scheme == "rtsp" else "/")) + (found["query"] or "")
    user, _, password = (found["login"] or "").partition(":")
    return Endpoint(
        scheme=scheme,
        host=host.strip("[]"),
        port=port or PORTS[scheme],
        target=target,
        name=name,
        user=unquote(user) if found["login"] else None,
        password=unquote(password),
    )
