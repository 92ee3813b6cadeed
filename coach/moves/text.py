"""The words of a move in one language, and its drawing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import ClassVar, Final, Literal, TypeAlias

from coach.body import Side

STRICT: dict[str, object] = {"extra": "forbid"}
"""Unknown keys are faults in every table of a move file."""

DrawnPoint: TypeAlias = tuple[float, float]
"""A place in a drawing, in trunks from the middle of the hips, right and up."""
DrawnLine: TypeAlias = tuple[DrawnPoint, ...]

PARTS: Final = ("far_arm", "far_leg", "trunk", "head", "near_leg", "near_arm")
"""The parts of a drawn figure, from the back to the front."""


@dataclass(frozen=True, slots=True)
class Say:
    """What the coach says of a move, a short sentence each. What is left out is not said, or taken from ``how``.

    Attributes:
        how: How to lie, kneel or sit for it; the first sentence of ``how`` where it is left out.
        do: What to do; the other sentences of ``how`` where it is left out.
        target: How far to go, with ``{n}`` for the degrees.
        view: From where the camera sees the person.
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
    """The words of a move in one language. What a translation leaves out is taken from the first language of the file.

    Attributes:
        title: What it is called, on the screen and by the voice.
        how: How it is done, a step each; the first says how to lie, kneel or sit.
        camera: Where the camera stands, as a phrase that goes on from "it needs the camera", such as "at your side, on
            a chair". A refusal says it up to the first comma.
        cannot_see: What one camera cannot tell from there.
        avoid_if: Who should leave the move out, each with its source.
        easier: An easier form of it.
        say: What the coach says.
        cue: What to do about each fault, by its id, said to the person.
        good: What to say of a rep without the fault, by its id.
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
        """These words, with those of the file's first language for what is left out."""
        own = {each.name: getattr(self, each.name) or getattr(first, each.name) for each in fields(self)}
        mine, others = self.spoken, first.spoken
        say = Say(**{each.name: getattr(mine, each.name) or getattr(others, each.name) for each in fields(Say)})
        return Words(**{**own, "say": say, "cue": {**first.cue, **self.cue}, "good": {**first.good, **self.good}})

    @property
    def spoken(self) -> Say:
        """What the coach says, with the steps of ``how`` for what is left out."""
        return replace(self.say, how=self.say.how or "".join(self.how[:1]), do=self.say.do or " ".join(self.how[1:]))


@dataclass(frozen=True, slots=True)
class Drawing:
    """One posture, drawn: places in trunks from the middle of the hips, right and up.

    Attributes:
        head: The middle of the head.
        face: Where the face looks, seen from the middle of the head.
        trunk: From the hips to the shoulders.
        near_arm: From the shoulder to the hand, of the arm in front of the trunk.
        far_arm: The same behind it.
        near_leg: From the hip to the toes, of the leg in front.
        far_leg: The same behind it.
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
        """Every place in it."""
        return (self.head, *(place for part in PARTS if part != "head" for place in getattr(self, part)))


@dataclass(frozen=True, slots=True)
class Drawings:
    """A move, drawn.

    Attributes:
        ground: Height of the ground.
        matters: The parts that move, drawn in colour.
        start: The start position.
        top: The top.
        way: Postures between them, in order, where turning the joints from start to top goes another way.
        side: The working side of the person as drawn; the other side is drawn mirrored.
        way_s: Seconds from start to top, and back.
        depth: Depth of the mat where it is seen from above, from the ground up.
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
