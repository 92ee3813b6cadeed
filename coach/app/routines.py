"""Reads routine files and the weekly plan, and reports all faults in a file at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar, Final, Literal, TypeAlias, get_args

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from coach import library
from coach.datafile import (
    FileFault,
    Typed,
    excessive,
    fault,
    meant,
    read_table,
    shown,
    typed,
    unsound,
    unversioned,
    worded,
)
from coach.errors import DataFileError
from coach.language import phrase, phrase_of
from coach.moves.move import Move
from coach.moves.text import STRICT
from coach.moves.validation import is_id
from coach.resources import resource
from coach.session.routine import Exercise, Routine, RoutineWords, contradictions

Weekday: TypeAlias = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
DAYS: Final[tuple[Weekday, ...]] = get_args(Weekday)


@dataclass(frozen=True, slots=True)
class Plan:
    """Which routine is for which day of the week; a day without one is a rest day."""

    days: Mapping[Weekday, str]
    source: str = ""
    schema: Literal[1] = 1

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT

    def on(self, weekday: int) -> str | None:
        """Return the routine of a weekday, 0 for Monday; ``None`` for a rest day."""
        return self.days.get(DAYS[weekday])


class Routines:
    """The routines of the program and the user's own, which take precedence.

    Args:
        own: The user's folder, which need not exist: ``routines/*.toml``, ``moves/*.toml`` and ``plan.toml`` in it.
    """

    def __init__(self, own: Path | None = None) -> None:
        self._own = own
        self._moves = library.Moves(None if own is None else own / "moves")

    def files(self) -> dict[str, Path]:
        """Return the file of each routine, by id."""
        shipped = {path.stem: path for path in resource("routines").glob("*.toml") if path.stem != "plan"}
        own = {} if self._own is None else {path.stem: path for path in (self._own / "routines").glob("*.toml")}
        return dict(sorted((shipped | own).items()))

    def ids(self) -> tuple[str, ...]:
        """Return the ids of all routines."""
        return tuple(self.files())

    def load(self, name: str) -> Routine:
        """Return a routine by its id, or from a TOML file.

        Raises:
            DataFileError: There is no such routine, or its file is invalid; the message lists every fault.
        """
        if name.endswith(".toml"):
            return self._read(Path(name))
        files = self.files()
        if name not in files:
            near = meant(name.lower().replace("_", "-"), files)
            raise DataFileError(phrase("errors.file.no_routine", name=name, known=", ".join(files), near=near))
        return self._read(files[name])

    def moves(self, routine: Routine) -> Mapping[str, Move]:
        """Return the moves of a routine, by id.

        Raises:
            DataFileError: The file of one is invalid.
        """
        return {exercise.id: self.move(exercise.id) for exercise in routine.moves}

    def move(self, name: str) -> Move:
        """Return a move by its id or an alias; the user's own take precedence.

        Raises:
            DataFileError: There is no such move, or its file is invalid.
        """
        return self._moves.load(name)

    def plan(self) -> Plan:
        """Return the user's own plan, or the program's.

        Raises:
            DataFileError: It is invalid, or names an unknown routine.
        """
        own = None if self._own is None else self._own / "plan.toml"
        path = own if own is not None and own.is_file() else resource("routines", "plan.toml")
        plan, faults = _examined(path, Plan)
        known = self.ids()
        for day, name in {} if plan is None else plan.days.items():
            if name not in known:
                faults.append((f"days.{day}", phrase("wrong.no_routine", name=name, near=meant(name, known))))
        if plan is None or faults:
            raise unsound(path, "plan", faults)
        return plan

    def _read(self, path: Path) -> Routine:
        routine, faults = _examined(path, Routine)
        if routine is not None:
            moves: dict[str, Move] = {}
            exercises = list(routine.moves)
            for i, exercise in enumerate(exercises):
                if not is_id(exercise.id):  # the name of a file could lead anywhere
                    faults.append((f"moves[{i}].id", phrase("wrong.not_move", found=shown(exercise.id))))
                    continue
                try:
                    move = self.move(exercise.id)
                except DataFileError as error:
                    faults.append((f"moves[{i}].id", phrase_of(error)))
                else:
                    moves[move.id] = move
                    exercises[i] = replace(exercise, id=move.id)
            routine = replace(routine, moves=tuple(exercises))
            faults += worded(contradictions(routine, moves))
        if routine is None or faults:
            raise unsound(path, "routine", faults)
        return routine


def _examined(path: Path, shape: type[Typed]) -> tuple[Typed | None, list[FileFault]]:
    table = read_table(path)
    faults = unversioned(table) + excessive(table)
    try:
        return typed(TypeAdapter(shape), table), faults
    except ValidationError as error:
        return None, faults + [_fault(each) for each in error.errors()]


def _fault(error: ErrorDetails) -> FileFault:
    path, loc = "", error["loc"]
    if loc[-1] == "[key]":
        return ".".join(map(str, loc[:-1])), phrase("wrong.unknown", near=meant(str(loc[-2]), DAYS))
    for step in loc:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else str(step)
    parts: dict[object, type] = {"moves": Exercise, "text": RoutineWords}
    return fault(error, path, parts.get(loc[0], Routine) if len(loc) > 1 else Routine)
