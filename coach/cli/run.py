"""``coach`` and ``coach run``: from what was asked for to a session in front of the camera."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rich.console import Console

from coach.app.live import Onlooker, Stop, stopping
from coach.app.onlookers import lines
from coach.app.routines import Routines
from coach.app.session import live
from coach.body import SIDES, Side
from coach.cli.failure import INTERRUPTED, asked
from coach.moves.move import Move
from coach.session.routine import Exercise, Routine
from coach.voice.coach_voice import Narrator
from coach.voice.phrases import Phrases

ALONE: Final = "single"
"""What a routine of one move, made up on the command line, is called."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for; each field is the option of that name, ``None`` where it was not given."""

    routine: str | None = None
    move: str | None = None
    reps: int | None = None
    hold: float | None = None
    target: float | None = None
    side: str | None = None
    sets: int | None = None
    rest: float | None = None
    camera: tuple[str, ...] = ()
    mirrored: bool = False
    speed: float = 1.0
    window: bool = True
    voice: str = "full"
    lang: str = "en"
    data: Path | None = None
    record: Path | None = None
    model: str | None = None
    yes: bool = False


def run(wanted: Asked) -> int:
    """Lead through a session."""
    with asked():
        routines = Routines()
        routine = _routine(wanted, routines)
        moves = routines.moves(routine)
    console = Console(highlight=False, markup=False)
    stop = Stop()
    onlookers: list[Onlooker] = [lines(Narrator(moves, "full", Phrases.load(wanted.lang)), console.print)]
    with stopping(stop):
        live(
            routine,
            moves,
            wanted.camera or ("0",),
            mirrored=wanted.mirrored,
            speed=wanted.speed,
            model=wanted.model,
            record=wanted.record,
            onlookers=onlookers,
            stop=stop,
        )
    return INTERRUPTED if stop.asked.is_set() else 0


def _routine(wanted: Asked, routines: Routines) -> Routine:
    """The routine asked for: one by its name, one of a single move, or today's."""
    if wanted.move is None:
        for option in ("reps", "hold", "target", "side", "sets"):
            if getattr(wanted, option) is not None:
                raise ValueError(f"--{option} is for one move; name it with --move")
        if wanted.routine is None:
            return _todays(routines)
        return routines.load(wanted.routine)
    if wanted.routine is not None:
        raise ValueError("name either a routine or, with --move, one move")
    move = routines.move(wanted.move)
    exercise = Exercise(
        move.id,
        sets=wanted.sets or 1,
        reps=wanted.reps,
        sides=None if wanted.side is None else (_side(wanted.side, move),),
        hold_s=wanted.hold,
        target_deg=wanted.target,
    )
    return Routine(ALONE, move.title, (exercise,))


def _todays(routines: Routines) -> Routine:
    from datetime import date

    name = routines.plan().on(date.today().weekday())
    if name is None:
        raise ValueError("today is a day of rest; name a routine to do one all the same: " + ", ".join(routines.ids()))
    return routines.load(name)


def _side(word: str, move: Move) -> Side:
    if move.sides != "each":
        raise ValueError(f"{move.id} does not do one side after the other; leave --side out")
    for side in SIDES:
        if word == side:
            return side
    raise ValueError(f"--side is {' or '.join(SIDES)}, not {word}")
