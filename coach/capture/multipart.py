"""Pictures out of the endless answer that a network camera gives (``multipart/x-mixed-replace``)."""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 32 * 2**20
"""Bytes of one part; a JPEG of twenty megapixels has a quarter of that."""

_HEAD: Final = 16 * 2**10
_LENGTH: Final = re.compile(rb"^content-length:\s*(\d{1,9})\s*$", re.I | re.M)


class Parts:
    """Cuts bytes, as they arrive, into the parts between boundaries.

    Args:
        boundary: As the answer's header gives it; whether it begins with the two dashes differs between cameras.
    """

    def __init__(self, boundary: str) -> None:
        self._mark = b"--" + boundary.strip().strip('"').removeprefix("--").encode("latin-1")
        self._data = bytearray()
        self._body: int | None = None
        self._length: int | None = None

    def feed(self, data: bytes) -> list[bytes]:
        """The parts that are whole now.

        Raises:
            ValueError: This is no such answer, or a part is larger than any picture.
        """
        self._data += data
        whole: list[bytes] = []
        while (part := self._next()) is not None:
            whole.append(part)
        if len(self._data) > LONGEST:
            raise ValueError("a part is larger than any picture")
        return whole

    def _next(self) -> bytes | None:
        if self._body is None and not self._head():
            return None
        assert self._body is not None
        if self._length is not None:
            end = self._body + self._length
            if len(self._data) < end:
                return None
        else:
            end = self._data.find(self._mark, self._body)
            if end < 0:
                return None
        part = bytes(self._data[self._body : end])
        del self._data[:end]
        self._body = self._length = None
        return part

    def _head(self) -> bool:
        """Find where the next part's body begins, past the boundary and its headers."""
        mark = self._data.find(self._mark)
        if mark < 0:
            if len(self._data) > _HEAD:
                raise ValueError("no boundary where a part should begin")
            return False
        ends = [(at, len(gap)) for gap in (b"\r\n\r\n", b"\n\n") if (at := self._data.find(gap, mark)) >= 0]
        if not ends:
            if len(self._data) - mark > _HEAD:
                raise ValueError("the headers of a part have no end")
            return False
        at, gap = min(ends)
        found = _LENGTH.search(self._data[mark:at].replace(b"\r", b""))
        self._length = int(found[1]) if found else None
        if self._length is not None and self._length > LONGEST:
            raise ValueError("a part is larger than any picture")
        self._body = at + gap
        return True
