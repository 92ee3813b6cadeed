"""Data files in TOML: reading one, and the words for what is wrong with it."""

from __future__ import annotations

import difflib
import json
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from coach.errors import DataFileError

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Table = dict[str, Any]  # Any: what TOML holds
Fault = tuple[str, str]
"""The path of a key, and what is wrong with it."""

Shape = TypeVar("Shape")


def read_table(path: Path, what: str = "") -> Table:
    """What a TOML file holds.

    Args:
        path: The file.
        what: What it is called where it cannot be read, such as ``"the move file "``.

    Raises:
        DataFileError: It cannot be read, or is not TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise DataFileError(f"cannot read {what}{path}: {error.strerror}; give the path of a TOML file") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DataFileError(f"{path} is not TOML: {error}; mend it there") from error


def typed(adapter: TypeAdapter[Shape], table: Table) -> Shape:
    """A table as its class, types as strict as TOML's own: by way of JSON, where a list is still a tuple.

    Raises:
        pydantic.ValidationError: It does not fit.
    """
    return adapter.validate_json(json.dumps(table, default=str), strict=True)


def unversioned(table: Table) -> list[Fault]:
    """The fault of a table that does not say which shape it has."""
    return [] if "schema" in table else [("schema", "is missing; a file begins with schema = 1")]


def unsound(path: Path, what: str, faults: Sequence[Fault]) -> DataFileError:
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
