"""Scripts of readings: what a cycle is told of a body that does as it is asked, without any body.

    events = perform(LEG_RAISE, up(45), stay(3.0), down())

A script is a row of steps; each lasts some seconds and moves, keeps or hides the measures. Motions are those of
limbs (least jerk). Before the first step and after the last the body rests.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from coach.body import Side
from coach.events import AttemptStarted, Event, HoldReached, HoldReleased, Rep, RepEnded
from coach.moves.cycle import Cycle
from coach.moves.move import Band, Departure, Move, Range
from coach.moves.reading import Reading
from coach.moves.text import Words
from tests.moves.figures import measure

REST_DEG = 5.0
FPS = 25.0
BEFORE_S = 1.0
AFTER_S = 1.5

LEG_RAISE = Move(
    id="leg-raise",
    source="made for tests",
    text={"en": Words("Leg raise", ("Lift the leg.",), "anywhere")},
    postures=("side-lying-right",),
    views=("front",),
    depth=Range(-1, 1),
    hold_s=3,
    reps=8,
    sides="each",
    target_deg=45,
    target=Range(20, 60),
    measures={"lift": measure("thigh_vs_trunk_line", limb="top")},
    main="lift",
    side_from="lift",
    without_hold=20,
    start=(Band("lift", most=20),),
    attempt=(Departure("lift", by=10, noise=1.5),),
    top=(Band("lift", least=30, slack=3),),
)
"""One measure, counted from 30 degrees."""

REACH = replace(
    LEG_RAISE,
    id="reach",
    measures={"lift": measure("leg_to_horizontal", limb="most"), "arm": measure("arm_to_horizontal", limb="most")},
    attempt=(Departure("lift", by=10, noise=1.5), Departure("arm", by=30, noise=4)),
    top=(Band("lift", least=30, slack=3), Band("arm", least=60, slack=5, when_unseen="pass")),
)
"""A leg and an arm, both counted; an arm that cannot be seen is passed over."""

CROSSING = replace(
    LEG_RAISE,
    id="crossing",
    measures={"lift": measure("drawn_thigh", limb="least"), "ankle": measure("ankle_to_other_knee", limb="least")},
    attempt=(Departure("lift", by=10, noise=1.5), Departure("ankle", by=-0.3, noise=0.05)),
    through=(Band("ankle", most=0.4),),
    through_s=1.0,
)
"""An ankle has to be near for a second before the lift counts."""

Values = dict[str, float]


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch of time.

    Attributes:
        seconds: How long it lasts.
        to: The values it ends with; those not named stay as they are.
        shown: What is seen of the true values at a time since the step's start.
        side: The side that is read; ``None`` for none.
        sides: The sides read of measures that are of another one.
        ready: Whether posture and view are those of the move.
        frames: Whether there are any readings at all.
    """

    seconds: float
    to: Mapping[str, float] = field(default_factory=dict)
    shown: Callable[[float, Values], Values] = lambda t, values: values
    side: Side | None = "left"
    sides: Mapping[str, Side | None] = field(default_factory=dict)
    ready: bool = True
    frames: bool = True


def to(seconds: float = 1.2, **values: float) -> Step:
    """Move to values within some seconds."""
    return Step(seconds, values)


def up(deg: float = 45.0, seconds: float = 1.2, **values: float) -> Step:
    """Lift to an angle."""
    return Step(seconds, {"lift": deg, **values})


def down(deg: float = REST_DEG, seconds: float = 1.2, **values: float) -> Step:
    """Let down, to the rest unless told otherwise."""
    return Step(seconds, {"lift": deg, **values})


def stay(seconds: float) -> Step:
    """Keep still."""
    return Step(seconds)


def jittery(seconds: float, *cycle: float) -> Step:
    """Keep still, each reading off by the next of some errors."""
    steps = list(cycle)

    def shown(t: float, values: Values) -> Values:
        return values | {"lift": values["lift"] + steps[round(t * 1000) % len(steps)]}

    return Step(seconds, shown=shown)


