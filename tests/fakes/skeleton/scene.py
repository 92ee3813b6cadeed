"""What a person is asked to do, what they then truly do, and scenes as stances over time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from coach.body import Side
from tests.fakes.skeleton.kinematics import Stance, landmarks
from tests.fakes.skeleton.person import Body
from tests.fakes.skeleton.rotations import Array
from tests.fakes.skeleton.timeline import Controls, Timeline, Tremor

FINE_S: Final = 0.01
"""Step at which the truth is measured; images may come at any rate."""
SETTLE_S: Final = 1.2
"""How long a start posture takes to be put wrong, or right again, before a rep."""


@dataclass(frozen=True, slots=True)
class RepScript:
    """One rep as asked of the person.

    Attributes:
        side: The working side by the contract: raised leg, lifted arm, hugged knee, crossing leg, direction turned to.
        peak_deg: The main angle at the top; ``None`` for what the move usually reaches.
        hold_s: How long the top is kept still.
        up_s: From leaving the start to the still top; the stretches need more than that to get there.
        down_s: From the top to the start.
        rest_s: Stillness after it, before the next.
        back_to_deg: Main angle at which the way down ends; ``None`` for the start posture. The next rep starts there.
        faults: Fault ids of the move's own list, all through the top; ``jerky`` and ``bouncing`` as they say.
    """

    side: Side = "right"
    peak_deg: float | None = None
    hold_s: float = 5.6
    up_s: float = 1.6
    down_s: float = 1.6
    rest_s: float = 0.7
    back_to_deg: float | None = None
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TrueRep:
    """One rep as it truly happened; times are seconds from the performance's start.

    Attributes:
        side: The working side, ``None`` where the move has none.
        start: The body leaves the start.
        top: First and last instant of the still top.
        end: The body is back at rest.
        hold: At least the still part, at most the whole time in the counting zone, seconds.
        peak: Median of the main angle over the still top, degrees.
        faults: Ids of the faults it was done with.
        reasons: Why it cannot count, whatever hold is asked for.
    """

    side: Side | None
    start: float
    top: tuple[float, float]
    end: float
    hold: tuple[float, float]
    peak: float
    faults: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()

    def counts(self, hold_s: float) -> bool:
        """Whether it counts where ``hold_s`` is asked for; a tenth less is forgiven."""
        return not self.reasons and self.hold[1] >= 0.9 * hold_s

    def later(self, seconds: float) -> TrueRep:
        """The same rep ``seconds`` later."""
        first, last = self.top
        return replace(self, start=self.start + seconds, end=self.end + seconds, top=(first + seconds, last + seconds))


@dataclass(frozen=True, slots=True)
class Scene:
    """A stretch of time in which the body moves in one way.

    Attributes:
        seconds: How long it lasts.
        held: The stance at instants within the scene, trembling as the second argument says.
        body: Whose stance it is.
        reps: The reps in it, timed from its start.
        feet: Towards which end of the mat the feet lie: 1 for +x, -1 for -x.
    """

    seconds: float
    held: Callable[[Array, Tremor | None], Stance]
    body: Body
    reps: tuple[TrueRep, ...] = ()
    feet: int = 1

    def points(self, t: Array) -> Array:
        """Landmarks in space without tremor, shape (n, 33, 3)."""
        return landmarks(self.body, self.held(t, None))


Pose = Callable[[Body, Side, Controls], Stance]


def _arrays(values: Mapping[str, float]) -> Controls:
    return {name: np.asarray(value, float) for name, value in values.items()}


@dataclass(frozen=True, slots=True)
class Act:
    """A way of moving: a stance as a function of a few controls, and the script that moves them.

    Attributes:
        id: The move's id, or a name for what is none of the moves.
        rest: Every control in the start posture.
        pose: The stance at given controls.
        play: Moves the controls through one rep, the top's values given; returns when the still top starts and ends.
        top: The controls at the top by fault, save the main one.
        control: The control that sets the main angle, and the span within which it is looked for.
        main: The main angle, from landmarks.
        usual_deg: The main angle of a good rep.
        peaks: The main angle of a rep with a fault that is about it.
        zone: Whether each instant is within the counting zone.
        sided: Whether the results name a side.
        trembling: Controls that tremble.
        feet: Towards which end of the mat the feet lie, by working side.
        setup: Controls that a fault of the start posture sets before the rep begins.
        faults: What can be wrong.
        lying: Posture in which the body turns over between sides, where that is not the start posture.
    """

    id: str
    rest: Mapping[str, float]
    pose: Pose
    play: Callable[[Timeline, RepScript, Mapping[str, float]], tuple[float, float]]
    top: Callable[[RepScript], Mapping[str, float]]
    control: tuple[str, float, float]
    main: Callable[[Array, RepScript], Array]
    usual_deg: float
    zone: Callable[[Array, RepScript], npt.NDArray[np.bool_]]
    peaks: Mapping[str, float] = field(default_factory=dict)
    sided: bool = True
    trembling: tuple[str, ...] = ()
    feet: Callable[[Side], int] = lambda side: 1
    setup: Callable[[RepScript], Mapping[str, float]] = lambda rep: {}
    faults: frozenset[str] = field(default_factory=frozenset)
    lying: str | None = None

    def _share(self, body: Body, rep: RepScript, low: Controls, high: Controls, wanted_deg: float) -> float:
        """How far from one set of controls to another the main angle is ``wanted_deg``."""
        share = np.linspace(0.0, 1.0, 121)
        controls = {name: low[name] + share * (high[name] - low[name]) for name in self.rest}
        angles = self.main(landmarks(body, self.pose(body, rep.side, controls)), rep)
        if not angles.min() - 0.01 <= wanted_deg <= angles.max() + 0.01:
            raise ValueError(
                f"{self.id} reaches {angles.min():.0f} to {angles.max():.0f} degrees on this body, not {wanted_deg:g}"
            )
        after = int(np.argmax(angles >= min(wanted_deg, angles.max())))
        if after == 0:
            return 0.0
        step = (wanted_deg - angles[after - 1]) / (angles[after] - angles[after - 1])
        return float(share[after - 1] + step * (share[after] - share[after - 1]))

    def _top(self, body: Body, rep: RepScript) -> dict[str, float]:
        """Every control at the top."""
        wanted = next((self.peaks[fault] for fault in rep.faults if fault in self.peaks), self.usual_deg)
        if rep.peak_deg is not None:
            wanted = rep.peak_deg
        name, least, most = self.control
        values = {**self.rest, **self.setup(rep), **self.top(rep)}
        share = self._share(body, rep, _arrays(values | {name: least}), _arrays(values | {name: most}), wanted)
        return values | {name: least + share * (most - least)}

    def still(self, body: Body, side: Side, seconds: float) -> Scene:
        """The start posture, kept."""
        return self._scene(body, side, Timeline(**self.rest).stay(seconds), ())

    def scene(self, body: Body, reps: Sequence[RepScript]) -> Scene:
        """Reps of one side, one after the other."""
        line, marks = Timeline(**self.rest), []
        for rep in reps:
            unknown = set(rep.faults) - self.faults
            if unknown:
                raise ValueError(f"{self.id} knows the faults {sorted(self.faults)}, not {sorted(unknown)}")
            values = self._top(body, rep)
            setup = self.setup(rep)
            if any(line.now[name] != value for name, value in setup.items()):
                line.to(SETTLE_S, **setup)
            start = line.end_s
            top = self.play(line, rep, values)
            if rep.back_to_deg is not None:
                # The way down stops short: its last key is put where the main angle is the one asked for.
                rest = dict(line.now)
                share = self._share(body, rep, _arrays(rest), _arrays(values), rep.back_to_deg)
                line.end_at(**{name: rest[name] + share * (values[name] - rest[name]) for name in rest})
            marks.append((rep, start, top, line.end_s))
            line.stay(rep.rest_s)
        return self._scene(body, reps[0].side, line, marks)

    def _scene(
        self,
        body: Body,
        side: Side,
        line: Timeline,
        marks: Sequence[tuple[RepScript, float, tuple[float, float], float]],
    ) -> Scene:
        def held(t: Array, tremor: Tremor | None) -> Stance:
            controls = line.at(t)
            if tremor is not None:
                controls |= {name: controls[name] + tremor(name) for name in self.trembling}
            return self.pose(body, side, controls)

        scene = Scene(line.end_s, held, body, feet=self.feet(side))
        return replace(scene, reps=tuple(self._truth(scene, *mark) for mark in marks))

    def _truth(self, scene: Scene, rep: RepScript, start: float, top: tuple[float, float], end: float) -> TrueRep:
        t = np.arange(start, end, FINE_S)
        points = scene.points(t)
        main = self.main(points, rep)
        still = (t >= top[0]) & (t <= top[1])
        peak = float(np.median(main[still])) if still.any() else float(main.max())
        inside = self.zone(points, rep)
        least = top[1] - top[0]
        reasons = []
        if rep.back_to_deg is not None:
            reasons.append("not-returned")
        if not inside[still].any():
            reasons.append("low")
        if "wrong-limb" in rep.faults:
            reasons.append("wrong-limb")
        return TrueRep(
            side=rep.side if self.sided else None,
            start=start,
            top=top,
            end=end,
            hold=(least, max(least, float(inside.sum()) * FINE_S)),
            peak=peak,
            faults=tuple(fault for fault in rep.faults if fault != "wrong-limb"),
            reasons=tuple(reasons),
        )


def up_and_down(
    line: Timeline, rep: RepScript, top: Mapping[str, float], rest: Mapping[str, float]
) -> tuple[float, float]:
    """The plain script: up, stay, down."""
    move = line.jerk if "jerky" in rep.faults else line.to
    move(rep.up_s, **top)
    first = line.end_s
    line.stay(rep.hold_s)
    last = line.end_s
    move(rep.down_s, **rest)
    return first, last
