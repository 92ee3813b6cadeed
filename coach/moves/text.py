"""The texts of a move in one language, and its drawing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import ClassVar, Final, Literal, TypeAlias

from coach.body import Side

STRICT: dict[str, object] = {"extra": "forbid"}
"""Unknown keys are faults in every table of a move file."""

DrawnPoint: TypeAlias = tuple[float, float]
"""A position in a drawing: trunk lengths from the midpoint of the hips, right and up."""
DrawnLine: TypeAlias = tuple[DrawnPoint, ...]

PARTS: Final = ("far_arm", "far_leg", "trunk", "head", "near_leg", "near_arm")
"""The parts of a drawn figure, from the back to the front."""


@dataclass(frozen=True, slots=True)
class Say:
    """Spoken texts of a move, one short sentence each. Omitted ones are not spoken, or are taken from ``how``.

    Attributes:
        how: How to lie, kneel or sit; by default the first step of ``how``.
        do: What to do; by default the other steps of ``how``.
        target: How far to go, with ``{n}`` for the degrees.
        view: From where the camera must see the person.
        start: The start position, for a person who is almost in it.
        left: The left side.
        right: The right side.
    """

    how: str = ""
    do: str = ""
    target: str = ""
    view: str = ""
    start: str = ""
    left: str = ""
    right: str = ""

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT


@dataclass(frozen=True, slots=True)
class Words:
    """The texts of a move in one language. A translation takes omitted texts from the first language of the file.

    Attributes:
        title: Its title, shown and spoken.
        how: Instructions, one step each; the first says how to lie, kneel or sit.
        camera: Position of the camera, as a phrase that continues "it needs the camera", such as "at your side, on a
            chair". Error messages use it up to the first comma.
        cannot_see: What a single camera cannot see from there.
        avoid_if: Who should not do the move, each with its source.
        easier: An easier form of the move.
        say: The spoken texts.
        cue: How to correct each fault, by its id, addressed to the person.
        good: Praise for a rep without the fault, by its id.
    """

    title: str
    how: tuple[str, ...] = ()
    camera: str = ""
    cannot_see: tuple[str, ...] = ()
    avoid_if: tuple[str, ...] = ()
    easier: str = ""
    say: Say = Say()
    cue: Mapping[str, str] = field(default_factory=dict)
    good: Mapping[str, str] = field(default_factory=dict)

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT

    def over(self, first: Words) -> Words:
        """Return these texts, with omitted ones taken from ``first``."""
        own = {each.name: getattr(self, each.name) or getattr(first, each.name) for each in fields(self)}
        mine, others = self.spoken, first.spoken
        say = Say(**{each.name: getattr(mine, each.name) or getattr(others, each.name) for each in fields(Say)})
        return Words(**{**own, "say": say, "cue": {**first.cue, **self.cue}, "good": {**first.good, **self.good}})

    @property
    def spoken(self) -> Say:
        """The spoken texts, with omitted ones taken from ``how``."""
        return replace(self.say, how=self.say.how or "".join(self.how[:1]), do=self.say.do or " ".join(self.how[1:]))


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing of one posture. Positions are in trunk lengths from the midpoint of the hips, right and up.

    Attributes:
        head: Centre of the head.
        face: A point in the direction in which the face looks from the centre of the head.
        trunk: Line from the hips to the shoulders.
        near_arm: Line from shoulder to hand, of the arm in front of the trunk.
        far_arm: The same for the arm behind the trunk.
        near_leg: Line from hip to toes, of the leg in front.
        far_leg: The same for the leg behind.
    """

    head: DrawnPoint
    face: DrawnPoint
    trunk: DrawnLine
    near_arm: DrawnLine
    far_arm: DrawnLine
    near_leg: DrawnLine
    far_leg: DrawnLine

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT

    @property
    def points(self) -> DrawnLine:
        """Every point except ``face``."""
        return (self.head, *(place for part in PARTS if part != "head" for place in getattr(self, part)))


@dataclass(frozen=True, slots=True)
class Drawings:
    """The drawing of a move.

    Attributes:
        ground: Height of the ground.
        matters: The working parts, drawn in colour.
        start: The start position.
        top: The top.
        way: Postures in between, in order, if rotating the joints from start to top would take another path.
        side: The working side as drawn; the other side is drawn mirrored.
        way_s: Time from start to top, and from top to start, seconds.
        depth: Depth of the mat if it is seen from above, from the ground up.
    """

    ground: float
    matters: tuple[Literal["far_arm", "far_leg", "trunk", "head", "near_leg", "near_arm"], ...]
    start: Drawing
    top: Drawing
    way: tuple[Drawing, ...] = ()
    side: Side = "right"
    way_s: float = 2.0
    depth: float = 0.0

    __pydantic_config__: ClassVar[dict[str, object]] = STRICT
