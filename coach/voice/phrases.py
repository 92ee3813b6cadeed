"""The words of a language, from its file in ``routines/phrases``."""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from coach.datafile import read_table
from coach.errors import DataFileError
from coach.resources import resource

Wording = str | tuple[str, str]
"""A phrase, or a phrase for one and another for any other number ``n``."""

REFERENCE: Final = "en"
"""The language whose keys and fields every other one has."""

FREE: Final = ("cues.", "good.", "avoid.")
"""What begins like this may be left out: without a translation, the move's own words stand."""


@dataclass(frozen=True, slots=True)
class Phrases:
    """What can be said in one language.

    Attributes:
        language: Its code, such as ``en``; the system's voice is chosen by it.
        wordings: Every phrase by its key, such as ``placement.feet``.
    """

    language: str
    wordings: Mapping[str, Wording]

    @classmethod
    def load(cls, language: str | Path = REFERENCE) -> Phrases:
        """The phrases of a language by its code, or from a TOML file.

        Raises:
            DataFileError: No such language, or its file does not hold up; every fault is named with its key.
        """
        path = language if isinstance(language, Path) else _shipped(language)
        code, wordings = _read(path)
        reference = _shipped(REFERENCE)
        wanted = wordings if path == reference else _read(reference)[1]
        faults = [*_faults(wordings, wanted)]
        if faults:
            raise DataFileError(f"{path} is not complete: {'; '.join(faults)}")
        return cls(code, wordings)

    def say(self, key: str, **values: object) -> str:
        """The words for a key, its fields filled in; ``n`` also chooses between singular and plural.

        Raises:
            KeyError: No such key, or a field without a value: a caller's mistake.
        """
        wording = self.wordings[key]
        if isinstance(wording, tuple):
            wording = wording[0 if values["n"] == 1 else 1]
        return wording.format_map(values)

    def find(self, key: str, default: str = "", **values: object) -> str:
        """The words for a key that may not be there."""
        return self.say(key, **values) if key in self.wordings else default


def languages() -> tuple[str, ...]:
    """The codes of the languages that come with the project."""
    return tuple(sorted(path.stem for path in resource("routines", "phrases").glob("*.toml")))


def _shipped(language: str) -> Path:
    known = languages()
    if language not in known:
        raise DataFileError(f"there are no phrases in {language!r}; there are {', '.join(known)}")
    return resource("routines", "phrases", f"{language}.toml")


def _read(path: Path) -> tuple[str, dict[str, Wording]]:
    table = read_table(path, "the phrases ")
    schema, language = table.pop("schema", None), table.pop("language", None)
    faults = [] if schema == 1 else ["schema: a file begins with schema = 1"]
    if not isinstance(language, str) or not language:
        faults.append('language: its code is expected, such as "en"')
    wordings: dict[str, Wording] = {}
    for key, value in _leaves("", table):
        match value:
            case str() if value.strip():
                wordings[key] = value
            case {"one": str(one), "other": str(other), **rest} if not rest and one.strip() and other.strip():
                wordings[key] = (one, other)
            case _:
                faults.append(f"{key}: words in quotes are expected, or {{ one, other }}")
    faults += [f"{key}: a brace stands alone" for key in wordings if _fields(wordings[key]) is None]
    if faults:
        raise DataFileError(f"{path} does not hold phrases: {'; '.join(faults)}")
    return str(language), wordings


def _leaves(path: str, table: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for name, value in table.items():
        key = f"{path}.{name}" if path else name
        if isinstance(value, dict) and not value.keys() & {"one", "other"}:
            yield from _leaves(key, value)
        else:
            yield key, value


def _fields(wording: Wording) -> frozenset[str] | None:
    """The names in braces; ``None`` where the braces are wrong."""
    texts = (wording,) if isinstance(wording, str) else wording
    try:
        pieces = [piece for text in texts for piece in string.Formatter().parse(text)]
    except ValueError:
        return None
    found = frozenset(name for _, name, _, _ in pieces if name is not None)
    return found if all(name.isidentifier() for name in found) else None


def _faults(wordings: Mapping[str, Wording], wanted: Mapping[str, Wording]) -> Iterator[str]:
    for key in sorted(wanted.keys() - wordings.keys()):
        if not key.startswith(FREE):
            yield f"{key} is missing"
    for key in sorted(wordings):
        if key.startswith(FREE):
            continue
        if key not in wanted:
            yield f"{key} is no key here"
        elif extra := (_fields(wordings[key]) or frozenset()) - (_fields(wanted[key]) or frozenset()) - {"n"}:
            yield f"{key} has no field {', '.join(sorted(extra))}"
