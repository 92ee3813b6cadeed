"""What the coach says, shows and writes, in the words of one language: its catalogue in ``routines/phrases``.

English is the reference: every other language has its keys and its fields. The words of a move lie in its own file.
Plural forms are those of the Unicode CLDR, by way of Babel: English has ``one`` and ``other``.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

from coach.datafile import Table, read_table
from coach.errors import DataFileError
from coach.resources import resource

Wording = str | Mapping[str, str]
"""A phrase, or a phrase for each plural form of the number ``n``, ``other`` among them."""

REFERENCE: Final = "en"
"""The language whose keys and fields every other one has."""

FREE: Final = ("faults.", "kinds.", "landmarks.")
"""Keys that begin like this may be left out: the id, or the description in the code, is used instead."""

FORMS: Final = frozenset({"zero", "one", "two", "few", "many", "other"})
"""The plural forms of the Unicode CLDR."""


DateForm: TypeAlias = Literal["long", "short", "day_month", "month", "day"]

PATTERNS: Final[Mapping[str, str]] = {"long": "long", "month": "LLLL y"}
"""Forms of a date that the CLDR has itself, or that every language writes alike; the catalogue has the others."""


@dataclass(frozen=True, slots=True)
class Language:
    """The words of one language.

    Attributes:
        language: Its code, such as ``en``; the voice is chosen by it.
        wordings: Every phrase by its key, such as ``placement.feet``.
        locale: Its name in the CLDR, such as ``en_GB``: it decides how dates, numbers and lists are written.
    """

    language: str
    wordings: Mapping[str, Wording]
    locale: str = "en_GB"

    @classmethod
    def load(cls, language: str | Path = REFERENCE) -> Language:
        """Read a language by its code, or from a TOML file.

        Raises:
            DataFileError: There is no such language, or its file is incomplete; every problem is named by its key.
        """
        path = language if isinstance(language, Path) else _shipped(language)
        code, locale, wordings = _read(path)
        wanted = wordings if path == _shipped(REFERENCE) else english().wordings
        faults = [*_faults(wordings, wanted)]
        if faults:
            raise DataFileError(f"{path} is not complete: {'; '.join(faults)}")
        return cls(code, wordings, locale)

    def say(self, key: str, **values: object) -> str:
        """Return the phrase for a key with its fields filled in; ``n`` also chooses the plural form.

        Raises:
            KeyError: There is no such key, or a field has no value: a caller's mistake.
        """
        wording = self.wordings[key]
        if not isinstance(wording, str):
            form = _plural_form(self.locale, values["n"])
            wording = wording.get(form, wording["other"])
        return wording.format_map(values)

    def section(self, name: str) -> dict[str, Wording]:
        """Return every phrase below a key, by the rest of its key."""
        return {key[len(name) + 1 :]: text for key, text in self.wordings.items() if key.startswith(f"{name}.")}

    def date(self, when: date, form: DateForm) -> str:
        """Return a date in the way of the language."""
        from babel.dates import format_date

        return format_date(when, PATTERNS.get(form) or self.say(f"dates.{form}"), locale=_locale(self.locale))

    def weekdays(self) -> tuple[str, ...]:
        """Names of the days of the week, Monday first."""
        return tuple(_locale(self.locale).days["stand-alone"]["wide"][day] for day in range(7))

    def calendar(self) -> dict[str, list[str]]:
        """Names of days (Sunday first) and months, long and short, as Plotly wants them."""
        days, months = (getattr(_locale(self.locale), name)["stand-alone"] for name in ("days", "months"))
        return {
            "days": [days["wide"][(day + 6) % 7] for day in range(7)],
            "shortDays": [days["abbreviated"][(day + 6) % 7] for day in range(7)],
            "months": [months["wide"][month] for month in range(1, 13)],
            "shortMonths": [months["abbreviated"][month] for month in range(1, 13)],
        }

    def number(self, value: float, digits: int = 0) -> str:
        """Return a number with so many decimals, and with the separators of the language."""
        from babel.numbers import format_decimal

        rounded = round(value, digits) + 0.0  # no number is written -0
        return format_decimal(rounded, f"#,##0.{'0' * digits}" if digits else "#,##0", locale=_locale(self.locale))

    def plain(self, value: float) -> str:
        """Return a number with the decimals it has, at most three."""
        from babel.numbers import format_decimal

        return format_decimal(round(value, 3) + 0.0, "#,##0.###", locale=_locale(self.locale))

    def list(self, items: Iterable[str], style: Literal["standard", "or"] = "standard") -> str:
        """Return items as a list in a sentence, such as "a, b and c", or "a, b or c"."""
        from babel.lists import format_list

        return format_list([*items], style, _locale(self.locale))

    def find(self, key: str, default: str = "", **values: object) -> str:
        """Return the phrase for a key that may be missing, or the default."""
        return self.say(key, **values) if key in self.wordings else default


def languages() -> tuple[str, ...]:
    """Codes of the languages that come with the project."""
    return tuple(sorted(path.stem for path in resource("routines", "phrases").glob("*.toml")))


@cache
def english() -> Language:
    """The reference language, read once."""
    return Language.load()


@cache
def _locale(locale: str) -> Any:  # Any: Babel's own class, which is imported only when it is needed
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(locale)
    except (UnknownLocaleError, ValueError):
        return Locale.parse(REFERENCE)


@cache
def _plural_form(locale: str, number: object) -> str:
    return str(_locale(locale).plural_form(number))


def _shipped(language: str) -> Path:
    known = languages()
    if language not in known:
        raise DataFileError(f"there are no phrases in {language!r}; choose one of {', '.join(known)}")
    return resource("routines", "phrases", f"{language}.toml")


def _read(path: Path) -> tuple[str, str, dict[str, Wording]]:
    table = read_table(path, "the phrases ")
    schema, language = table.pop("schema", None), table.pop("language", None)
    locale = table.pop("locale", language)
    faults = [] if schema == 1 else ["schema: a file begins with schema = 1"]
    if not isinstance(language, str) or not language:
        faults.append('language: its code is expected, such as "en"')
    if not isinstance(locale, str):
        faults.append('locale: its name in the CLDR is expected, such as "en_GB"')
    wordings: dict[str, Wording] = {}
    for key, value in _leaves("", table):
        match value:
            case str() if value.strip():
                wordings[key] = value
            case {"other": _} if value.keys() <= FORMS and all(map(_worded, value.values())):
                wordings[key] = {str(form): str(text) for form, text in value.items()}
            case _:
                faults.append(f"{key}: words in quotes are expected, or plural forms such as {{ one, other }}")
    faults += [f"{key}: a brace stands alone" for key in wordings if _fields(wordings[key]) is None]
    if faults:
        raise DataFileError(f"{path} does not hold phrases: {'; '.join(faults)}")
    return str(language), str(locale), wordings


def _worded(text: object) -> bool:
    return isinstance(text, str) and bool(text.strip())


def _leaves(path: str, table: Table) -> Iterator[tuple[str, Any]]:  # Any: what TOML holds
    for name, value in table.items():
        key = f"{path}.{name}" if path else name
        if isinstance(value, dict) and not value.keys() & FORMS:
            yield from _leaves(key, value)
        else:
            yield key, value


def _fields(wording: Wording) -> frozenset[str] | None:
    """Names in braces; ``None`` where the braces are wrong."""
    texts = (wording,) if isinstance(wording, str) else wording.values()
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
