"""Builds a move from its demonstrations: every limit is derived from a rest or a top that was seen."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, Literal, TypeAlias

import numpy as np

from coach.events import Posture, View
from coach.learn.candidates import KNEE, ON_SIDE, PLANES, Candidate
from coach.learn.demonstration import CandidateSeries, Span
from coach.learn.ranking import Ranked
from coach.learn.segmentation import Segments
from coach.moves.move import Aim, Band, Departure, Measure, Move, Order, Range
from coach.moves.special import CROSSED, CROSSED_DEG
from coach.moves.text import Words

Sides: TypeAlias = Literal["none", "each", "alternate"]

REFERENCE: Final = "en"
"""Language of the title until the move gets its words."""

LEAST_ZONE: Final = 0.52
"""Least share of the range of motion at which the counting zone starts."""

THROUGH_S: Final = 0.5
"""How long a measure that is hidden at the top has to be seen on the way, seconds."""

LIFTED: Final = 0.3
"""Least share of a limb's range of motion if a joint measures the rest: with a knee bent by 40 degrees, the ankle of a
raised leg moves less than half as far."""

AT_START: Final = 0.45
"""Share of the range of motion up to which another person's rest may lie."""

AWAY: Final = 0.25
"""Share of the range of motion that makes an attempt."""

UNREST: Final = 0.035
"""Share of the range of motion that is noise, as in the files made by hand: 1.2 of 30 degrees, 4 of 120."""

SLACK: Final = 0.12
"""Share of the range of motion by which the zone may be left during a hold."""

CONFIRMING: Final = 2.5
"""Least score of a confirming measure."""

BESIDE: Final = 0.3
"""Least score of a confirming measure as a share of the main measure's: it is 0.35 for the arm of a bird dog, and 0.2
for knees that open a little in a bridge."""

STRAIGHT_DEG, BENT_DEG = 25.0, 50.0
"""Bend up to which a working knee is straight, and from which it is bent."""

KNEE_DEG: Final = 60.0, 30.0
"""Limits of the bands: greatest bend of a straight knee, least bend of a bent one. Rendered people bend straight knees
by mistake by up to 62 degrees, and the knees of a clamshell by at least 35."""

TRUNK_DEG: Final = 12.0
"""Change of the trunk's slope up to which it counts as still; a bridge slopes it by 15 or more."""

FORM_DEG: Final = 10.0
"""Least width of a form band: the error of the estimator between two people."""

FORM_SCATTER: Final = 3.0
"""Width of a form band as a multiple of the scatter in the demonstration."""

MOST_FORM: Final = 3
"""Most form bands of a move."""

SIDED: Final = 0.5
"""Share of the readings at a top that have to agree for its side to be known."""

DEPTH: Final = 0.62
"""Limit of the depth of a lying trunk, as in the files made by hand; 1 points straight at the camera."""

LEAVE_S: Final = 0.6
GAP_S: Final = 2.0
"""As in the files of the stretches: limbs that hide each other are lost for a while."""

TAKEN_FOR: Final[dict[Posture, tuple[Posture, ...]]] = {
    "all-fours": ("prone", "supine", "kneeling", "unknown"),
    "prone": ("all-fours", "kneeling", "long-sitting", "unknown"),
    "long-sitting": ("unknown",),
    "kneeling": ("all-fours", "prone", "unknown"),
    "standing": ("kneeling", "unknown"),
}
"""Postures that a body moving in a posture is sometimes mistaken for."""

ORDER: Final[dict[str, Order]] = {"trunk": "core", "thigh": "legs", "knee": "legs", "arm": "arms"}


@dataclass(frozen=True, slots=True, eq=False)
class CutDemonstration:
    """One demonstration: the part in which the move was done, every candidate measured over it, its rests and tops."""

    span: Span
    courses: tuple[CandidateSeries, ...]
    cut: Segments


@dataclass(frozen=True, slots=True)
class MoveDescription:
    """The user's description of the move.

    Attributes:
        source: Who showed it, and when.
        reps: Number of reps in each demonstration; ``None`` to find out.
        sides: How the sides take turns; ``None`` to find out.
    """

    id: str
    title: str
    source: str
    reps: int | None = None
    sides: Sides | None = None


