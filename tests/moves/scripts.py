"""Scripted readings as input of a cycle, without simulating a body.

    events = perform(LEG_RAISE, up(45), stay(3.0), down())

A script is a sequence of steps; each lasts some seconds and changes, keeps or hides the measures. Motions have minimum
jerk. The body rests before the first step and after the last.
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
"""A leg and an arm, both required; an arm that cannot be seen is ignored."""

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
    """A step of a script.

    Attributes:
        seconds: Duration.
        to: Values at its end; others stay constant.
        shown: Maps the time since the start of the step and the true values to the measured values.
        side: The side of the readings; ``None`` for none.
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
    """Move to values."""
    return Step(seconds, values)


def up(deg: float = 45.0, seconds: float = 1.2, **values: float) -> Step:
    """Lift to an angle."""
    return Step(seconds, {"lift": deg, **values})


def down(deg: float = REST_DEG, seconds: float = 1.2, **values: float) -> Step:
    """Lower to an angle, by default the rest."""
    return Step(seconds, {"lift": deg, **values})


def stay(seconds: float) -> Step:
    """Keep still."""
    return Step(seconds)


def jittery(seconds: float, *cycle: float) -> Step:
    """Keep still, with a repeating sequence of errors on the readings."""
    steps = list(cycle)

    def shown(t: float, values: Values) -> Values:
        return values | {"lift": values["lift"] + steps[round(t * 1000) % len(steps)]}

    return Step(seconds, shown=shown)


def reading(seconds: float, **values: float) -> Step:
    """Keep still, with wrong readings."""
    return Step(seconds, shown=lambda t, true: true | values)


def unseen(seconds: float, *names: str, **values: float) -> Step:
    """Move to ``values`` while the named measures, by default all, are unseen."""
    return Step(seconds, values, shown=lambda t, true: true | dict.fromkeys(names or true, math.nan))


def elsewhere(seconds: float, **values: float) -> Step:
    """Move to ``values`` while the body is out of posture and nothing is measured."""
    return replace(unseen(seconds, **values), ready=False)


def gap(seconds: float, **values: float) -> Step:
    """Move to ``values`` without readings."""
    return Step(seconds, values, frames=False)


def sided(step: Step, side: Side | None, **sides: Side | None) -> Step:
    """Return the step with readings of another side, and of yet others for single measures."""
    return replace(step, side=side, sides=sides)


def eased(share: float) -> float:
    """Return the minimum-jerk easing of a share of time (Flash and Hogan, 1985)."""
    return share**3 * (share * (6 * share - 15) + 10)


def readings(
    steps: Sequence[Step], start: Values, fps: float = FPS, first: float = 0.0
) -> Iterator[tuple[float, Reading, bool]]:
    """Yield times, readings and readiness of a script at a frame rate."""
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
    """Return the values at rest of the measures of one of these moves."""
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
    """Return the events of a script: rest, the steps, rest, and the end of the stream unless it continues.

    The stream is cut off at ``until``. There is no side at rest.
    """
    cycle, events = Cycle(move), list[Event]()
    rests = [sided(stay(seconds), None) for seconds in (before_s, after_s)]
    for t, each, ready in readings([rests[0], *steps, rests[1]], at_rest(move), fps, first):
        if t > until:
            break
        events += cycle.update(t, each, ready)
    return events + (cycle.finish() if ended else [])


def attempts(events: Sequence[Event]) -> list[Rep]:
    """Return all attempts, counted or not."""
    return [event.rep for event in events if isinstance(event, RepEnded)]


def attempt(events: Sequence[Event]) -> Rep:
    """Return the only attempt."""
    (only,) = attempts(events)
    return only


def reps(events: Sequence[Event]) -> int:
    """Return the number of counted reps."""
    return sum(rep.counted for rep in attempts(events))


def reasons(events: Sequence[Event]) -> list[tuple[str, ...]]:
    """Return, for each attempt, the reasons why it does not count."""
    return [rep.reasons for rep in attempts(events)]


def broken_holds(events: Sequence[Event]) -> list[float]:
    """Return the durations of the holds that were released too early, seconds."""
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
