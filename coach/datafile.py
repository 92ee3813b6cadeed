"""Reads TOML data files and describes their faults."""

from __future__ import annotations

import codecs
import difflib
import json
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from datetime import date, time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar

from coach.errors import DataFileError, Wrong
from coach.language import english, phrase

if TYPE_CHECKING:
    from pydantic import TypeAdapter
    from pydantic_core import ErrorDetails

Table = dict[str, Any]  # Any: TOML values
FileFault = tuple[str, str]
"""Path of a key, and what is wrong with its value, a phrase."""

LARGEST: Final = 1_000_000
"""Largest file in bytes, 50 times the size of the program's largest."""

LONGEST_TEXT: Final = 400
"""Most characters of a text: half a minute of speech."""

MOST_ENTRIES: Final = 100

_HIDDEN: Final = ("Cc", "Cf", "Co", "Cs")
"""Unicode categories of invisible characters, such as those that reverse the text direction."""

Typed = TypeVar("Typed")


def read_table(path: Path) -> Table:
    """Return the content of a TOML file.

    Raises:
        DataFileError: The file cannot be read, or is not TOML.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise too_large(path)
        return parsed(path, path.read_bytes())
    except OSError as error:
        raise DataFileError(phrase("errors.file.unreadable", path=path, why=error.strerror)) from error


def parsed(path: Path, content: str | bytes) -> Table:
    """Parse the content of a TOML file; ``path`` is for error messages only.

    Raises:
        DataFileError: The content is not TOML.
    """
    try:
        return tomllib.loads(content if isinstance(content, str) else _text(content))
    except (ValueError, RecursionError) as error:  # also undecodable bytes and overlong numbers
        why = " ".join(str(error).split())
        raise DataFileError(phrase("errors.file.not_toml", path=path, why=why)) from error


def too_large(name: str | Path) -> DataFileError:
    """Return the error for a file larger than ``LARGEST``."""
    return DataFileError(phrase("errors.file.too_large", name=name, mb=LARGEST / 1e6))


def _text(data: bytes) -> str:
    """Decode by the byte order mark: editors on Windows may save UTF-16, or UTF-8 with a mark."""
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return data.decode("utf-16" if utf16 else "utf-8-sig")


def typed(adapter: TypeAdapter[Typed], table: Table) -> Typed:
    """Validate a table strictly. It goes through JSON, where pydantic's strict mode accepts a list for a tuple.

    Raises:
        pydantic.ValidationError: The table does not match the type.
    """
    return adapter.validate_json(json.dumps(table, default=str), strict=True)


def unversioned(table: Table, version: int = 1) -> list[FileFault]:
    """Return a fault if the table does not state its format version."""
    return [] if "schema" in table else [("schema", phrase("wrong.version", version=version))]


def excessive(here: object, path: str = "") -> list[FileFault]:
    """Return a fault for every overlong text or list, invisible character, and date or time."""
    inside: Iterable[tuple[str, object]] = ()
    if isinstance(here, dict):
        inside = ((f"{path}.{key}" if path else str(key), value) for key, value in here.items())
    elif isinstance(here, list):
        inside = ((f"{path}[{i}]", value) for i, value in enumerate(here))
    elif isinstance(here, str) and len(here) > LONGEST_TEXT:
        return [(path, phrase("wrong.long", most=LONGEST_TEXT, found=len(here)))]
    elif isinstance(here, str) and not here.isprintable() and any(map(hidden, here)):
        return [(path, phrase("wrong.invisible"))]
    elif isinstance(here, (date, time)):
        return [(path, phrase("wrong.date"))]
    if isinstance(here, (dict, list)) and len(here) > MOST_ENTRIES:
        return [(path, phrase("wrong.most_entries", most=MOST_ENTRIES, found=len(here)))]
    return [fault for where, value in inside for fault in excessive(value, where)]


def fault(error: ErrorDetails, path: str, owner: type) -> FileFault:
    """Return a validation error in plain words, for the key at ``path`` in a table of the class ``owner``."""
    kind = error["type"]
    if kind == "missing":
        return path, phrase("wrong.missing")
    if kind == "unexpected_keyword_argument":
        return path, phrase("wrong.unknown", near=meant(str(error["loc"][-1]), [each.name for each in fields(owner)]))
    if kind == "too_long":
        most, length = error["ctx"]["max_length"], error["ctx"]["actual_length"]
        return path, phrase("wrong.entries", n=most, found=length)
    if kind == "literal_error" and " or " in error["ctx"]["expected"]:
        options = error["ctx"]["expected"].replace(" or ", ", ")
        return path, phrase("wrong.type", expected=phrase("wrong.one_of", options=options), found=shown(error["input"]))
    key = f"wrong.types.{kind}"
    expected = phrase(key) if key in english().wordings else error["msg"].removeprefix("Input should be ")
    return path, phrase("wrong.type", expected=expected, found=shown(error["input"]))


def hidden(character: str) -> bool:
    """Whether a character is invisible, such as a control character."""
    return unicodedata.category(character) in _HIDDEN


def worded(faults: Iterable[tuple[str, Wrong]]) -> Iterator[FileFault]:
    """Yield what the core found wrong as phrases."""
    return ((path, phrase("wrong." + each.key, **each.fields)) for path, each in faults)


def unsound(path: Path, kind: Literal["move", "routine", "plan"], faults: Sequence[FileFault]) -> DataFileError:
    """Return the error that lists every fault of a file; ``kind`` is what it should describe."""
    listed = tuple(phrase("errors.file.fault", where=where, what=what) for where, what in faults)
    return DataFileError(phrase(f"errors.file.{kind}", path=path, faults=listed))


def shown(found: object) -> str:
    """Return a value as written in the file, or its kind for a table or list."""
    if isinstance(found, dict):
        return phrase("wrong.types.table")
    return phrase("wrong.types.list") if isinstance(found, list) else json.dumps(found, ensure_ascii=False)


def meant(name: str, known: Iterable[str]) -> str:
    """Return "; did you mean …?" for an unknown name, or nothing if no known name is similar."""
    near = difflib.get_close_matches(name, list(known), 1)
    return phrase("errors.file.near", name=near[0]) if near else ""
