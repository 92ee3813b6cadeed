"""The header of a landmark recording: file type, version, and source of the landmarks."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

Fact: TypeAlias = str | int | float | bool | None
Bytes: TypeAlias = bytes | memoryview

MAGIC: Final = b"\x89COACH\r\n"
"""As in PNG: the first byte is not text, and the line end breaks if the file is ever transferred as text."""
VERSION: Final = 1
PREFIX: Final = struct.Struct("<8sHHII")
_CRC: Final = struct.Struct("<I")
MAX_JSON: Final = 65_536


class DamageError(Exception):
    """Damaged bytes, with a description of the damage."""


@dataclass(frozen=True, slots=True)
class Header:
    """Where the landmarks of a recording come from.

    Attributes:
        model_sha256: Checksum of the pose model that estimated the landmarks; empty if unknown.
        mirrored: Whether the frames were mirrored, and flipped back before estimation. The poses are the true ones.
        about: Further facts about the source, for reports; not nested.
    """

    source: str = ""
    model_sha256: str = ""
    mirrored: bool = False
    about: Mapping[str, Fact] = field(default_factory=dict)


def pack_header(header: Header) -> bytes:
    """Return prefix and header: the first bytes of a recording."""
    text = pack_facts(
        {
            "source": header.source,
            "model_sha256": header.model_sha256,
            "mirrored": header.mirrored,
            **{f"about.{name}": value for name, value in header.about.items()},
        }
    )
    prefix = PREFIX.pack(MAGIC, VERSION, 0, len(text), 0)[: -_CRC.size]
    return prefix + _CRC.pack(zlib.crc32(text, zlib.crc32(prefix))) + text


def unpack_header(prefix: Bytes, text: Bytes) -> Header:
    """Parse the output of ``pack_header``, split after ``PREFIX.size`` bytes.

    Raises:
        DamageError: The checksum or a field is invalid.
    """
    if zlib.crc32(text, zlib.crc32(prefix[: -_CRC.size])) != _CRC.unpack_from(prefix, PREFIX.size - _CRC.size)[0]:
        raise DamageError("the checksum of its header does not match")
    facts = unpack_facts(text)
    source, model, mirrored = (facts.pop(name, None) for name in ("source", "model_sha256", "mirrored"))
    if not (isinstance(source, str) and isinstance(model, str) and isinstance(mirrored, bool)):
        raise DamageError("its header lacks the source, the model or the mirrored flag")
    return Header(source, model, mirrored, {name.removeprefix("about."): value for name, value in facts.items()})


def pack_facts(facts: Mapping[str, Fact]) -> bytes:
    """Return flat facts as JSON.

    Raises:
        ValueError: A fact is not text, a number, a boolean or ``None``, or there are too many.
    """
    for name, value in facts.items():
        if not isinstance(value, Fact):
            raise ValueError(f"a fact is text, a number, true, false or None, not {name!r}: {value!r}")
    text = json.dumps(dict(facts), ensure_ascii=True, allow_nan=False).encode("ascii")
    if len(text) > MAX_JSON:
        raise ValueError(f"facts take at most {MAX_JSON} bytes, not {len(text)}")
    return text


def unpack_facts(text: Bytes) -> dict[str, Fact]:
    """Return the facts in the output of ``pack_facts``; raise ``DamageError`` if they are not a flat object."""
    try:
        facts = json.loads(bytes(text), parse_constant=_refuse)
    except (ValueError, RecursionError) as error:  # undecodable text is a ValueError, nesting a RecursionError
        raise DamageError("its facts are not JSON") from error
    if not isinstance(facts, dict) or not all(isinstance(value, Fact) for value in facts.values()):
        raise DamageError("its facts are not a flat object")
    return facts


def _refuse(constant: str) -> None:
    raise ValueError(f"JSON has no {constant}")
