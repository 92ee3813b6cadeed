"""Reads move files into moves, or reports all their faults at once."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, Final, cast

from pydantic import TypeAdapter, ValidationError

from coach.datafile import FileFault, Table, excessive, fault, meant, read_table, typed, unsound, unversioned, worded
from coach.errors import DataFileError
from coach.language import phrase
from coach.moves.earlier import VERSION, current
from coach.moves.measures import KINDS, misfits
from coach.moves.move import Aim, Band, Departure, Measure, Move, Range
from coach.moves.text import Drawing, Drawings, Say, Words
from coach.moves.validation import contradictions, is_id
from coach.resources import resource

_MOVE: Final = TypeAdapter(Move)
_MEASURE: Final = TypeAdapter(Measure)

_BANDS: Final = ("start", "through", "top")
_PARTS: Final[dict[str, type]] = {
    "attempt": Departure,
    "aim": Aim,
    "depth": Range,
    "target": Range,
    **dict.fromkeys((*_BANDS, "where"), Band),
}


class Moves:
    """The moves that come with the program and the user's own, which take precedence.

    Args:
        own: Folder with the user's move files, each named after its id; it may be missing.
    """

    def __init__(self, own: Path | None = None) -> None:
        self._own = own
        self._read: dict[str, Move] = {}

    def files(self) -> dict[str, Path]:
        """Return the file of each move, by id."""
        return dict(sorted((_shipped() | self._owned()).items()))

    def _owned(self) -> dict[str, Path]:
        return {} if self._own is None else {path.stem: path for path in self._own.glob("*.toml") if is_id(path.stem)}

    def id_of(self, word: str) -> str | None:
        """Return the id of the move with this id or alias. Aliases ignore case, and take spaces or underscores."""
        if word in self.files():
            return word
        alias = re.sub(r"[\s_]+", "-", word.strip().lower())
        for name, path in (*self._owned().items(), *_shipped().items()):  # shipped alias, own version
            with suppress(DataFileError):
                names = read_table(path).get("aliases")
                if isinstance(names, list) and alias in names:
                    return name
        return None

    def load(self, word: str) -> Move:
        """Return a move by its id or alias, or from a file whose name ends in ``.toml``.

        Raises:
            DataFileError: There is no such move, or its file is invalid; the message lists every fault with its path.
        """
        if word.endswith(".toml"):
            return read_move(Path(word))
        name = self.id_of(word)
        if name is None:
            known, near = ", ".join(self.files()), self._nearest(word)
            raise DataFileError(phrase("errors.file.no_move", name=word, known=known, near=near))
        if name not in self._read:
            path = self.files()[name]
            move = _shipped_move(path) if path == _shipped().get(name) else read_move(path)
            if move.id != name:
                raise unsound(path, "move", [("id", phrase("wrong.file_name", name=name, found=move.id))])
            self._read[name] = move
        return self._read[name]

    def all(self) -> tuple[list[Move], list[DataFileError]]:
        """Return all valid moves, and the errors of the other files."""
        found, wrong = [], []
        for name in self.files():
            try:
                found.append(self.load(name))
            except DataFileError as error:
                wrong.append(error)
        return found, wrong

    def _nearest(self, word: str) -> str:
        """Return "; did you mean …?" with the move of the closest id or title, or nothing if none is similar."""
        names = {name: move.id for move in self.all()[0] for name in (move.id, move.title.lower())}
        near = difflib.get_close_matches(word.lower().replace("_", "-"), names, 1)
        return phrase("errors.file.near", name=names[near[0]]) if near else ""


def _shipped() -> dict[str, Path]:
    return {path.stem: path for path in resource("routines", "moves").glob("*.toml")}


@cache
def _shipped_move(path: Path) -> Move:
    """Return a move that comes with the program, whose file does not change while it runs."""
    return read_move(path)


def move_ids() -> tuple[str, ...]:
    """Return the ids of the moves that come with the program."""
    return tuple(Moves().files())


def load_move(name: str | Path) -> Move:
    """Return a shipped move by its id or alias, or a move from a TOML file.

    Raises:
        DataFileError: There is no such move, or its file is invalid; the message lists every fault with its path.
    """
    return Moves().load(name) if isinstance(name, str) else read_move(name)


def read_move(path: Path) -> Move:
    """Read a move from a TOML file.

    Raises:
        DataFileError: The file cannot be read or is invalid; the message lists every fault with its path.
    """
    move, faults = _examined(path)
    if move is None or faults:
        raise unsound(path, "move", faults)
    return move


def move_faults(path: Path) -> tuple[FileFault, ...]:
    """Return every fault of a move file.

    Raises:
        DataFileError: The file cannot be read, or is not TOML.
    """
    return tuple(_examined(path)[1])


def _examined(path: Path) -> tuple[Move | None, list[FileFault]]:
    table = current(read_table(path))
    faults = unversioned(table, VERSION) + excessive(table)
    faults += [(_path(table, loc), phrase("wrong.number", found=str(found))) for loc, found in _endless(table)]
    if len(faults) > ("schema" not in table):
        return None, faults  # sizes and numbers out of bounds: not worth validating
    try:
        move = typed(_MOVE, table)
    except ValidationError as error:
        wrong = [fault(each, _path(table, each["loc"]), _owner(each["loc"])) for each in error.errors()]
        return None, faults + wrong + list(_names(table))
    return move, [*faults, *_names(table), *worded(contradictions(move))]


def _owner(loc: tuple[str | int, ...]) -> type:
    """Return the class of the table that contains a key."""
    if loc[0] == "measures":
        return Measure
    if loc[0] == "text":
        return Say if "say" in loc[2:-1] else Words
    if loc[0] == "drawing":
        return Drawing if len(loc) > 2 else Drawings
    return next((_PARTS[each] for each in reversed(loc[:-1]) if isinstance(each, str) and each in _PARTS), Move)


def _path(table: Table, loc: tuple[str | int, ...]) -> str:
    """Return the path of a key, such as ``top[0].slack``, or ``aim[knee-bent].most`` if the table has an id."""
    path, here = "", cast(Any, table)  # Any: TOML values
    for step in loc:
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            here = {}
        if isinstance(step, int):
            name = here.get("id") if isinstance(here, dict) else None
            path += f"[{name if isinstance(name, str) else step}]"
        else:
            path += f".{step}" if path else step
    return path


def _endless(here: object) -> Iterator[tuple[tuple[str | int, ...], float]]:
    """Find nan and inf, which TOML allows but a move does not."""
    if isinstance(here, float) and not math.isfinite(here):
        yield (), here
    inside = here.items() if isinstance(here, dict) else enumerate(here) if isinstance(here, list) else ()
    for step, value in inside:
        yield from (((step, *loc), found) for loc, found in _endless(value))


def _names(table: Table) -> Iterator[FileFault]:
    """Check all names in a table whose types may still be wrong."""
    measures = table.get("measures")
    if not isinstance(measures, dict):
        return
    for name, measure in measures.items():
        if isinstance(measure, dict):
            yield from _kinds(f"measures.{name}", measure)
    for path, name in _used(table):
        if isinstance(name, str) and name not in measures:
            yield path, phrase("wrong.no_measure", name=name, near=meant(name, measures))
    for part in ("top", "attempt"):
        if table.get("main") not in [each.get("measure") for _, each in _entries(table, part)]:
            yield part, phrase("wrong.not_main")


def _kinds(path: str, table: Mapping[str, object]) -> Iterator[FileFault]:
    kind = table.get("kind")
    if not isinstance(kind, str):
        return
    if kind not in KINDS:
        near, known = meant(kind, KINDS), ", ".join(KINDS)
        yield f"{path}.kind", phrase("wrong.near_kind" if near else "wrong.no_kind", kind=kind, near=near, known=known)
        return
    try:
        measure = typed(_MEASURE, dict(table))
    except ValidationError:
        return  # wrong types are reported elsewhere
    yield from worded((f"{path}.{key}", what) for key, what in misfits(measure))


def _used(table: Table) -> Iterator[tuple[str, object]]:
    """Yield the path of every reference to a measure, and the name it gives."""
    for key in ("main", "side_from", "peak_from"):
        yield key, table.get(key)
    for name, measure in table["measures"].items():
        if isinstance(measure, dict):
            yield f"measures.{name}.side_from", measure.get("side_from")
    opposite = table.get("opposite")
    for i, name in enumerate(opposite if isinstance(opposite, list) else []):
        yield f"opposite[{i}]", name
    for part in (*_BANDS, "attempt", "aim"):
        for path, each in _entries(table, part):
            yield f"{path}.measure", each.get("measure")
            for inner, band in _entries(each, "where"):
                yield f"{path}.{inner}.measure", band.get("measure")


def _entries(table: Mapping[str, object], part: str) -> list[tuple[str, Mapping[str, object]]]:
    """Return the tables in a list, each with its path."""
    listed = table.get(part)
    return [
        (_path(dict(table), (part, i)), each)
        for i, each in enumerate(listed if isinstance(listed, list) else [])
        if isinstance(each, dict)
    ]
