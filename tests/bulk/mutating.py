"""Corrupts files: bytes, or values and lines of data files."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from typing import Final

_WORDS: Final = (
    b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\x80\0\0\0", b"\0\0\0\1", b"\1\0\0\0",
)  # fmt: skip

_VALUES: Final = (
    "nan", "inf", "-inf", "-1", "0", "1e308", "-1e308", "1e-308", "9" * 30, "9" * 5000, "true", "false", '""', '"x"',
    "[]", "[[]]", "{}", "1979-05-27", "07:32:00", '"' + "long " * 2000 + '"', '"\\u0000"', '"\\u202Egnp"',
    '"<script>alert(1)</script>"', '"{0.__class__}"', '"../../etc/passwd"', '"%s%n"', '"left"', '"both"', "[" * 3000,
    "{a = " * 500, '["a", 1]', "0x7fffffffffffffffffff", '"""', "'''", "\x00",
)  # fmt: skip

_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")
_STRING: Final = re.compile(r'"[^"\n]*"')
_KEY: Final = re.compile(r"^[A-Za-z_-]+(?= =)", re.MULTILINE)


def bytes_of(content: bytes, rng: random.Random) -> bytes:
    """Return the content with some bytes corrupted, more often in the header."""
    spoilt = bytearray(content)
    for _ in range(rng.choice((1, 1, 2, 4, 16, 64))):
        size = max(len(spoilt), 1)
        at = rng.randrange(size if rng.random() < 0.5 else min(size, 2000))
        length = rng.randrange(1, 200)
        match rng.randrange(6):
            case 0:
                spoilt[at : at + 1] = bytes([(spoilt or b"\0")[min(at, len(spoilt) - 1)] ^ 1 << rng.randrange(8)])
            case 1:
                spoilt[at : at + 1] = bytes([rng.choice((0, 1, 127, 128, 255))])
            case 2:
                spoilt[at : at + 4] = rng.choice(_WORDS)
            case 3:
                del spoilt[at : at + length]
            case 4:
                spoilt[at:at] = spoilt[at : at + length]
            case _:
                del spoilt[max(at, 16) :]
    return bytes(spoilt)


def words_of(text: str, rng: random.Random, others: Sequence[str] = ()) -> bytes:
    """Return the text of a data file with some values, keys or lines corrupted, sometimes its bytes."""
    for _ in range(rng.choice((1, 1, 1, 2, 3, 8))):
        match rng.randrange(9):
            case 0 | 1:
                text = _put(_NUMBER, text, rng.choice(_VALUES), rng)
            case 2:
                text = _put(_STRING, text, rng.choice(_VALUES), rng)
            case 3:
                text = _put(_STRING, text, rng.choice(_STRING.findall(text) or ['""']), rng)
            case 4:
                text = _put(_NUMBER, text, str(round(rng.uniform(-400, 400), 1)), rng)
            case 5:
                text = _put(_KEY, text, rng.choice(_KEY.findall(text) or ["key"]), rng)
            case 6:
                text = _lines(text, rng)
            case 7:
                text += rng.choice(others or (text,))
            case _:
                if rng.random() < 0.2:
                    return bytes_of(text.encode("utf-8", "replace"), rng)
                text = _put(_NUMBER, text, rng.choice(_VALUES), rng)
    return text.encode("utf-8", "replace")


def _put(pattern: re.Pattern[str], text: str, value: str, rng: random.Random) -> str:
    """Return the text with one match of the pattern replaced."""
    places = list(pattern.finditer(text))
    if not places:
        return text
    place = rng.choice(places)
    return text[: place.start()] + value + text[place.end() :]


def _lines(text: str, rng: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    at = rng.randrange(len(lines)) if lines else 0
    match rng.randrange(4):
        case 0:
            del lines[at : at + rng.choice((1, 1, 5, 50))]
        case 1:
            lines[at:at] = lines[at : at + rng.choice((1, 3))]
        case 2:
            rng.shuffle(lines)
        case _:
            lines = lines[:at]
    return "".join(lines)
