"""A routine as data: which moves, in which order, how often and how long; and what that comes to with the moves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Final, Literal

from coach.body import SIDES, Side
from coach.moves.move import STRICT, Move

MOST_SETS: Final = 20
LONGEST_REST_S: Final = 600


@dataclass(frozen=True, slots=True)
class Exercise:
    """One move of a routine, with what is asked for instead of the move's own numbers.

    Attributes:
        id: The move's id.
        sets: How often its repetitions are done, with a rest before each further time.
        reps: Repetitions a set, for each side where they are done one after the other.
        sides: The sides to do, in this order; both where the move has sides and none are named.
        hold_s: Seconds to hold at the top.
        target_deg: Degrees to reach.
        rest_s: Seconds of rest before the next set or move.
        most_reps: Up to how many repetitions more are offered once it goes well; none more where it is not given.
        most_hold_s: Up to how long a hold is offered.
    """

    id: str
    sets: int = 1
    reps: int | None = None
    sides: tuple[Side, ...] | None = None
    hold_s: float | None = None
    target_deg: float | None = None
    rest_s: float = 20
    most_reps: int | None = None
    most_hold_s: float | None = None

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT


@dataclass(frozen=True, slots=True)
class Routine:
    """Moves in the order in which they are done.

    Attributes:
        id: What it is called on the command line.
        title: What it is called to a person.
        moves: What is done.
        source: Where its numbers come from.
        schema: Version of the file's shape.
    """

    id: str
    title: str
    moves: tuple[Exercise, ...]
    source: str = ""
    schema: Literal[1] = 1

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT


@dataclass(frozen=True, slots=True)
class Step:
    """One move of a routine as it will be done.

    Attributes:
        move: The move with the numbers asked for.
        sets: How often its repetitions are done.
        sides: The sides one after the other; empty where they alternate or there are none.
        rest_s: Seconds of rest afterwards, and between the sets.
    """

    move: Move
    sets: int
    sides: tuple[Side, ...]
    rest_s: float


def steps(routine: Routine, moves: Mapping[str, Move]) -> tuple[Step, ...]:
    """What a routine comes to.

    Args:
        routine: A routine that holds up with these moves (``nonsense`` finds nothing).
        moves: Every move it names, by id.

    Raises:
        ValueError: A number is outside what a move allows.
    """
    return tuple(_step(exercise, moves[exercise.id]) for exercise in routine.moves)


def _step(exercise: Exercise, move: Move) -> Step:
    sides = exercise.sides or (SIDES if move.sides == "each" else ())
    only = sides[0] if len(sides) == 1 else None
    asked = move.adjusted(hold_s=exercise.hold_s, reps=exercise.reps, target_deg=exercise.target_deg, side=only)
    return Step(asked, exercise.sets, sides, exercise.rest_s)


def nonsense(routine: Routine, moves: Mapping[str, Move]) -> Iterator[tuple[str, str]]:
    """Every fault of a routine whose types are right: the path of the key, and what is wrong with it.

    Moves that ``moves`` does not have are passed over: their files tell their own faults.
    """
    if not routine.moves:
        yield "moves", "is empty"
    for i, exercise in enumerate(routine.moves):
        path = f"moves[{i}]"
        if not 1 <= exercise.sets <= MOST_SETS:
            yield f"{path}.sets", f"should be 1 to {MOST_SETS}, not {exercise.sets}"
        if not 0 <= exercise.rest_s <= LONGEST_REST_S:
            yield f"{path}.rest_s", f"should be 0 to {LONGEST_REST_S}, not {exercise.rest_s:g}"
        move = moves.get(exercise.id)
        if move is not None:
            yield from _against(path, exercise, move)


def _against(path: str, exercise: Exercise, move: Move) -> Iterator[tuple[str, str]]:
    sides = exercise.sides
    if sides is not None and move.sides != "each":
        yield f"{path}.sides", f"{move.id} does not do one side after the other"
    elif sides is not None and len(set(sides)) != len(sides):
        yield f"{path}.sides", "names a side twice"
    elif sides == ():
        yield f"{path}.sides", "is empty"
    for key in ("hold_s", "reps", "target_deg"):
        try:
            move.adjusted(**{key: getattr(exercise, key)})
        except ValueError as error:
            yield f"{path}.{key}", str(error)
    for key, most, now in (
        ("most_reps", exercise.most_reps, exercise.reps or move.reps),
        ("most_hold_s", exercise.most_hold_s, move.hold_s if exercise.hold_s is None else exercise.hold_s),
    ):
        if most is not None and most < now:
            yield f"{path}.{key}", f"should be at least {now:g}, what it begins with, not {most:g}"


def eased(move: Move) -> Move:
    """The same move with a quarter less range and hold: what is offered to a person in pain."""
    target = None
    if move.target is not None and move.target_deg is not None:
        target = max(move.target.least, (1 - EASED) * move.target_deg)
    return move.adjusted(hold_s=(1 - EASED) * move.hold_s, target_deg=target)


EASED: Final = 0.25
"""Part of range and hold that the easier form does without."""
