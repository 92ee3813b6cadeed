"""Translations: all texts of one language, read from its catalogue in ``routines/phrases``.

English is the reference: every other language has the same keys and fields. The texts of a move are in its own file.
Plural forms follow the Unicode CLDR through Babel; English has ``one`` and ``other``.
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

from coach.errors import DataFileError
from coach.resources import resource

Wording = str | Mapping[str, str]
"""A phrase, or one phrase per plural form of the number ``n``, always including ``other``."""

REFERENCE: Final = "en"
"""The language that defines the keys and fields of all others."""

FREE: Final = ("faults.", "kinds.", "landmarks.")
"""Prefixes of optional keys; without them, the id or the description in the code is used."""

FORMS: Final = frozenset({"zero", "one", "two", "few", "many", "other"})
"""The plural forms of the Unicode CLDR."""

DateForm: TypeAlias = Literal["long", "short", "day_month", "month", "day"]

PATTERNS: Final[Mapping[str, str]] = {"long": "long", "month": "LLLL y"}
"""Date formats that Babel provides or that are the same in every language; the others are in the catalogue."""


class Phrase(str):
    """A phrase in English that knows its key and fields, so that ``Language.translated`` can say it in any language.

    Errors carry phrases: what raises them does not know the language of the person, and what shows them does.
    """

    __slots__ = ("fields", "key")

    key: str
    fields: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Language:
    """The catalogue of one language.

    Attributes:
        language: Language code, such as ``en``; also selects the voice.
        wordings: Phrases by key, such as ``placement.feet``.
        locale: CLDR locale, such as ``en_GB``, for the format of dates, numbers and lists.
    """

    language: str
    wordings: Mapping[str, Wording]
    locale: str = "en_GB"

    @classmethod
    def load(cls, language: str | Path = REFERENCE) -> Language:
        """Read a language by its code, or from a TOML file.

        Raises:
            DataFileError: There is no such language, or its file has faults; the message lists them by key.
        """
        return _loaded(language) if isinstance(language, Path) else _loaded_once(_shipped(language))

    def say(self, key: str, **values: object) -> str:
        """Return the phrase for a key with its fields filled in; ``n`` also chooses the plural form.

        Raises:
            KeyError: There is no such key, or a field has no value.
        """
        wording = self.wordings[key]
        if not isinstance(wording, str):
            form = _plural_form(self.locale, values["n"])
            wording = wording.get(form, wording["other"])
        return wording.format_map(values)

    def translated(self, said: object) -> str:
        """Return a ``Phrase``, or that of an error, in this language.

        A number is written as in a file, with the decimal sign of the language; the items of a list are joined as in a
        sentence, those of a tuple by semicolons.
        """
        match said:
            case BaseException():
                return self.translated(phrase_of(said))
            case Phrase():
                return self._filled(said.key, said.fields)
            case float():
                return f"{said:g}".replace(".", self._point)
            case list():
                return self.list(map(self.translated, said))
            case tuple():
                return "; ".join(map(self.translated, said))
        return str(said)

    @property
    def _point(self) -> str:
        """The decimal sign."""
        from babel.numbers import get_decimal_symbol

        return str(get_decimal_symbol(_locale(self.locale)))

    def _filled(self, key: str, fields: Mapping[str, object]) -> str:
        """Return a phrase with translated fields; whole numbers stay, as they choose the plural form."""
        return self.say(
            key, **{name: each if isinstance(each, int) else self.translated(each) for name, each in fields.items()}
        )

    def section(self, name: str) -> dict[str, Wording]:
        """Return every phrase whose key starts with ``name.``, by the rest of its key."""
        return {key[len(name) + 1 :]: text for key, text in self.wordings.items() if key.startswith(f"{name}.")}

    def date(self, when: date, form: DateForm) -> str:
        """Return a date in the format of the language."""
        from babel.dates import format_date

        return format_date(when, PATTERNS.get(form) or self.say(f"dates.{form}"), locale=_locale(self.locale))

    def weekdays(self) -> tuple[str, ...]:
        """Return the names of the weekdays, Monday first."""
        return tuple(_locale(self.locale).days["stand-alone"]["wide"][day] for day in range(7))

    def calendar(self) -> dict[str, list[str]]:
        """Return the names of days (Sunday first) and months, long and short, in Plotly's format."""
        days, months = (getattr(_locale(self.locale), name)["stand-alone"] for name in ("days", "months"))
        return {
            "days": [days["wide"][(day + 6) % 7] for day in range(7)],
            "shortDays": [days["abbreviated"][(day + 6) % 7] for day in range(7)],
            "months": [months["wide"][month] for month in range(1, 13)],
            "shortMonths": [months["abbreviated"][month] for month in range(1, 13)],
        }

    def number(self, value: float, digits: int = 0) -> str:
        """Return a number with ``digits`` decimals and the separators of the language."""
        from babel.numbers import format_decimal

        rounded = round(value, digits) + 0.0  # avoids -0
        return format_decimal(rounded, f"#,##0.{'0' * digits}" if digits else "#,##0", locale=_locale(self.locale))

    def plain(self, value: float) -> str:
        """Return a number with as many decimals as needed, at most three."""
        from babel.numbers import format_decimal

        return format_decimal(round(value, 3) + 0.0, "#,##0.###", locale=_locale(self.locale))

    def list(self, items: Iterable[str], style: Literal["standard", "or"] = "standard") -> str:
        """Return items joined as in a sentence, such as "a, b and c" or "a, b or c"."""
        from babel.lists import format_list

        return format_list([*items], style, _locale(self.locale))

    def find(self, key: str, default: str = "", **values: object) -> str:
        """Return the phrase for a key, or the default if there is no such key."""
        return self.say(key, **values) if key in self.wordings else default


