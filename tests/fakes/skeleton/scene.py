"""Rep scripts, true reps, and scenes: stances as functions of time."""

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
"""Time step at which the ground truth is computed, whatever the frame rate."""
SETTLE_S: Final = 1.2
"""Time before a rep to take up, or to correct, a wrong start posture."""


@dataclass(frozen=True, slots=True)
class RepScript:
    """Script of a rep.

    Attributes:
        side: Working side: raised leg, lifted arm, hugged knee, crossing leg, or direction of a turn.
        peak_deg: Main angle at the top; ``None`` for the usual one of the move.
        hold_s: Duration of the still top.
        up_s: Time from the start to the still top; stretches take longer.
        down_s: Time from the top to the start.
        rest_s: Rest before the next rep.
        back_to_deg: Main angle at which the way down ends, and the next rep starts; ``None`` for the start posture.
        faults: Fault ids of the move, present throughout the top; ``jerky`` and ``bouncing`` are motions.
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
    """Ground truth of a rep; times are seconds from the start of the performance.

    Attributes:
        side: The working side, ``None`` if the move has none.
        start: Time at which the body leaves the start.
        top: Start and end of the still top.
        end: Time at which the body is back at rest.
        hold: Bounds of the hold in seconds: the still part, and the whole time in the counting zone.
        peak: Median of the main angle over the still top, degrees.
        faults: Ids of its faults.
        reasons: Reasons for which it cannot count with any hold.
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
        """Return whether it counts for a target of ``hold_s``, of which 90 % are enough."""
        return not self.reasons and self.hold[1] >= 0.9 * hold_s

    def later(self, seconds: float) -> TrueRep:
        """Return the rep, shifted in time."""
        first, last = self.top
        return replace(self, start=self.start + seconds, end=self.end + seconds, top=(first + seconds, last + seconds))


@dataclass(frozen=True, slots=True)
class Scene:
    """A span of time with one activity.

    Attributes:
        seconds: Duration.
        held: Returns the stance at times within the scene, with a tremor.
        body: The body.
        reps: Its reps, timed from its start.
        feet: End of the mat where the feet are: 1 for +x, -1 for -x.
    """

    seconds: float
    held: Callable[[Array, Tremor | None], Stance]
    body: Body
    reps: tuple[TrueRep, ...] = ()
    feet: int = 1

    def points(self, t: Array) -> Array:
        """Return the landmarks in space without tremor, shape (n, 33, 3), metres."""
        return landmarks(self.body, self.held(t, None))


Pose = Callable[[Body, Side, Controls], Stance]


def _arrays(values: Mapping[str, float]) -> Controls:
    return {name: np.asarray(value, float) for name, value in values.items()}


@dataclass(frozen=True, slots=True)
class Act:
    """A motion: a stance as a function of a few controls, and a script that animates them.

    Attributes:
        id: Id of the move, or a name for other activities.
        rest: All controls in the start posture.
        pose: Returns the stance for controls.
        play: Animates the controls through a rep, given those of the top; returns start and end of the still top.
        top: Returns the controls at the top, except the main one, for a script with its faults.
        control: The control that sets the main angle, and its search range.
        main: Computes the main angle from landmarks.
        usual_deg: Main angle of a good rep.
        peaks: Main angle for each fault that concerns it.
        zone: Returns whether the body is in the counting zone, at each time.
        sided: Whether the results have a side.
        trembling: Controls with tremor.
        feet: End of the mat where the feet are, by working side.
        setup: Controls that a fault of the start posture changes before the rep.
        faults: Ids of possible faults.
        lying: Posture in which the body rolls over to change sides, if it is not the start posture.
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
        """Return the share of the way between two sets of controls at which the main angle is ``wanted_deg``."""
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
        """Return all controls at the top."""
        peak_deg = next((self.peaks[fault] for fault in rep.faults if fault in self.peaks), self.usual_deg)
        if rep.peak_deg is not None:
            peak_deg = rep.peak_deg
        name, least, most = self.control
        values = {**self.rest, **self.setup(rep), **self.top(rep)}
        share = self._share(body, rep, _arrays(values | {name: least}), _arrays(values | {name: most}), peak_deg)
        return values | {name: least + share * (most - least)}

    def still(self, body: Body, side: Side, seconds: float) -> Scene:
        """Return a scene that keeps the start posture."""
        return self._scene(body, side, Timeline(**self.rest).stay(seconds), ())

    def scene(self, body: Body, reps: Sequence[RepScript]) -> Scene:
        """Return a scene of consecutive reps of one side."""
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
                # Incomplete return: move the last keyframe to where the main angle has the given value.
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
    """Animate a plain rep: up, hold, down."""
    move = line.jerk if "jerky" in rep.faults else line.to
    move(rep.up_s, **top)
    first = line.end_s
    line.stay(rep.hold_s)
    last = line.end_s
    move(rep.down_s, **rest)
    return first, last
