"""Takes out of a text what may be secret: what an address of a camera says beside its host and port."""

from __future__ import annotations

import re
from typing import Final

_ADDRESS: Final = re.compile(r"\b([A-Za-z][A-Za-z0-9+.\-]*:/{1,2})(?:[^\s'\"]*@)?([^\s/?#'\"]*)[^\s'\"]*")
_LOGIN: Final = re.compile(r"[^\s'\"=]+:[^\s'\"]*@([^\s/?#'\"]*)[^\s'\"]*")
"""In an address without a scheme."""


def masked(text: str) -> str:
    """The text, every address in it cut down to its scheme, its host and its port."""
    return _LOGIN.sub(r"\1", _ADDRESS.sub(r"\1\2", text))
