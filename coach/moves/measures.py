"""The kinds of measure that a move file can name, compiled to functions when the move is read.

A measure maps a figure, and the figure at the person's rest (``None`` until known), to one number: degrees, or a length
in trunk lengths. Unseen is NaN.

Most kinds take the landmarks named in the move file. A landmark is of the measured side (``knee``), of the other side
(``other_knee``), or the midpoint of both (``mid_knee``); ``nose`` has no side. A segment goes from its first landmark
to its second. The kinds of ``special``, ``propped`` and ``seated`` use additional knowledge.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from coach.body import INDEX, SIDES, Side, joint, other
from coach.errors import Wrong, wrong
from coach.geometry import Point, angle_in_space, between, elevation, middle, ratio
from coach.moves import propped, seated, special
from coach.moves.figure import Figure

if TYPE_CHECKING:
    from coach.moves.move import Measure

Read: TypeAlias = Callable[[Figure, Figure | None], float]
"""Returns a measure of a figure, given the figure at rest."""
Unit = Literal["degrees", "trunks", "percent"]
Part = Literal["head", "trunk", "arm", "leg"]

PARTS: Final[Mapping[str, Part]] = {
    **dict.fromkeys(("nose", "ear", "mouth"), "head"),
    **dict.fromkeys(("shoulder", "hip"), "trunk"),
    **dict.fromkeys(("elbow", "wrist"), "arm"),
    **dict.fromkeys(("knee", "ankle", "heel", "foot"), "leg"),
}
"""The landmarks that a move file can name, and their parts of the body."""

LANDMARKS: Final = ("nose", *(f"{way}{part}" for part in PARTS if part != "nose" for way in ("", "mid_", "other_")))
Vector = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of measure.

    Attributes:
        make: Compiles the measure, for a side if it is about a limb. The first line of its docstring is the summary.
        unit: Unit of the value.
        takes: Number of landmarks in ``of``; 0 for kinds with fixed landmarks.
        against: Whether it takes a second segment.
        world: Whether it can be measured in space instead of the image plane; ``None`` if it always is.
        limb: Whether it is about a limb or the whole body; ``None`` if that depends on its landmarks.
        of: The landmarks of a kind with fixed ones, for the drawing.
        base: The segment from which such a kind is measured.
        drawn: How the angle is drawn: between two segments, above the ground, or as a turn around the trunk.
        surrounded: Whether other limbs surround the joint, so that the number is drawn elsewhere.
    """

    make: Callable[[Measure, Side | None], Read]
    unit: Unit
    takes: int = 0
    against: bool = False
    world: bool | None = False
    limb: bool | None = None
    of: tuple[str, ...] = ()
    base: tuple[str, ...] = ()
    drawn: Literal["angle", "elevation", "turn"] | None = None
    surrounded: bool = False

    @property
    def summary(self) -> str:
        """A description in one sentence."""
        return (self.make.__doc__ or "").partition("\n")[0]


def angle(measure: Measure, side: Side | None) -> Read:
    """Angle of a segment against another, 0 (same direction) to 180 degrees."""
    assert measure.against is not None
    if measure.frame == "world":
        base, limb = _in_space(measure.against, side), _in_space(measure.of, side)
        return lambda figure, rest: angle_in_space(base(figure), limb(figure))
    start, end = _segment(measure.against, side), _segment(measure.of, side)
    return lambda figure, rest: between(start(figure), end(figure))


def above_horizontal(measure: Measure, side: Side | None) -> Read:
    """Elevation of a segment above the horizontal, -90 (hanging) to 90 degrees."""
    if measure.frame == "world":
        places = _in_space(measure.of, side)
        return lambda figure, rest: _elevation(places(figure))
    limb = _segment(measure.of, side)
    if measure.fallback is None:
        return lambda figure, rest: elevation(limb(figure))
    shorter = _segment(measure.fallback, side)

    def read(figure: Figure, rest: Figure | None) -> float:
        whole = limb(figure)
        return elevation(whole if whole == whole else shorter(figure))  # NaN differs from itself

    return read


