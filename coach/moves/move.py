"""Moves as data: measures, and the conditions for an attempt, for counting it and for good form.

The files in ``routines/moves`` are read into these classes. Angles are in degrees, durations in seconds.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar, Final, Literal, TypeAlias, get_args

from coach.body import Side
from coach.events import Posture, View
from coach.moves.text import STRICT, Drawings, Words
from coach.target import Targeted

Order: TypeAlias = Literal["core", "legs", "arms"]

ORDER: Final[tuple[Order, ...]] = get_args(Order)
"""Priorities of faults; the first is spoken and shown first."""

Limb = Literal["body", "turned", "top", "bottom", "most", "least", "working", "other"]
"""Which side a measure takes; explained in ``Measure``."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured, of which landmarks, and on whose side.

    Attributes:
        kind: What is measured; docs/adding-a-move.md lists the kinds.
        of: The landmarks that are measured, such as the two ends of a segment. ``knee`` is the knee of the measured
            side, ``other_knee`` that of the other side, ``mid_knee`` the midpoint of both; ``nose`` has no side.
        against: The segment that an angle is measured from.
        fallback: The segment that an elevation uses if one end of its own is unseen.
        frame: Where it is measured: in the ``image`` plane, or in space with the less accurate ``world`` landmarks.
        from_rest: Whether the value at the person's own rest is subtracted; the measure is 0 until the rest is known.
        limb: Which side is measured: the whole ``body``, without a side; ``turned``, the size of a turn, with its
            direction as the side; the ``top`` or ``bottom`` side of a body that lies on its side; the side with the
            ``most`` or the ``least``; the ``working`` side, which is that of the main measure at that instant, or the
            ``other`` one.
        side_from: Name of the measure whose side is the working side here, instead of the main measure.
        fastest: Largest possible change per second, in the kind's unit; a faster change counts as unseen.
        shown_on: The part of the body on which it is shown, if not that of its last landmark.
    """

    kind: str
    of: tuple[str, ...] = ()
    against: tuple[str, str] | None = None
    fallback: tuple[str, str] | None = None
    frame: Literal["image", "world"] = "image"
    from_rest: bool = False
    limb: Limb = "body"
    side_from: str | None = None
    fastest: float = math.inf
    shown_on: Literal["head", "trunk", "arm", "leg"] | None = None

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT


@dataclass(frozen=True, slots=True)
class Band:
    """A measure within limits: strict to enter, lenient by ``slack`` to stay.

    Attributes:
        measure: Name of one of the move's measures.
        least: Smallest value inside.
        most: Largest value inside.
        slack: How far outside still counts as inside after entering.
        from_rest: Whether the limits are for the change from the person's own rest.
        when_unseen: Whether an unseen value is waited for (``wait``) or ignored (``pass``).
        along: Whether ``least`` scales with the target, as that of the main measure always does.
    """

    measure: str
    least: float = -math.inf
    most: float = math.inf
    slack: float = 0.0
    from_rest: bool = False
    when_unseen: Literal["wait", "pass"] = "wait"
    along: bool = False

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT

    def inside(
        self, values: Mapping[str, float], rest: Mapping[str, float] | None = None, lenient: bool = False
    ) -> bool | None:
        """Whether the measure is inside its limits; ``None`` if it is unseen and must be waited for."""
        value = values[self.measure]
        if self.from_rest:
            value -= math.nan if rest is None else rest[self.measure]
        if math.isnan(value):
            return True if self.when_unseen == "pass" else None
        slack = self.slack if lenient else 0.0
        return self.least - slack <= value <= self.most + slack


@dataclass(frozen=True, slots=True)
class Departure:
    """A measure whose change away from the person's own rest makes an attempt.

    Attributes:
        measure: Name of one of the move's measures.
        by: The change that starts an attempt, with its sign.
        noise: Changes up to this are noise: within it, the measure is back at rest.
        still: Largest change that still counts as resting; ``noise`` by default.
    """

    measure: str
    by: float
    noise: float
    still: float | None = None

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT


@dataclass(frozen=True, slots=True)
class Aim:
    """Good form: a measure that stays within limits while it matters. If it does not, that is a fault.

    Attributes:
        id: The fault's id.
        order: Priority of the fault: core before legs before arms.
        source: Where the limits come from.
        measure: Name of one of the move's measures.
        least: Smallest good value.
        most: Largest good value; for ``jerks`` the number of spurts, for ``swing`` the size of a swing.
        from_rest: Whether the limits are for the change from the person's own rest.
        shape: What counts as a fault: being outside the limits for too long (``band``), moving there and back in too
            many spurts (``jerks``), swinging back and forth (``swing``), or not having been within the limits for long
            enough in total (``missed``).
        during: When it matters: at the ``top``, on the ``way`` there and back, or during the whole ``rep``.
        where: Additional conditions for it to matter.
        lasts_s: How long it must last, seconds.
        steady: Largest spread of the middle half of the readings; if they scatter more, the measure counts as unseen.
            0 for no limit.
        confidence: For a fault that is hard to see from the recommended position of the camera: its confidence, 0 to 1.
            Such a fault is reported separately, never cued, and does not affect the grade of the rep.
    """

    id: str
    order: Order
    source: str
    measure: str
    least: float = -math.inf
    most: float = math.inf
    from_rest: bool = False
    shape: Literal["band", "jerks", "swing", "missed"] = "band"
    during: Literal["top", "way", "rep"] = "top"
    where: tuple[Band, ...] = ()
    lasts_s: float = 0.7
    steady: float = 0.0
    confidence: float | None = None

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT


@dataclass(frozen=True, slots=True)
class Range:
    """Limits of a number.

    Attributes:
        least: Smallest allowed value.
        most: Largest allowed value.
    """

    least: float
    most: float

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT


@dataclass(frozen=True, slots=True)
class Move(Targeted):
    """One move, as read from its file.

    Attributes:
        schema: Version of the file format.
        id: Its id on the command line and in results.
        aliases: Other names that the command line and routines accept for it, written like ids.
        source: Where its numbers come from, unless ``sources`` says otherwise.
        sources: Where individual numbers come from, by their key.
        text: Its texts, by language code; the first language is the one in use.
        postures: Postures from which it starts.
        views: Views in which it can be judged.
        depth: How far the trunk may point away from the camera: -1 has the head nearest, 1 the feet, 0 neither.
        hold_s: Required hold, seconds; 0 for none.
        reps: Number of reps, per side if sides are done one after the other.
        target_deg: Target of the main angle, if there is one.
        target: Limits of the target. The counting zone scales with it.
        sides: ``none``, ``each`` (one side after the other) or ``alternate`` (both in turn).
        measures: What is measured, by name.
        main: Name of the measure that is the main angle.
        side_from: Name of the measure whose side is the side of the rep, if the move has sides.
        opposite: Names of two measures that must be of opposite sides. If they are of the same side throughout the top,
            the rep does not count, because it was done with the wrong limb.
        start: Conditions for the rest before an attempt; all must hold.
        attempt: What starts an attempt; one suffices. The attempt ends when all measures are back at rest.
        through: Conditions that must all hold at once during the attempt, such as crossing an ankle; otherwise the top
            does not count. As the top may hide them, the way there or back is enough.
        through_s: How long they must hold in total, seconds.
        top: The counting zone; all conditions must hold for the duration of the hold.
        peak_from: Name of the measure that is reported as the main angle, if another one is more accurate at the top
            than the main measure.
        without_hold: Start of the counting zone of the main measure if no hold is required, as people then do not go as
            far; by default the same as with a hold.
        ways_s: Usual duration of the ways there and back together, seconds; much longer ones suggest slow motion.
        leave_s: How long the main measure must be outside the zone to have left it, seconds; shorter lapses
            are ignored. Other measures may be outside for ``gap_s``, or for half of the hold if that is shorter.
        aim: The conditions of good form.
        drawing: The drawing shown in the window.
        gap_s: How long the body may be unseen within a rep, seconds; after that the rep ends uncounted.
        also_while: Postures that may be recognised during an attempt without ending it.
        reach: Limbs that are extended along the line of the trunk at the top; the frame needs room for them.
        side: The only side to do; both by default.
        targets_deg: The target of each side, if they differ; ``target_deg`` is then the lower one, for reps whose side
            is unknown.
    """

    id: str
    source: str
    text: dict[str, Words]
    postures: tuple[Posture, ...]
    views: tuple[View, ...]
    depth: Range
    hold_s: float
    reps: int
    sides: Literal["none", "each", "alternate"]
    measures: dict[str, Measure]
    main: str
    attempt: tuple[Departure, ...]
    top: tuple[Band, ...]
    aim: tuple[Aim, ...] = ()
    schema: Literal[2] = 2
    aliases: tuple[str, ...] = ()
    sources: dict[str, str] = field(default_factory=dict)
    drawing: Drawings | None = None
    target_deg: float | None = None
    target: Range | None = None
    side_from: str | None = None
    opposite: tuple[str, str] | None = None
    start: tuple[Band, ...] = ()
    through: tuple[Band, ...] = ()
    through_s: float = 0.7
    peak_from: str | None = None
    without_hold: float | None = None
    ways_s: float | None = None
    leave_s: float = 0.3
    gap_s: float = 1.0
    also_while: tuple[Posture, ...] = ()
    reach: tuple[Literal["arm", "leg"], ...] = ()
    side: Side | None = field(default=None)
    targets_deg: dict[Side, float] = field(default_factory=dict)

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT

    @property
    def words(self) -> Words:
        """Its texts in the language in use."""
        return next(iter(self.text.values()))

    @property
    def title(self) -> str:
        """Its title in the language in use."""
        return self.words.title

    def in_language(self, code: str) -> Move:
        """Return the move with its texts in a language, where its file has them."""
        own = self.text.get(code)
        if own is None or own is self.words:
            return self
        return replace(self, text={code: own.over(self.words)} | {k: v for k, v in self.text.items() if k != code})

    def adjusted(
        self,
        *,
        hold_s: float | None = None,
        reps: int | None = None,
        target_deg: float | None = None,
        targets_deg: Mapping[Side, float] | None = None,
        side: Side | None = None,
    ) -> Move:
        """Return the move with other settings; ``None`` keeps a setting.

        Args:
            hold_s: Hold, seconds.
            reps: Number of reps.
            target_deg: Target, degrees.
            targets_deg: Target of each side, degrees, instead of one for both.
            side: The only side.

        Raises:
            ValueError: A setting is outside what the move allows; the message says which and why.
        """
        move = self
        if hold_s is not None:
            if not 0 <= hold_s <= 600:
                raise ValueError(f"a hold is 0 to 600 seconds, not {hold_s:g}")
            move = replace(move, hold_s=hold_s)
        if reps is not None:
            if not 1 <= reps <= 1000:
                raise ValueError(f"reps are 1 to 1000, not {reps}")
            move = replace(move, reps=reps)
        if target_deg is not None:
            move = move._aimed(target_deg)
        if targets_deg:
            lowest, highest = (move._aimed(choose(targets_deg.values())) for choose in (min, max))
            move = lowest if lowest == highest else replace(lowest, targets_deg=dict(targets_deg))
        if side is not None:
            if self.sides == "none":
                raise ValueError(f"{self.id} has no sides")
            move = replace(move, side=side)
        return move

    def _aimed(self, target_deg: float) -> Move:
        """Return the move with another target; the counting zone scales with it."""
        if self.target is None or self.target_deg is None:
            raise ValueError(f"{self.id} has no target angle to set")
        if not self.target.least <= target_deg <= self.target.most:
            limits = f"{self.target.least:g} to {self.target.most:g} degrees"
            raise ValueError(f"the target of {self.id} is {limits}, not {target_deg:g}")
        part = target_deg / self.target_deg
        return replace(
            self,
            target_deg=target_deg,
            targets_deg={},
            top=tuple(replace(b, least=b.least * part) if b.along or b.measure == self.main else b for b in self.top),
            without_hold=None if self.without_hold is None else self.without_hold * part,
        )

    def starts(self, values: Mapping[str, float]) -> bool:
        """Whether the body is in the start position."""
        return all(band.inside(values) for band in self.start)

    @property
    def main_departure(self) -> Departure:
        """By how much the main measure leaves the rest in an attempt."""
        return next(each for each in self.attempt if each.measure == self.main)

    def zone_of(self, side: Side | None) -> tuple[Band, ...]:
        """Return the counting zone of one side."""
        target = self.target_of(side)
        return self.zone if target is None or target == self.target_deg else self._aimed(target).zone

    @property
    def zone(self) -> tuple[Band, ...]:
        """The counting zone for the required hold."""
        if self.hold_s > 0 or self.without_hold is None:
            return self.top
        return tuple(
            replace(band, least=min(band.least, self.without_hold)) if band.measure == self.main else band
            for band in self.top
        )
