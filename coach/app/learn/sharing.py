"""Share moves and routines: bundle a routine with the moves that it needs, and add files from elsewhere.

Files from elsewhere are untrusted. They are data and never run: TOML files of bounded size and number, whose paths
stay inside the data folder; all are validated before any is saved.
"""

from __future__ import annotations

import os
import re
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from coach.app.routines import Routines
from coach.datafile import LARGEST, parsed, too_large
from coach.errors import CoachError, DataFileError
from coach.language import Phrase, phrase, phrase_of
from coach.library import read_move
from coach.replacing import replacing

MOST_FILES: Final = 100
"""Files in a folder or a bundle: a year of moves and routines."""

PLACES: Final = re.compile(r"(?:(?:moves|routines)/[a-z0-9]+(?:-[a-z0-9]+)*|plan)\.toml")
"""Paths that a file of a bundle may have; none leads out of the data folder."""

KINDS: Final = {"measures": "moves", "days": "plan", "moves": "routines"}
"""Kind of a file, by a key that it has."""


@dataclass(frozen=True, slots=True)
class SharedFile:
    """A file of a shared bundle, with its place in the data folder, such as ``moves/my-hip-hinge.toml``."""

    place: str
    text: str


def share(name: str, folder: Path, out: Path) -> list[str]:
    """Write a routine, and the user's own moves that it needs, into a zip; return the paths of its files.

    Raises:
        DataFileError: There is no such routine, or a file of it is wrong.
        CoachError: The zip cannot be written.
    """
    routines = Routines(folder)
    routine = routines.load(name)
    own = [folder / "moves" / f"{exercise.id}.toml" for exercise in routine.moves]
    files = {f"routines/{routine.id}.toml": routines.files()[name]}
    files |= {f"moves/{path.name}": path for path in own if path.is_file()}
    try:
        with replacing(out) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as bundle:
            for place, path in files.items():
                bundle.write(path, place)
    except OSError as error:
        raise CoachError(phrase("errors.write.bundle", path=out, why=error.strerror or str(error))) from error
    return list(files)


def add(source: Path, folder: Path, *, replace: bool = False) -> list[str]:
    """Save the moves, routines and plan of a file, folder or zip in the data folder; return their paths in it.

    Raises:
        DataFileError: One of the files is invalid; none is saved.
        CoachError: They cannot be written.
    """
    files = [*_read(source)]
    if not files:
        raise DataFileError(phrase("errors.sharing.nothing", path=source))
    if not replace:
        for each in files:
            existing = folder / each.place
            if existing.exists() and existing.read_text(encoding="utf-8", errors="replace") != each.text:
                raise DataFileError(phrase("errors.sharing.exists", path=each.place))
    _check(source, files, folder)
    try:
        for each in files:
            target = folder / each.place
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with replacing(target) as part:
                part.write_text(each.text, encoding="utf-8")
    except OSError as error:
        why = error.strerror or str(error)
        raise CoachError(phrase("errors.write.files", folder=folder, why=why)) from error
    return [each.place for each in files]


def _check(source: Path, files: list[SharedFile], folder: Path) -> None:
    """Check every file by its kind; routines together with the bundle's and the existing moves."""
    with tempfile.TemporaryDirectory() as workshop:
        trial = Path(workshop)
        for place in ("moves", "routines"):
            (trial / place).mkdir()
            # A routine may use moves that the data folder has already, and a plan its routines.
            for path in (folder / place).glob("*.toml"):
                (trial / place / path.name).write_bytes(path.read_bytes())
        for each in files:
            (trial / each.place).write_text(each.text, encoding="utf-8")
        try:
            for each in files:
                path = trial / each.place
                if each.place.startswith("moves/") and read_move(path).id != path.stem:
                    raise DataFileError(phrase("errors.sharing.id", path=each.place, name=path.stem))
                if each.place.startswith("routines/"):
                    Routines(trial).load(path.stem)
                if each.place == "plan.toml":
                    Routines(trial).plan()
        except DataFileError as error:
            trouble = _relative(phrase_of(error), f"{trial}{os.sep}")
            raise DataFileError(phrase("errors.sharing.within", path=source, trouble=trouble)) from error


def _relative(said: object, folder: str) -> object:
    """Return what an error says, or a field of it, without the folder in its paths."""
    if isinstance(said, Phrase):
        return phrase(said.key, **{name: _relative(each, folder) for name, each in said.fields.items()})
    return str(said).replace(folder, "") if isinstance(said, str | Path) else said


def _read(source: Path) -> Iterator[SharedFile]:
    """The files of a source, with bounded sizes and safe places."""
    try:
        if source.is_symlink():
            raise DataFileError(phrase("errors.sharing.link", path=source))
        if source.is_dir():
            yield from _in_folder(source)
        elif stat.S_ISREG(source.stat().st_mode) and zipfile.is_zipfile(source):
            yield from _in_zip(source)
        else:
            yield _placed(source)
    except OSError as error:
        why = error.strerror or str(error)
        raise DataFileError(phrase("errors.sharing.unreadable", path=source, why=why)) from error


def _in_folder(folder: Path) -> Iterator[SharedFile]:
    found = [*folder.glob("*.toml"), *folder.glob("moves/*.toml"), *folder.glob("routines/*.toml")]
    _few(folder, len(found))
    for path in sorted(found):
        if path.is_symlink() or path.parent.is_symlink():
            raise DataFileError(phrase("errors.sharing.inner_link", path=path))
        yield _placed(path)


def _in_zip(path: Path) -> Iterator[SharedFile]:
    try:
        with zipfile.ZipFile(path) as bundle:
            entries = [each for each in bundle.infolist() if not each.is_dir()]
            _few(path, len(entries))
            names = [each.filename for each in entries]
            for each in entries:
                if not PLACES.fullmatch(each.filename) or names.count(each.filename) > 1:
                    raise DataFileError(phrase("errors.sharing.place", path=path, name=each.filename))
                if stat.S_ISLNK(each.external_attr >> 16) or each.flag_bits & 1:
                    raise DataFileError(phrase("errors.sharing.sealed", path=path, name=each.filename))
                with bundle.open(each) as file:
                    yield SharedFile(each.filename, _text(f"{path}: {each.filename}", file))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise DataFileError(phrase("errors.sharing.damaged", path=path, why=str(error))) from error


def _placed(path: Path) -> SharedFile:
    """A single file at its place in the data folder, which follows from what it describes."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise DataFileError(phrase("errors.sharing.not_file", path=path))
    with path.open("rb") as file:
        text = _text(str(path), file)
    table = parsed(path, text)
    kind = next((kind for key, kind in KINDS.items() if key in table), None)
    place = "plan.toml" if kind == "plan" else f"{kind}/{path.stem if kind == 'routines' else table.get('id')}.toml"
    if kind is None or not PLACES.fullmatch(place):
        raise DataFileError(phrase("errors.sharing.neither", path=path))
    return SharedFile(place, text)


def _text(name: str, file: IO[bytes]) -> str:
    """Read a file whose size may be another than stated."""
    data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise too_large(name)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataFileError(phrase("errors.sharing.not_text", path=name)) from error


def _few(source: Path, count: int) -> None:
    if count > MOST_FILES:
        raise DataFileError(phrase("errors.sharing.too_many", path=source, found=count, most=MOST_FILES))