def distance(measure: Measure, side: Side | None) -> Read:
    """Distance between two landmarks, in trunks."""
    if measure.frame == "world":
        places = _in_space(measure.of, side)
        return lambda figure, rest: ratio(math.hypot(*places(figure)), _trunk_m(figure))
    limb = _segment(measure.of, side)
    return lambda figure, rest: abs(limb(figure)) / figure.scale


def height(measure: Measure, side: Side | None) -> Read:
    """Height of the second landmark above the first, in trunks."""
    if measure.frame == "world":
        places = _in_space(measure.of, side)
        return lambda figure, rest: ratio(-places(figure)[1], _trunk_m(figure))
    limb = _segment(measure.of, side)
    return lambda figure, rest: limb(figure).imag / figure.scale


def risen(measure: Measure, side: Side | None) -> Read:
    """How far a landmark has risen in the image since the person's own rest, in trunks; 0 before that is known."""
    at = _place(measure.of[0], side)

    def read(figure: Figure, rest: Figure | None) -> float:
        return 0.0 if rest is None else (at(figure) - at(rest)).imag / rest.scale

    return read


def sideways(measure: Measure, side: Side | None) -> Read:
    """How far the second landmark lies to its own side of the first, in trunks; seen from the front or the back."""
    assert side is not None
    limb, near, far = _segment(measure.of, side), joint(side, "hip"), joint(other(side), "hip")

    def read(figure: Figure, rest: Figure | None) -> float:
        way = math.copysign(1, (figure.points[near] - figure.points[far]).real)
        return limb(figure).real * way / figure.scale

    return read


def spread(measure: Measure, side: Side | None) -> Read:
    """Angle between a segment of one side and the same segment of the other, 0 to 180 degrees."""
    if measure.frame == "world":
        one, another = (_in_space(measure.of, each) for each in SIDES)
        return lambda figure, rest: angle_in_space(one(figure), another(figure))
    left, right = (_segment(measure.of, each) for each in SIDES)
    return lambda figure, rest: between(left(figure), right(figure))


def turn(measure: Measure, side: Side | None) -> Read:
    """Turn of the line between a pair of landmarks out of the image plane, degrees, left positive."""
    left, right = (joint(each, measure.of[0]) for each in SIDES)
    return lambda figure, rest: seated.yaw(figure.world[left], figure.world[right])


def compiled(measure: Measure, side: Side | None) -> Read:
    """Return the function that reads a measure, for a side if it is about a limb."""
    read = KINDS[measure.kind].make(measure, side)
    if not measure.from_rest:
        return read
    return lambda figure, rest: 0.0 if rest is None else read(figure, rest) - read(rest, rest)


def needs_rest(measure: Measure) -> bool:
    """Whether a measure is 0 until the person's rest is known."""
    return measure.from_rest or measure.kind in ("risen", "sitting_height", "knee_bend_seen_from_front")


def landmarks(measure: Measure) -> tuple[str, ...]:
    """Return the landmarks of a measure."""
    return measure.of or KINDS[measure.kind].of


def part_of(measure: Measure) -> Part:
    """Return the part of the body on which a measure is shown: ``shown_on``, else that of its last landmark."""
    return measure.shown_on or PARTS[landmarks(measure)[-1].removeprefix("mid_").removeprefix("other_")]


def indices(name: str, side: Side | None) -> tuple[int, ...]:
    """Return the indices of a named landmark; two for a midpoint.

    Raises:
        ValueError: There is no such landmark, or its side is not given.
    """
    if name == "nose":
        return (INDEX[name],)
    if name.startswith("mid_"):
        return joint("left", name[4:]), joint("right", name[4:])
    if side is None or name not in LANDMARKS:
        raise ValueError(f"there is no landmark {name} of side {side}")
    return (joint(other(side), name[6:]) if name.startswith("other_") else joint(side, name),)