def build(
    description: MoveDescription,
    shown: Sequence[CutDemonstration],
    main: Ranked,
    others: Sequence[Ranked],
    still: Sequence[Ranked],
    crossing: Ranked | None = None,
    joint: Ranked | None = None,
) -> Move:
    """Return the move, without words, a hold or a drawing.

    ``others`` confirm the main measure, ``still`` stay still. ``crossing`` is the distance of the legs from being
    crossed, if it was seen; ``joint`` the angle that the main measure depends on, if that is another measure.
    """
    name, measures = main.candidate.name, {main.candidate.name: main.candidate.measure}
    postures = tuple(dict.fromkeys(posture for each in shown for posture in each.span.postures))
    if set(postures) & set(ON_SIDE):
        postures = ON_SIDE
    sides = _sides(description, main)
    noise = rounded(max(UNREST * main.range, 2 * main.scatter, main.candidate.noise / 4, main.candidate.blind), main)
    shows = joint or main
    held = _trunk_held(postures, still)
    top = _moving(main, others, joint)
    zone = top[0].least
    top += [*([] if held is None else [held]), *_knee_held(main, still)]
    crossed = _crossed(main, crossing)
    aims = [each for each in still if held is None or each.candidate.name != held.measure][:MOST_FORM]
    used = {*(each.measure for each in (*top, *crossed)), *(each.candidate.name for each in aims)}
    known = (*others, *still, *(each for each in (crossing, joint) if each is not None))
    measures |= {each.candidate.name: each.candidate.measure for each in known if each.candidate.name in used}
    if crossed:
        measures["shanks-apart"] = Measure("spread", ("knee", "ankle"), frame="world")
    target = _target(shows, _zone(shows))
    return Move(
        id=description.id,
        source=description.source,
        text={REFERENCE: Words(description.title)},
        postures=postures,
        views=_views(main.candidate, postures, [each.span.view for each in shown]),
        depth=_depth(postures, shown),
        hold_s=0,
        reps=max(1, min(len(each.cut.reps) for each in shown)),
        sides=sides,
        measures=measures,
        main=name,
        side_from=None if sides == "none" else name,
        start=(
            band(
                main, most=rounded(min(main.rest + max(AT_START * main.range, noise), zone - SLACK * main.range), main)
            ),
        ),
        attempt=(
            Departure(
                name,
                rounded(max(AWAY * main.range, 1.2 * noise), main),
                noise,
                rounded(noise / 3, main) if main.candidate.blind else None,
            ),
        ),
        through=crossed,
        through_s=THROUGH_S,
        top=tuple(top),
        target_deg=None if target is None else float(round(shows.top)),
        target=target,
        peak_from=None if joint is None else joint.candidate.name,
        leave_s=LEAVE_S,
        gap_s=GAP_S,
        also_while=_also_while(postures, shown),
        aim=tuple(_aim(each) for each in aims),
    )


def _moving(main: Ranked, others: Sequence[Ranked], joint: Ranked | None) -> list[Band]:
    """Return the bands at the top of all measures that move; the first is that of the main measure."""
    shows = joint or main
    bands = [band(shows, least=_zone(shows), slack=_slack(shows), along=joint is not None)]
    if joint is not None:
        lifted = rounded(main.rest + LIFTED * main.range, main)
        bands.insert(0, band(main, least=lifted, slack=_slack(main)))
    return bands + [
        band(each, least=_zone(each), slack=rounded(SLACK * each.range, each), when_unseen="pass") for each in others
    ]


def _trunk_held(postures: Sequence[Posture], still: Sequence[Ranked]) -> Band | None:
    """Return the band of a trunk that stayed still: a move that also moves the trunk is another one."""
    if set(postures) & {*ON_SIDE, "long-sitting", "kneeling", "standing"}:
        return None
    found = (each for each in still if each.candidate.name == "trunk-line" and abs(each.top) <= TRUNK_DEG / 3)
    return next((band(each, least=-TRUNK_DEG, most=TRUNK_DEG, slack=3.0, when_unseen="pass") for each in found), None)


def _knee_held(main: Ranked, still: Sequence[Ranked]) -> Iterator[Band]:
    """Yield the band of a working knee that stayed straight or bent, to distinguish a leg raise from a clamshell."""
    for each in still:
        if each.candidate.name == KNEE and main.candidate.group == "thigh":
            if max(each.rest, *each.tops) <= STRAIGHT_DEG:
                yield band(each, most=KNEE_DEG[0], slack=10.0, when_unseen="pass")
            elif min(each.rest, *each.tops) >= BENT_DEG:
                yield band(each, least=KNEE_DEG[1], slack=10.0, when_unseen="pass")


