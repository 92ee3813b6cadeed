"""Text made safe to print: on one line, and without secrets."""

from __future__ import annotations

import re
from typing import Final

from coach.datafile import hidden

_ADDRESS: Final = re.compile(r"\b([A-Za-z][A-Za-z0-9+.\-]*:/{1,2})(?:[^\s'\"]*@)?([^\s/?#'\"]*)[^\s'\"]*")
_LOGIN: Final = re.compile(r"[^\s'\"=]+:[^\s'\"]*@([^\s/?#'\"]*)[^\s'\"]*")
"""In an address without a scheme."""


def line(text: str) -> str:
    """Return the text on one line, without control characters, which a terminal would obey."""
    return " ".join("".join(" " if hidden(sign) else sign for sign in text).split())


def masked(text: str) -> str:
    """Return the text with every address cut down to its scheme, host and port."""
    return _LOGIN.sub(r"\1", _ADDRESS.sub(r"\1\2", text))