def _place(name: str, side: Side | None) -> Callable[[Figure], Point]:
    """Return a function for a landmark's position in the image; for a midpoint with one unseen end, the other end."""
    first, *second = indices(name, side)
    if not second:
        return lambda figure: figure.points[first]
    if name == "mid_hip":
        return lambda figure: figure.hips
    if name == "mid_shoulder":
        return lambda figure: figure.shoulders
    (last,) = second
    return lambda figure: middle(figure.points[first], figure.points[last])


def _segment(names: tuple[str, ...], side: Side | None) -> Callable[[Figure], Point]:
    """Return a function for the vector between two landmarks in the image."""
    if names == ("mid_hip", "mid_shoulder"):
        return lambda figure: figure.trunk
    if names == ("mid_shoulder", "mid_hip"):
        return lambda figure: -figure.trunk
    ends = [indices(name, side) for name in names]
    if all(len(end) == 1 for end in ends):
        ((first,), (second,)) = ends
        return lambda figure: figure.points[second] - figure.points[first]
    start, end = (_place(name, side) for name in names)
    return lambda figure: end(figure) - start(figure)


def _in_space(names: tuple[str, ...], side: Side | None) -> Callable[[Figure], Vector]:
    """Return a function for the vector between two landmarks in space, metres: x right, y down, z away."""
    first, second = (indices(name, side) for name in names)
    if len(first) == len(second) == 1:
        (start,), (end,) = first, second
        return lambda figure: figure.span_m(start, end)

    def vector(figure: Figure) -> Vector:
        x, y, z = (
            sum(figure.world[i][axis] for i in second) / len(second)
            - sum(figure.world[i][axis] for i in first) / len(first)
            for axis in range(3)
        )
        return x, y, z

    return vector


_TRUNK = _in_space(("mid_hip", "mid_shoulder"), None)


def _trunk_m(figure: Figure) -> float:
    return math.hypot(*_TRUNK(figure))


def _elevation(vector: Vector) -> float:
    x, y, z = vector
    return math.degrees(math.atan2(-y, math.hypot(x, z))) if any(vector) else math.nan


_TRUNK_LINE: Final = ("mid_shoulder", "mid_hip")


def _special(
    read: Callable[..., float],
    unit: Unit,
    of: tuple[str, ...],
    *,
    limb: bool,
    base: tuple[str, ...] = (),
    drawn: Literal["angle", "elevation", "turn"] | None = None,
    surrounded: bool = False,
) -> Kind:
    """Return a kind with fixed landmarks."""

    def make(measure: Measure, side: Side | None) -> Read:
        return read if side is None else lambda figure, rest: read(figure, side, rest)

    make.__doc__ = read.__doc__
    return Kind(make, unit, limb=limb, of=of, base=base, drawn=drawn, surrounded=surrounded)


def _thigh(read: Callable[..., float]) -> Kind:
    return _special(read, "degrees", ("hip", "knee"), limb=True, base=_TRUNK_LINE, drawn="angle", surrounded=True)


