"""What was done in a session, move by move: a fold over its events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from coach.body import Side
from coach.events import Counted, Event, MoveBegan, MoveEased, MoveEnded, Rep, RepEnded, SessionBegan, SessionEnded
from coach.target import Targeted


@dataclass(frozen=True, slots=True)
class Done(Targeted):
    """What was done of one move.

    Attributes:
        move: Its id.
        start: When it began, seconds from the session's start.
        end: When it ended.
        sets: Sets asked for.
        reps: Repetitions asked for in each, on each side.
        sides: The sides asked for; empty where they are not done one after the other.
        hold_s: The hold asked for.
        target_deg: The angle asked for.
        attempts: Every attempt, in the order of time.
        counted: How many repetitions of those asked for were done.
        clean: How many of these had no fault.
        done: Whether all of it was done.
        eased: Whether it was made easier on the way.
        targets_deg: The angle asked for of each side, where they differ.
    """

    move: str
    start: float
    end: float
    sets: int
    reps: int
    sides: tuple[Side, ...]
    hold_s: float
    target_deg: float | None
    attempts: tuple[Rep, ...] = ()
    counted: int = 0
    clean: int = 0
    done: bool = False
    eased: bool = False
    targets_deg: Mapping[Side, float] = field(default_factory=dict)

    @property
    def asked(self) -> int:
        """How many repetitions were asked for in all."""
        return self.sets * self.reps * max(len(self.sides), 1)


@dataclass(frozen=True, slots=True)
class Summary:
    """What was done in a session.

    Attributes:
        routine: The routine's id.
        moves: What was done of each move that was begun, in their order.
        seconds: How long it took.
        done: Whether its last move was done.
    """

    routine: str
    moves: tuple[Done, ...]
    seconds: float
    done: bool


def fold(events: Iterable[Event]) -> Summary:
    """What a stream of events comes to; one that breaks off is a session that did."""
    routine, moves, done = "", list[Done](), False
    first = last = 0.0
    rep: Rep | None = None
    for event in events:
        last = max(last, event.t)
        match event:
            case SessionBegan():
                routine, first = event.routine, event.t
            case MoveBegan():
                moves.append(
                    Done(
                        event.move, event.t, event.t, event.sets, event.reps, event.sides, event.hold_s,
                        event.target_deg, targets_deg=event.targets_deg,
                    )
                )  # fmt: skip
            case SessionEnded():
                done = event.done
            case RepEnded():
                rep = event.rep
                moves[-1:] = [replace(each, attempts=(*each.attempts, rep)) for each in moves[-1:]]
            case Counted():
                clean = rep is not None and rep.clean
                moves[-1:] = [replace(each, counted=each.counted + 1, clean=each.clean + clean) for each in moves[-1:]]
            case MoveEased():
                moves[-1:] = [replace(each, eased=True) for each in moves[-1:]]
            case MoveEnded():
                moves[-1:] = [replace(each, done=event.done, end=event.t) for each in moves[-1:]]
            case _:
                pass
    return Summary(routine, tuple(moves), last - first, done)
