"""The state that the display shows.

``Board`` (``coach.display.board``) fills it from a session's events; other callers can fill it by hand. Everything but
the phase is optional, and what is left out is not drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias, get_args

from coach.body import Side
from coach.moves.move import Measure
from coach.moves.text import Drawings

ShownPhase: TypeAlias = Literal[
    "notice", "opening", "place", "ready", "active", "hold", "rest", "paused", "question", "trouble", "summary"
]
"""The phase of the session.

``notice`` must be read before the first session, ``opening`` waits for the first frame, ``place`` waits for the person
and their posture, ``ready`` has both, ``active`` is a set, ``hold`` a hold in it; ``rest`` is
the time between; ``paused`` waits for the person, ``trouble`` for the camera; ``question`` asks; ``summary`` ends the
session.
"""

DrawnLimb: TypeAlias = Literal["head", "trunk", "left arm", "right arm", "left leg", "right leg"]
DRAWN_LIMBS: Final[tuple[DrawnLimb, ...]] = get_args(DrawnLimb)

Verdict: TypeAlias = Literal["in", "out", "neutral"]
"""In tolerance, out of tolerance, or relevant but not judged at the moment."""


@dataclass(frozen=True, slots=True)
class Angle:
    """The main angle, to be drawn at its joint.

    Attributes:
        measure: The measure, which determines where the angle is drawn.
        side: Side of the limb; for trunk rotation, the direction.
    """

    measure: Measure
    now: float | None
    target: float | None = None
    side: Side | None = None
    own: bool = False


@dataclass(frozen=True, slots=True)
class ShownChoice:
    """One answer to a question: its key, its text, and whether a gesture now selects it."""

    key: str
    text: str
    offered: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the summary: a move, its reps, and whether it was completed."""

    title: str
    done: str
    complete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What to show now.

    Attributes:
        figure_s: Seconds since the figure is shown; it moves with them.
        set: Number of the set, from 1; 0 for none.
        held_s: Seconds held so far; ``None`` outside a hold.
        hold_s: Seconds to hold; 0 for none.
        praise: Praise for a corrected fault; not shown beside a cue.
        following: What comes next, in words.
        changeover: How to get into the posture of the next move, in a rest before it.
        left_s: Seconds left of a rest.
        of_s: Seconds of the rest in all.
        message: The most important sentence: what is missing or unseen, why the session is paused, or the question.
        remedy: What to do about it, or what happens without action.
        lines: The text to read, in ``notice``.
    """

    phase: ShownPhase
    title: str = ""
    drawings: Drawings | None = None
    figure_s: float = 0.0
    side: Side | None = None
    set: int = 0
    sets: int = 0
    reps: int = 0
    reps_wanted: int = 0
    held_s: float | None = None
    hold_s: float = 0.0
    hold_done: bool = False
    angle: Angle | None = None
    limbs: Mapping[DrawnLimb, Verdict] = field(default_factory=dict)
    cue: str = ""
    praise: str = ""
    following: str = ""
    changeover: str = ""
    left_s: float | None = None
    of_s: float | None = None
    message: str = ""
    remedy: str = ""
    choices: tuple[ShownChoice, ...] = ()
    lines: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    keys: bool = False
