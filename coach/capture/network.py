"""Network cameras: what an address leads to. Nothing but the address that the user named is connected to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import SplitResult, quote, unquote, urlsplit

from coach.errors import SourceError

PORTS: Final = {"http": 80, "https": 443, "rtsp": 554}
RTSP_PORTS: Final = (554, 8554, 10554)
"""An address without a scheme and with one of these ports is read by RTSP."""

_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]+:/")
_BARE: Final = re.compile(
    r"(?:[^@\s]+@)?(?:\d{1,3}(?:\.\d{1,3}){3}(?::(?P<port>\d{1,5}))?|(?:[\w\-]+\.)*[\w\-]{2,}:(?P<other>\d{2,5}))(?:[/?]|$)",
    re.ASCII,
)
"""An address without a scheme: an IPv4 address, or a host name with a port. ``C:/video`` is neither."""

_SECRET: Final = re.compile(r"(?P<secret>.*?)@(?P<rest>(?:\[[0-9A-Fa-f:.]+\]|[\w.\-]+)(?::\d+)?(?:[/?#].*)?)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a camera is, taken apart.

    Attributes:
        target: Path and query, as they are sent.
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
        """The address as FFmpeg takes it: user and password with every special character encoded."""
        if self.user is None:
            return self.url
        login = f"{quote(self.user, safe='')}:{quote(self.password, safe='')}@"
        return self.url.replace("://", f"://{login}", 1)


def is_address(spec: str) -> bool:
    """Whether a camera is asked for by its address, with a scheme or without."""
    spec = spec.strip()
    return bool(_SCHEME.match(spec) or _BARE.match(spec))


def parse(spec: str) -> Endpoint:
    """Take an address apart. A password may hold ``/``, ``:``, ``?``, ``#`` and ``@`` as they are, or percent-encoded.

    Two kinds have to be encoded, as the address is valid without: digits before a ``/``, and an ``@`` before one.

    Raises:
        SourceError: It has no host, no such port, or a scheme by which no camera is read.
    """
    spec = spec.strip()
    if not _SCHEME.match(spec) and (bare := _BARE.match(spec)):
        port = int(bare["port"] or bare["other"] or 0)
        spec = f"{'rtsp' if port in RTSP_PORTS else 'http'}://{spec}"
    scheme, _, rest = spec.partition("://")
    parts, scheme = SplitResult("", "", "", "", ""), scheme.lower()
    login, at = None, _SECRET.fullmatch(rest)
    if at and not _stands(f"{scheme}://{rest}"):
        login, rest = at["secret"], at["rest"]
    try:
        parts = urlsplit(f"{scheme}://{rest}")
        host, port = parts.hostname, parts.port or PORTS.get(scheme, 0)
    except ValueError:  # its text quotes the address, password included
        host, port = None, 0
    if not host:
        raise SourceError("an address like http://HOST:PORT/PATH is expected; this one has no host or no such port")
    if scheme not in PORTS:
        raise SourceError(f"cameras are read by http, https or rtsp, not by {scheme}; see how yours can send one")
    login = parts.netloc.rpartition("@")[0] or None if login is None else login
    user, _, password = (login or "").partition(":")
    shown = f"[{host}]" if ":" in host else host
    name = f"{scheme}://{shown}" + (f":{parts.port}" if parts.port else "")
    target = (parts.path or ("" if scheme == "rtsp" else "/")) + (f"?{parts.query}" if parts.query else "")
    return Endpoint(scheme, host, port, target, name, None if login is None else unquote(user), unquote(password))


def _stands(address: str) -> bool:
    """Whether the address is valid as it is; with a ``/``, ``?`` or ``#`` in the password its port is not."""
    try:
        parts = urlsplit(address)
        return bool(parts.hostname and (parts.port or not parts.netloc.endswith(":")))
    except ValueError:
        return False