KINDS: Final[Mapping[str, Kind]] = {
    "angle": Kind(angle, "degrees", 2, against=True, world=True, drawn="angle"),
    "elevation": Kind(above_horizontal, "degrees", 2, world=True, drawn="elevation"),
    "distance": Kind(distance, "trunks", 2, world=True),
    "height": Kind(height, "trunks", 2, world=True),
    "risen": Kind(risen, "trunks", 1),
    "sideways": Kind(sideways, "trunks", 2, limb=True),
    "spread": Kind(spread, "degrees", 2, world=True, limb=False),
    "turn": Kind(turn, "degrees", 1, world=None, limb=False, drawn="turn"),
    "supine_hip_flexion": _thigh(special.supine_hip_flexion),
    "hugged_thigh": _thigh(special.hugged_thigh),
    "unblended_thigh": _thigh(special.unblended_thigh),
    "supine_leg_flexion": _special(
        special.supine_leg_flexion, "degrees", ("hip", "ankle"), limb=True, base=_TRUNK_LINE, drawn="angle"
    ),
    "drawn_thigh": _thigh(special.drawn_thigh),
    "abduction": _special(special.abduction, "degrees", ("hip", "knee"), limb=True, base=_TRUNK_LINE, drawn="angle"),
    "arm_to_horizontal": _special(
        special.arm_to_horizontal, "degrees", ("shoulder", "wrist"), limb=True, drawn="elevation"
    ),
    "hip_extension": _special(propped.hip_extension, "degrees", ("mid_hip", "mid_shoulder"), limb=False),
    "lying_thighs": _special(propped.lying_thighs, "degrees", ("mid_hip", "mid_knee"), limb=False),
    "lying_shanks": _special(propped.lying_shanks, "degrees", ("mid_knee", "mid_ankle"), limb=False),
    "supine_hip_line": _special(special.supine_hip_line, "degrees", ("mid_hip", "mid_knee"), limb=False),
    "lifted_thigh": _special(propped.lifted_thigh, "degrees", ("hip", "knee"), limb=True, drawn="elevation"),
    "thigh_opening": _special(propped.thigh_opening, "degrees", ("hip", "knee"), limb=True),
    "side_line": _special(propped.side_line, "degrees", ("mid_hip", "mid_knee"), limb=True),
    "hips_back": _special(propped.hips_back, "degrees", ("mid_hip",), limb=False),
    "hip_to_heel": _special(propped.hip_to_heel, "percent", ("mid_hip",), limb=False),
    "knee_bend_seen_from_front": _special(special.knee_bend_seen_from_front, "degrees", ("knee", "ankle"), limb=True),
    "neck_extension": _special(special.neck_extension, "degrees", ("mid_ear", "nose"), limb=False),
    "crossing": _special(special.crossing, "trunks", ("mid_ankle",), limb=False),
    "sitting_height": _special(seated.sitting_height, "trunks", ("mid_ear",), limb=False),
    "face_vs_shoulder_rotation": _special(seated.face_vs_shoulder_rotation, "degrees", ("nose",), limb=False),
    "shoulder_vs_hip_rotation": _special(
        seated.shoulder_vs_hip_rotation, "degrees", ("mid_hip", "mid_shoulder"), limb=False, drawn="turn"
    ),
    "shoulder_tilt": _special(seated.shoulder_tilt, "degrees", ("mid_shoulder",), limb=False),
}


def misfits(measure: Measure) -> Iterator[tuple[str, Wrong]]:
    """Yield the inconsistencies of a measure of a known kind: the key, and its fault."""
    kind = KINDS[measure.kind]
    of_body = measure.limb in ("body", "turned")
    pairs = kind.limb is False and kind.takes > 0
    if len(measure.of) != kind.takes:
        takes = "takes" if kind.takes else "takes_none"
        yield "of", wrong(takes, kind=measure.kind, n=kind.takes, found=len(measure.of))
    if (measure.against is None) == kind.against:
        yield "against", wrong("against" if kind.against else "not_for_kind")
    if measure.fallback is not None and (measure.kind != "elevation" or measure.frame == "world"):
        yield "fallback", wrong("fallback")
    if measure.frame == "world" and not kind.world:
        yield "frame", wrong("always_world" if kind.world is None else "always_image")
    if kind.limb is not None and kind.limb == of_body:
        yield "limb", wrong("of_limb" if kind.limb else "of_body", kind=measure.kind, limb=measure.limb)
    named = [*measure.of, *(measure.against or ()), *(measure.fallback or ())]
    for key in ("of", "against", "fallback"):
        for i, name in enumerate(getattr(measure, key) or ()):
            known = [part for part in PARTS if part != "nose"] if pairs else LANDMARKS
            if name not in known:
                near = "".join(get_close_matches(name, known, 1))
                yield f"{key}[{i}]", wrong("near_landmark" if near else "no_landmark", name=name, near=near)
            elif of_body and not pairs and name != "nose" and not name.startswith("mid_"):
                yield f"{key}[{i}]", wrong("of_side", name=name, part=name.removeprefix("other_"))
    if kind.limb is None and not of_body and named and all(n == "nose" or n.startswith("mid_") for n in named):
        yield "limb", wrong("no_side", limb=measure.limb)
    if measure.side_from is not None and measure.limb not in ("working", "other"):
        yield "side_from", wrong("side_from")
