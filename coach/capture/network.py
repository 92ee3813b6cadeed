"""Parses the addresses of network cameras. The program connects to the address the user gave and to nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import SplitResult, quote, unquote, urlsplit

from coach.errors import SourceError

PORTS: Final = {"http": 80, "https": 443, "rtsp": 554}
RTSP_PORTS: Final = (554, 8554, 10554)
"""Ports for which RTSP is assumed in an address without a scheme."""

_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]+:/")
_BARE: Final = re.compile(
    r"(?:[^@\s]+@)?(?:\d{1,3}(?:\.\d{1,3}){3}(?::(?P<port>\d{1,5}))?|(?:[\w\-]+\.)*[\w\-]{2,}:(?P<other>\d{2,5}))(?:[/?]|$)",
    re.ASCII,
)
"""An address without a scheme: an IPv4 address, or a host name with a port. ``C:/video`` is neither."""

_SECRET: Final = re.compile(r"(?P<secret>.*?)@(?P<rest>(?:\[[0-9A-Fa-f:.]+\]|[\w.\-]+)(?::\d+)?(?:[/?#].*)?)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The parsed address of a camera.

    Attributes:
        target: Path and query, as sent in the request.
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
    spec = spec.strip()
    if not _SCHEME.match(spec) and (bare := _BARE.match(spec)):
        port = int(bare["port"] or bare["other"] or 0)
        spec = f"{'rtsp' if port in RTSP_PORTS else 'http'}://{spec}"
    scheme, _, rest = spec.partition("://")
    parts, scheme = SplitResult("", "", "", "", ""), scheme.lower()
    login, at = None, _SECRET.fullmatch(rest)
    if at and not _is_valid(f"{scheme}://{rest}"):
        login, rest = at["secret"], at["rest"]
    try:
        parts = urlsplit(f"{scheme}://{rest}")
        host, port = parts.hostname, parts.port or PORTS.get(scheme, 0)
    except ValueError:  # not chained: its message contains the password
        host, port = None, 0
    if not host:
        raise SourceError("an address like http://HOST:PORT/PATH is expected; this one has no host or an invalid port")
    if scheme not in PORTS:
        raise SourceError(f"a camera address starts with http, https or rtsp, not {scheme}; check the camera's manual")
    login = parts.netloc.rpartition("@")[0] or None if login is None else login
    user, _, password = (login or "").partition(":")
    shown = f"[{host}]" if ":" in host else host
    name = f"{scheme}://{shown}" + (f":{parts.port}" if parts.port else "")
    target = (parts.path or ("" if scheme == "rtsp" else "/")) + (f"?{parts.query}" if parts.query else "")
    return Endpoint(scheme, host, port, target, name, None if login is None else unquote(user), unquote(password))


def _is_valid(address: str) -> bool:
    """Whether the address is valid as it is; an unencoded ``/``, ``?`` or ``#`` in the password breaks the port."""
    try:
        parts = urlsplit(address)
        return bool(parts.hostname and (parts.port or not parts.netloc.endswith(":")))
    except ValueError:
        return False
