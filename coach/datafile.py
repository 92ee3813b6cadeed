"""Data files in TOML: reading one, and the words for what is wrong with it."""

from __future__ import annotations

import codecs
import difflib
import json
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from coach.errors import DataFileError

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Table = dict[str, Any]  # Any: what TOML holds
FileFault = tuple[str, str]
"""The path of a key, and what is wrong with it."""

LARGEST: Final = 1_000_000
"""Bytes; the largest of the program's own files has a fiftieth of that."""

LONGEST_TEXT: Final = 400
"""Letters; said aloud, they take half a minute."""

MOST_ENTRIES: Final = 100

_HIDDEN: Final = ("Cc", "Cf", "Co", "Cs")
"""What Unicode calls signs that control, such as those that turn the direction of a line round."""

Shape = TypeVar("Shape")


def read_table(path: Path, what: str = "") -> Table:
    """What a TOML file holds.

    ``what`` names it in errors, such as ``"the move file "``.

    Raises:
        DataFileError: It cannot be read, or is not TOML.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise too_large(path)
        return parsed(path, path.read_bytes())
    except OSError as error:
        raise DataFileError(f"cannot read {what}{path}: {error.strerror}; give the path of a TOML file") from error


def parsed(path: Path, content: str | bytes) -> Table:
    """What a TOML file holds, of which the content was read already.

    Raises:
        DataFileError: It is not TOML.
    """
    try:
        return tomllib.loads(content if isinstance(content, str) else _text(content))
    except (ValueError, RecursionError) as error:  # a ValueError is also a number too long to be read, or no text
        raise DataFileError(f"{path} is not TOML: {' '.join(str(error).split())}; mend it there") from error


def too_large(name: str | Path) -> DataFileError:
    """That a file is larger than any data file."""
    return DataFileError(f"{name} has more than {LARGEST / 1e6:g} MB and is no data file; give the right one")


def _text(data: bytes) -> str:
    """Decode a file as its byte order mark says: an editor of Windows may save UTF-16, or UTF-8 with a mark."""
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return data.decode("utf-16" if utf16 else "utf-8-sig")


def typed(adapter: TypeAdapter[Shape], table: Table) -> Shape:
    """A table as its class, types as strict as TOML's own: by way of JSON, where a list is still a tuple.

    Raises:
        pydantic.ValidationError: It does not fit.
    """
    return adapter.validate_json(json.dumps(table, default=str), strict=True)


def unversioned(table: Table, what: str = "a file", version: int = 1) -> list[FileFault]:
    """The fault of a table that does not say which version of the format it has."""
    return [] if "schema" in table else [("schema", f"is missing; {what} begins with schema = {version}")]


def excessive(here: object, path: str = "") -> list[FileFault]:
    """Texts and lists longer than anybody reads or hears, signs that do not show, and dates, which mean nothing."""
    inside: Iterable[tuple[str, object]] = ()
    if isinstance(here, dict):
        inside = ((f"{path}.{key}" if path else str(key), value) for key, value in here.items())
    elif isinstance(here, list):
        inside = ((f"{path}[{i}]", value) for i, value in enumerate(here))
    elif isinstance(here, str) and len(here) > LONGEST_TEXT:
        return [(path, f"should have at most {LONGEST_TEXT} letters, not {len(here)}")]
    elif isinstance(here, str) and any(map(hidden, here)):
        return [(path, "has signs that do not show")]
    elif isinstance(here, (date, time)):
        return [(path, "should be no date")]
    if isinstance(here, (dict, list)) and len(here) > MOST_ENTRIES:
        return [(path, f"should have at most {MOST_ENTRIES} entries, not {len(here)}")]
    return [fault for where, value in inside for fault in excessive(value, where)]


def hidden(sign: str) -> bool:
    """Whether a sign is not shown but does something to what is."""
    return unicodedata.category(sign) in _HIDDEN


def unsound(path: Path, what: str, faults: Sequence[FileFault]) -> DataFileError:
    """That a file does not describe what it should, with every fault."""
    return DataFileError(f"{path} does not describe {what}: {'; '.join(': '.join(fault) for fault in faults)}")


def shown(found: object) -> str:
    """A value as it stands in the file; only what it is, where it is long."""
    if isinstance(found, dict):
        return "a table"
    return "a list" if isinstance(found, list) else json.dumps(found, ensure_ascii=False)


def meant(name: str, known: Iterable[str]) -> str:
    """What was meant by a name that is not known, to be put behind that; nothing where it is far from all."""
    near = difflib.get_close_matches(name, list(known), 1)
    return f"; did you mean {near[0]}?" if near else ""
