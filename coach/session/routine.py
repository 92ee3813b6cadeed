"""Routines as data: moves in order with their reps, sets and holds, and the steps that result from them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar, Final, Literal

from coach.body import SIDES, Side
from coach.errors import Wrong, wrong
from coach.moves.move import Move
from coach.moves.text import STRICT

SINGLE: Final = "single"
"""Id of a routine made up of one move."""

CALIBRATION: Final = "calibration"
"""Id of a routine that measures a personal range."""

CALIBRATING: Final = 3
"""Reps per side to measure a range."""

MOST_SETS: Final = 20
LONGEST_REST_S: Final = 600


@dataclass(frozen=True, slots=True)
class Exercise:
    """One move of a routine; its values override the move's own.

    Attributes:
        reps: Reps per set, on each side if sides are done one after the other.
        sides: The sides to do, in this order; both by default if the move has sides.
        targets_deg: Target per side, degrees, instead of ``target_deg``.
        most_reps: Maximum reps to offer as a progression; none are offered by default.
        most_hold_s: Longest hold to offer as a progression, seconds.
        calibrate: Whether to measure the person's range instead of setting a target.
    """

    id: str
    sets: int = 1
    reps: int | None = None
    sides: tuple[Side, ...] | None = None
    hold_s: float | None = None
    target_deg: float | None = None
    targets_deg: dict[Side, float] | None = None
    rest_s: float = 20
    most_reps: int | None = None
    most_hold_s: float | None = None
    calibrate: bool = False

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT


@dataclass(frozen=True, slots=True)
class RoutineWords:
    """Title and audience of a routine in another language."""

    title: str
    who: str = ""

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT


@dataclass(frozen=True, slots=True)
class Routine:
    """Moves in the order in which they are done.

    Attributes:
        who: Whom it suits, in plain words, without a diagnosis.
        text: Title and ``who`` in other languages, by language code.
    """

    id: str
    title: str
    moves: tuple[Exercise, ...]
    source: str = ""
    schema: Literal[1] = 1
    who: str = ""
    text: dict[str, RoutineWords] = field(default_factory=dict)

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT

    def in_language(self, code: str) -> Routine:
        """Return the routine with its texts in a language, where its file has them."""
        text = self.text.get(code)
        return self if text is None else replace(self, title=text.title, who=text.who or self.who)


@dataclass(frozen=True, slots=True)
class Step:
    """One move of a routine as it will be done.

    Attributes:
        move: The move with the requested reps, hold and target.
        sides: The sides in order; empty if they alternate or there are none.
        calibrates: The move whose range is measured, in a calibration.
        unknown: The sides without a known range, which may be learned; ``None`` stands for a move without sides.
    """

    move: Move
    sets: int
    sides: tuple[Side, ...]
    rest_s: float
    calibrates: Move | None = None
    unknown: tuple[Side | None, ...] = ()


def steps(routine: Routine, moves: Mapping[str, Move]) -> tuple[Step, ...]:
    """Return the steps of a routine.

    Args:
        routine: A routine that is valid for these moves (``contradictions`` finds nothing).
        moves: Every move it names, by id.

    Raises:
        ValueError: A number is outside what a move allows.
    """
    return tuple(_step(exercise, moves[exercise.id]) for exercise in routine.moves)


def _step(exercise: Exercise, move: Move) -> Step:
    sides = exercise.sides or (SIDES if move.sides == "each" else ())
    only = sides[0] if len(sides) == 1 else None
    if exercise.calibrate:
        asked = _without_target(move).adjusted(reps=exercise.reps or CALIBRATING, side=only)
        return Step(asked, exercise.sets, sides, exercise.rest_s, calibrates=move)
    asked = move.adjusted(
        hold_s=exercise.hold_s,
        reps=exercise.reps,
        target_deg=exercise.target_deg,
        targets_deg=_targets(exercise, move, sides),
        side=only,
    )
    unknown: tuple[Side | None, ...] = ()
    if move.target is not None and exercise.target_deg is None:
        unknown = tuple(side for side in sides or (None,) if side not in (exercise.targets_deg or {}))
    return Step(asked, exercise.sets, sides, exercise.rest_s, unknown=unknown)


def _targets(exercise: Exercise, move: Move, sides: tuple[Side, ...]) -> dict[Side, float] | None:
    """Return the target of every side, if at least one side has its own."""
    if exercise.targets_deg is None or move.target_deg is None:
        return exercise.targets_deg
    return {side: exercise.targets_deg.get(side, move.target_deg) for side in sides}


def _without_target(move: Move) -> Move:
    """Return the move without a target or hold, so that every attempt reaches its top."""
    top = (replace(band, least=-math.inf) if band.measure == move.main else band for band in move.top if not band.along)
    return replace(move, top=tuple(top), target_deg=None, target=None, without_hold=None, hold_s=0)


def contradictions(routine: Routine, moves: Mapping[str, Move]) -> Iterator[tuple[str, Wrong]]:
    """Yield every fault of a routine whose types are right: the path of the key, and its fault.

    Moves missing from ``moves`` are skipped: loading their files reports their faults.
    """
    if not routine.moves:
        yield "moves", wrong("empty")
    for i, exercise in enumerate(routine.moves):
        path = f"moves[{i}]"
        if not 1 <= exercise.sets <= MOST_SETS:
            yield f"{path}.sets", wrong("range", least=1, most=MOST_SETS, found=exercise.sets)
        if not 0 <= exercise.rest_s <= LONGEST_REST_S:
            yield f"{path}.rest_s", wrong("range", least=0, most=LONGEST_REST_S, found=exercise.rest_s)
        move = moves.get(exercise.id)
        if move is not None:
            yield from _against(path, exercise, move)


def _against(path: str, exercise: Exercise, move: Move) -> Iterator[tuple[str, Wrong]]:
    sides = exercise.sides
    if sides is not None and move.sides != "each":
        yield f"{path}.sides", wrong("not_in_turn", move=move.id)
    elif sides is not None and len(set(sides)) != len(sides):
        yield f"{path}.sides", wrong("side_twice")
    elif sides == ():
        yield f"{path}.sides", wrong("empty")
    elif exercise.targets_deg is not None and move.sides != "each":
        yield f"{path}.targets_deg", wrong("not_in_turn", move=move.id)
    if exercise.calibrate and move.target is None:
        yield f"{path}.calibrate", wrong("no_target", move=move.id)
    for key in ("hold_s", "reps", "target_deg", "targets_deg"):
        try:
            move.adjusted(**{key: getattr(exercise, key)})
        except ValueError as error:
            yield f"{path}.{key}", wrong("as_said", said=str(error))
    for key, most, now in (
        ("most_reps", exercise.most_reps, exercise.reps or move.reps),
        ("most_hold_s", exercise.most_hold_s, move.hold_s if exercise.hold_s is None else exercise.hold_s),
    ):
        if most is not None and most < now:
            yield f"{path}.{key}", wrong("at_least", least=now, found=most)


def eased(move: Move) -> Move:
    """Return the easier form that is offered to a person in pain, with less range and hold."""
    target, least = move.target_deg, -math.inf if move.target is None else move.target.least
    return move.adjusted(
        hold_s=(1 - EASED) * move.hold_s,
        target_deg=None if target is None else max(least, (1 - EASED) * target),
        targets_deg={side: max(least, (1 - EASED) * each) for side, each in move.targets_deg.items()},
    )


EASED: Final = 0.25
"""Fraction by which the easier form reduces range and hold."""