def reading(seconds: float, **values: float) -> Step:
    """The body stays, and other values are read than are true."""
    return Step(seconds, shown=lambda t, true: true | values)


def unseen(seconds: float, *names: str, **values: float) -> Step:
    """The measures (all, where none is named) are unseen, while the body moves to ``values``."""
    return Step(seconds, values, shown=lambda t, true: true | dict.fromkeys(names or true, math.nan))


def elsewhere(seconds: float, **values: float) -> Step:
    """The body is out of posture, where nothing of the move is read, while it moves to ``values``."""
    return replace(unseen(seconds, **values), ready=False)


def gap(seconds: float, **values: float) -> Step:
    """No readings at all, while the body moves to ``values``."""
    return Step(seconds, values, frames=False)


def sided(step: Step, side: Side | None, **sides: Side | None) -> Step:
    """The same step read as of another side, single measures perhaps of yet another."""
    return replace(step, side=side, sides=sides)


def eased(share: float) -> float:
    """The share of a way that is done, with the least jerk (Flash and Hogan, 1985)."""
    return share**3 * (share * (6 * share - 15) + 10)


def readings(
    steps: Sequence[Step], start: Values, fps: float = FPS, first: float = 0.0
) -> Iterator[tuple[float, Reading, bool]]:
    """Instants, readings and readiness of a script played at a frame rate."""
    now, began, i = dict(start), 0.0, 0
    for step in steps:
        after = {**now, **step.to}
        while (t := i / fps) < began + step.seconds - 1e-9:
            i += 1
            if not step.frames:
                continue
            share = eased((t - began) / step.seconds)
            true = {name: value + (after[name] - value) * share for name, value in now.items()}
            values = step.shown(t - began, true)
            yield first + t, Reading(values, {**dict.fromkeys(values, step.side), **step.sides}), step.ready
        now, began = after, began + step.seconds


def at_rest(move: Move) -> Values:
    """What the measures of one of these moves read at rest."""
    return {name: {"lift": REST_DEG, "arm": 0.0, "ankle": 0.8}[name] for name in move.measures}


def perform(
    move: Move,
    *steps: Step,
    fps: float = FPS,
    first: float = 0.0,
    before_s: float = BEFORE_S,
    after_s: float = AFTER_S,
    ended: bool = True,
    until: float = math.inf,
) -> list[Event]:
    """The events of a script: rest, the steps, rest, and the end of the stream unless it is to go on.

    The stream breaks off at ``until``.

    At rest no side is read.
    """
    cycle, events = Cycle(move), list[Event]()
    rests = [sided(stay(seconds), None) for seconds in (before_s, after_s)]
    for t, each, ready in readings([rests[0], *steps, rests[1]], at_rest(move), fps, first):
        if t > until:
            break
        events += cycle.update(t, each, ready)
    return events + (cycle.finish() if ended else [])


def attempts(events: Sequence[Event]) -> list[Rep]:
    """Every attempt, counted or not."""
    return [event.rep for event in events if isinstance(event, RepEnded)]


def attempt(events: Sequence[Event]) -> Rep:
    """The only attempt."""
    (only,) = attempts(events)
    return only


def reps(events: Sequence[Event]) -> int:
    """How many were counted."""
    return sum(rep.counted for rep in attempts(events))


def reasons(events: Sequence[Event]) -> list[tuple[str, ...]]:
    """Of every attempt, why it does not count."""
    return [rep.reasons for rep in attempts(events)]


def broken_holds(events: Sequence[Event]) -> list[float]:
    """How long each hold was that was let go before it was done, seconds."""
    reached = False
    broken = []
    for event in events:
        if isinstance(event, AttemptStarted):
            reached = False
        elif isinstance(event, HoldReached):
            reached = True
        elif isinstance(event, HoldReleased) and not reached:
            broken.append(event.held)
    return broken