def languages() -> tuple[str, ...]:
    """Return the codes of the languages that come with the program."""
    return tuple(sorted(path.stem for path in resource("routines", "phrases").glob("*.toml")))


@cache
def english() -> Language:
    """Return the reference language."""
    return Language.load()


def phrase_of(error: BaseException) -> str:
    """Return the ``Phrase`` that an error carries, or its text if it carries none."""
    return next((each for each in error.args[:1] if isinstance(each, Phrase)), str(error))


def phrase(key: str, **fields: object) -> Phrase:
    """Return the phrase for a key; fields can be phrases themselves.

    Raises:
        KeyError: There is no such key, or a field has no value.
    """
    said = Phrase(english()._filled(key, fields))
    said.key, said.fields = key, fields
    return said


@cache
def _locale(locale: str) -> Any:  # Any: Babel is imported only when needed
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


def _loaded(path: Path) -> Language:
    code, locale, wordings = _read(path)
    reference = wordings if path == _shipped(REFERENCE) else english().wordings
    faults = [*_faults(wordings, reference)]
    if faults:
        raise DataFileError(f"{path} does not match {REFERENCE}.toml: {'; '.join(faults)}")
    return Language(code, wordings, locale)


_loaded_once: Final = cache(_loaded)
"""Cached: the shipped catalogues do not change while the program runs."""


def _read(path: Path) -> tuple[str, str, dict[str, Wording]]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DataFileError(f"cannot read the phrases {path}: {error.strerror}") from error
    except ValueError as error:
        raise DataFileError(f"{path} is not TOML: {error}") from error
    schema, language = table.pop("schema", None), table.pop("language", None)
    locale = table.pop("locale", language)
    faults = [] if schema == 1 else ["schema: a file begins with schema = 1"]
    if not isinstance(language, str) or not language:
        faults.append('language: a language code is expected, such as "en"')
    if not isinstance(locale, str):
        faults.append('locale: a CLDR locale is expected, such as "en_GB"')
    wordings: dict[str, Wording] = {}
    for key, value in _leaves("", table):
        match value:
            case str() if value.strip():
                wordings[key] = value
            case {"other": _} if value.keys() <= FORMS and all(map(_worded, value.values())):
                wordings[key] = {str(form): str(text) for form, text in value.items()}
            case _:
                faults.append(f"{key}: text in quotes is expected, or plural forms such as {{ one, other }}")
    faults += [f"{key}: unmatched brace or invalid field" for key in wordings if _fields(wordings[key]) is None]
    if faults:
        raise DataFileError(f"{path} is not a valid catalogue of phrases: {'; '.join(faults)}")
    return str(language), str(locale), wordings


def _worded(text: object) -> bool:
    return isinstance(text, str) and bool(text.strip())


def _leaves(path: str, table: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:  # Any: TOML values
    for name, value in table.items():
        key = f"{path}.{name}" if path else name
        if isinstance(value, dict) and not value.keys() & FORMS:
            yield from _leaves(key, value)
        else:
            yield key, value


def _fields(wording: Wording) -> frozenset[str] | None:
    """Return the names of the fields; ``None`` if the braces are invalid."""
    texts = (wording,) if isinstance(wording, str) else wording.values()
    try:
        pieces = [piece for text in texts for piece in string.Formatter().parse(text)]
    except ValueError:
        return None
    found = frozenset(name for _, name, _, _ in pieces if name is not None)
    return found if all(name.isidentifier() for name in found) else None


def _faults(wordings: Mapping[str, Wording], reference: Mapping[str, Wording]) -> Iterator[str]:
    for key in sorted(reference.keys() - wordings.keys()):
        if not key.startswith(FREE):
            yield f"{key} is missing"
    for key in sorted(wordings):
        if key.startswith(FREE):
            continue
        if key not in reference:
            yield f"{key} is unknown"
        elif extra := (_fields(wordings[key]) or frozenset()) - (_fields(reference[key]) or frozenset()) - {"n"}:
            yield f"{key} has no field {', '.join(sorted(extra))}"


def sentence(text: str) -> str:
    """Return a text with a capital letter, unless it begins with an address, a path or a file name."""
    first = text.partition(" ")[0]
    return text if "." in first or "/" in first else text[:1].upper() + text[1:]
