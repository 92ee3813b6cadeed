"""Splits a byte stream into JPEG images by their own markers, as the separators between them differ by camera."""

from __future__ import annotations

import re
from typing import Final

LONGEST: Final = 32 * 2**20
"""Most bytes of one image, four times the size of a 20-megapixel JPEG."""

LARGEST: Final = 8192
"""Most pixels of a side. Larger images are skipped before memory is allocated for them."""

_START: Final = b"\xff\xd8\xff"
_MARKER: Final = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
"""A marker that ends a scan: within scan data, ``ff`` is followed by ``00`` or a restart marker."""

_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_SCAN, _END, _FIRST = 0xDA, 0xD9, 0xD8


class Jpegs:
    """Assembles complete JPEG images from bytes as they arrive."""

    def __init__(self) -> None:
        self._data = bytearray()
        self._at = 0  # read position; 0 until an image has begun
        self._scanning = False

    def feed(self, data: bytes) -> list[bytes]:
        """Return the images completed by ``data``.

        Raises:
            ValueError: No image ended within 32 MB.
        """
        self._data += data
        whole: list[bytes] = []
        while self._begun() and self._advance():
            whole.append(bytes(self._data[: self._at]))
            self._drop(self._at)
        if len(self._data) > LONGEST:
            raise ValueError("no image ends here")
        return whole

    def _begun(self) -> bool:
        if self._at:
            return True
        start = self._data.find(_START)
        self._drop(start if start >= 0 else max(0, len(self._data) - len(_START) + 1))
        self._at = 2 if start >= 0 else 0
        return start >= 0

    def _advance(self) -> bool:
        """Advance marker by marker; return whether the image is complete. A broken image is skipped."""
        data = self._data
        while True:
            if self._scanning:
                marker = _MARKER.search(data, self._at)
                if marker is None:
                    self._at = max(self._at, len(data) - 1)
                    return False
                self._at, self._scanning = marker.start(), False
            if self._at + 2 > len(data):
                return False
            kind = data[self._at + 1]
            if data[self._at] == 0xFF and kind == 0xFF:
                self._at += 1
                continue
            if data[self._at] == 0xFF and kind == _END:
                self._at += 2
                return True
            if self._at + 9 > len(data):  # the image size ends here
                return False
            length = int.from_bytes(data[self._at + 2 : self._at + 4])
            if data[self._at] != 0xFF or kind in (0, _FIRST) or length < 2 or self._too_large(kind):
                self._drop(2 if kind != _FIRST else self._at)
                if not self._begun():
                    return False
                continue
            self._at += 2 + length
            self._scanning = kind == _SCAN

    def _too_large(self, kind: int) -> bool:
        height, width = (int.from_bytes(self._data[self._at + k : self._at + k + 2]) for k in (5, 7))
        return kind in _FRAMES and max(width, height) > LARGEST

    def _drop(self, count: int) -> None:
        del self._data[:count]
        self._at, self._scanning = 0, False