def _crossed(main: Ranked, crossing: Ranked | None) -> tuple[Band, ...]:
    """Return the bands of crossed legs if both are raised; they are seen on the way, and may be hidden at the top."""
    if crossing is None or main.candidate.measure.limb != "least":
        return ()
    if crossing.rest < 1.2 * CROSSED or crossing.top > CROSSED:
        return ()
    # Drawn-in legs hide each other, so hugged knees read as crossed.
    return (
        band(crossing, most=CROSSED),
        Band("shanks-apart", least=CROSSED_DEG),
        band(main, most=rounded(main.top, main)),
    )


def independent(main: Ranked, listed: Sequence[Ranked]) -> list[Ranked]:
    """Return the clearest measure of another group that also moves, if any."""
    found = (each for each in listed if each.candidate.confirms and each.candidate.group != main.candidate.group)
    return [each for each in found if each.score >= max(CONFIRMING, BESIDE * main.score)][:1]


def with_hold(move: Move, holds: Sequence[float]) -> Move:
    """Return the move with the hold that every rep reached, rounded down to a usual number of seconds."""
    least = min(holds)
    hold = 0 if least < 1.5 else math.floor(least) if least < 10 else 5 * math.floor(least / 5)
    return replace(move, hold_s=float(hold))


def _zone(each: Ranked) -> float:
    """Return the start of the counting zone of a moving measure."""
    least = max(each.top - each.candidate.varies, each.rest + LEAST_ZONE * each.range)
    return rounded(min(least, min(each.tops) - SLACK * each.range), each)


def _slack(each: Ranked) -> float:
    return rounded(min(SLACK * each.range, 5.0), each)


def _target(main: Ranked, zone: float) -> Range | None:
    """Return the allowed targets: from the start of the zone to slightly beyond the highest top."""
    if not main.candidate.degrees or zone <= 0 or main.top <= zone:
        return None
    return Range(float(math.ceil(zone)), float(round(max(main.tops) + max(FORM_DEG, main.range / 4))))


def _sides(description: MoveDescription, main: Ranked) -> Sides:
    if description.sides is not None:
        return description.sides if main.candidate.measure.limb != "body" else "none"
    if main.candidate.measure.limb == "body" or main.agree < SIDED:
        return "none"
    turns = [side > 0 for side in main.sides]
    changes = sum(a != b for a, b in pairwise(turns))
    return "alternate" if len(turns) > 2 and changes == len(turns) - 1 else "each"


def _views(candidate: Candidate, postures: Sequence[Posture], seen: Sequence[View]) -> tuple[View, ...]:
    """Return the views in which the main measure lies in the image plane."""
    views = PLANES[candidate.plane]
    if candidate.plane == "front" and not set(postures) & {"side-lying-left", "side-lying-right"}:
        views = tuple(view for view in views if view in seen or view == "front")
    return views


def _depth(postures: Sequence[Posture], shown: Sequence[CutDemonstration]) -> Range:
    if set(postures) & {"long-sitting", "kneeling", "standing"}:
        return Range(-1.0, 1.0)
    depths = [each.depth for one in shown for each in one.span.seen if each.posture in postures]
    low, high = np.nanquantile(depths, [0.05, 0.95])
    return Range(round(min(-DEPTH, low - 0.05), 2), round(max(DEPTH, high + 0.05), 2))


def _also_while(postures: Sequence[Posture], shown: Sequence[CutDemonstration]) -> tuple[Posture, ...]:
    """Return the other postures recognised during the reps, and those that the start postures are mistaken for."""
    seen = (
        each.posture
        for one in shown
        for first, last in one.cut.reps
        for each in one.span.seen[max(0, first - 5) : last + 15]
    )
    found = dict.fromkeys((*seen, *(each for posture in postures for each in TAKEN_FOR.get(posture, ()))))
    return tuple(posture for posture in found if posture not in postures)


def _aim(each: Ranked) -> Aim:
    wide = max(FORM_DEG, FORM_SCATTER * each.scatter)
    return Aim(
        id=f"{each.candidate.name}-moved",
        order=ORDER[each.candidate.group],
        source="shown: it stayed still; wide until it is made firm by hand",
        measure=each.candidate.name,
        least=-float(math.ceil(wide)),
        most=float(math.ceil(wide)),
        from_rest=True,
        during="top",
        confidence=0.5,
    )


def band(each: Ranked, **limits: object) -> Band:
    """Return a band of a measure."""
    return Band(each.candidate.name, **limits)  # type: ignore[arg-type]  # limits of a band


def rounded(value: float, each: Ranked) -> float:
    """Round a limit of a measure to half a degree, or to a hundredth of a trunk length."""
    return round(value * 2) / 2 if each.candidate.degrees else round(value, 2)
