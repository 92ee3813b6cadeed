"""Move files into moves, or every fault in them at once."""

from __future__ import annotations

import difflib
import tomllib
from pathlib import Path
from typing import Final

from pydantic import TypeAdapter, ValidationError

from coach.errors import DataFileError
from coach.moves.measures import KINDS
from coach.moves.move import Move
from coach.resources import resource

_MOVE: Final = TypeAdapter(Move)


def move_ids() -> tuple[str, ...]:
    """The moves that come with the project."""
    return tuple(sorted(path.stem for path in resource("routines", "moves").glob("*.toml")))


def load_move(name: str | Path) -> Move:
    """A move by its id, or from a TOML file.

    Raises:
        DataFileError: No such move, or its file does not hold up; every fault is named with its path.
    """
    if isinstance(name, str) and not name.endswith(".toml"):
        known = move_ids()
        if name not in known:
            near = difflib.get_close_matches(name, known, 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise DataFileError(f"there is no move {name!r}; the moves are {', '.join(known)}{hint}")
        return read_move(resource("routines", "moves", f"{name}.toml"))
    return read_move(Path(name))


def read_move(path: Path) -> Move:
    """The move that a TOML file describes.

    Raises:
        DataFileError: The file cannot be read or does not hold up; every fault is named with its path.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise DataFileError(
            f"cannot read the move file {path}: {error.strerror}; give the path of a TOML file"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataFileError(f"{path} is not TOML: {error}; mend it there") from error
    try:
        move = _MOVE.validate_python(table, strict=False)
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, fault['loc'])) or 'file'}: {fault['msg']}" for fault in error.errors()]
        raise _unsound(path, faults) from error
    if faults := list(_faults(move)):
        raise _unsound(path, faults)
    return move


def _unsound(path: Path, faults: list[str]) -> DataFileError:
    return DataFileError(f"{path} does not describe a move: {'; '.join(faults)}")


def _faults(move: Move) -> list[str]:
    """What the types cannot say: names that must exist, and kinds that must fit their limbs."""
    faults = []
    for name, measure in move.measures.items():
        kind = KINDS.get(measure.kind)
        if kind is None:
            faults.append(f"measures.{name}.kind: no kind {measure.kind!r}; there are {', '.join(KINDS)}")
        elif (kind.of_limb is None) != (measure.limb in ("body", "turned")):
            wants = "a limb" if kind.of_limb else "the limb body or turned"
            faults.append(f"measures.{name}.limb: {measure.kind} is measured of {wants}, not {measure.limb!r}")
    used = {name: [each] for name in ("main", "side_from", "peak_from") if (each := getattr(move, name))}
    for part in ("start", "attempt", "through", "top", "aim"):
        used[part] = [each.measure for each in getattr(move, part)]
    for part, names in used.items():
        faults += [f"{part}: no measure {name!r}" for name in names if name not in move.measures]
    if move.main not in [band.measure for band in move.top]:
        faults.append("top: has no band for the main measure")
    if move.main not in [departure.measure for departure in move.attempt]:
        faults.append("attempt: does not name the main measure")
    return faults
