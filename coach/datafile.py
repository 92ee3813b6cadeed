"""Reads TOML data files and describes their faults."""

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

Table = dict[str, Any]  # Any: TOML values
FileFault = tuple[str, str]
"""Path of a key, and the fault of its value."""

LARGEST: Final = 1_000_000
"""Largest file in bytes, 50 times the size of the program's largest."""

LONGEST_TEXT: Final = 400
"""Most characters of a text: half a minute of speech."""

MOST_ENTRIES: Final = 100

_HIDDEN: Final = ("Cc", "Cf", "Co", "Cs")
"""Unicode categories of invisible characters, such as those that reverse the text direction."""

Typed = TypeVar("Typed")


def read_table(path: Path, what: str = "") -> Table:
    """Return the content of a TOML file.

    Args:
        path: The file.
        what: Its description in errors, with a trailing space, such as ``"the move file "``.

    Raises:
        DataFileError: The file cannot be read, or is not TOML.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise too_large(path)
        return parsed(path, path.read_bytes())
    except OSError as error:
        raise DataFileError(f"cannot read {what}{path}: {error.strerror}; give the path of a TOML file") from error


def parsed(path: Path, content: str | bytes) -> Table:
    """Parse the content of a TOML file; ``path`` is for error messages only.

    Raises:
        DataFileError: The content is not TOML.
    """
    try:
        return tomllib.loads(content if isinstance(content, str) else _text(content))
    except (ValueError, RecursionError) as error:  # also undecodable bytes and overlong numbers
        raise DataFileError(f"{path} is not TOML: {' '.join(str(error).split())}; fix it there") from error


def too_large(name: str | Path) -> DataFileError:
    """Return the error for a file larger than ``LARGEST``."""
    return DataFileError(f"{name} is larger than {LARGEST / 1e6:g} MB, so it is not a data file; give another file")


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


def unversioned(table: Table, what: str = "a file", version: int = 1) -> list[FileFault]:
    """Return a fault if the table does not state its format version."""
    return [] if "schema" in table else [("schema", f"is missing; {what} begins with schema = {version}")]


def excessive(here: object, path: str = "") -> list[FileFault]:
    """Return a fault for every overlong text or list, invisible character, and date or time."""
    inside: Iterable[tuple[str, object]] = ()
    if isinstance(here, dict):
        inside = ((f"{path}.{key}" if path else str(key), value) for key, value in here.items())
    elif isinstance(here, list):
        inside = ((f"{path}[{i}]", value) for i, value in enumerate(here))
    elif isinstance(here, str) and len(here) > LONGEST_TEXT:
        return [(path, f"should have at most {LONGEST_TEXT} characters, not {len(here)}")]
    elif isinstance(here, str) and not here.isprintable() and any(map(hidden, here)):
        return [(path, "contains invisible characters")]
    elif isinstance(here, (date, time)):
        return [(path, "should not be a date or time")]
    if isinstance(here, (dict, list)) and len(here) > MOST_ENTRIES:
        return [(path, f"should have at most {MOST_ENTRIES} entries, not {len(here)}")]
    return [fault for where, value in inside for fault in excessive(value, where)]


def hidden(character: str) -> bool:
    """Whether a character is invisible, such as a control character."""
    return unicodedata.category(character) in _HIDDEN


def unsound(path: Path, what: str, faults: Sequence[FileFault]) -> DataFileError:
    """Return the error that lists every fault of a file; ``what`` is its expected kind."""
    return DataFileError(f"{path} does not describe {what}: {'; '.join(': '.join(fault) for fault in faults)}")


def shown(found: object) -> str:
    """Return a value as written in the file, or its kind for a table or list."""
    if isinstance(found, dict):
        return "a table"
    return "a list" if isinstance(found, list) else json.dumps(found, ensure_ascii=False)


def meant(name: str, known: Iterable[str]) -> str:
    """Return "; did you mean …?" for an unknown name, or nothing if no known name is similar."""
    near = difflib.get_close_matches(name, list(known), 1)
    return f"; did you mean {near[0]}?" if near else ""
