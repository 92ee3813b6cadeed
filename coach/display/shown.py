"""What is known now and belongs on the screen.

``Board`` (``coach.display.board``) fills it from a session's events; whoever has other events can fill it by hand.
Everything but the phase may be left out, and what is left out is not drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias, get_args

from coach.body import Side
from coach.moves.move import Measure
from coach.moves.text import Drawings

Phase: TypeAlias = Literal[
    "notice", "opening", "place", "ready", "active", "hold", "rest", "paused", "question", "trouble", "summary"
]
"""Where the session is.

``notice`` is what has to be read before the first session, ``opening`` waits for the first picture, ``place`` looks for
the person and their posture, ``ready`` has them hold the start, ``active`` is a set, ``hold`` a hold in it; ``rest`` is
the time between; ``paused`` waits for the person, ``trouble`` for the camera; ``question`` asks; ``summary`` ends.
"""

PHASES: Final[tuple[Phase, ...]] = get_args(Phase)

Limb: TypeAlias = Literal["head", "trunk", "left arm", "right arm", "left leg", "right leg"]
LIMBS: Final[tuple[Limb, ...]] = get_args(Limb)

Verdict: TypeAlias = Literal["in", "out", "neutral"]
"""In tolerance, out of it, or one that matters and is not judged at the moment."""


@dataclass(frozen=True, slots=True)
class Angle:
    """The main angle, to be drawn at its joint.

    Attributes:
        measure: What is measured, which says where it is drawn.
        now: Degrees; ``None`` where it is unseen.
        target: Degrees to reach; ``None`` where none is asked for.
        side: Whose limb it is of; for a turn, the direction.
        own: Whether the target is the person's own.
    """

    measure: Measure
    now: float | None
    target: float | None = None
    side: Side | None = None
    own: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a question: its key, what it says, and whether the sign given now takes it."""

    key: str
    text: str
    offered: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the summary: a move, what was done of it, and whether that is all."""

    title: str
    done: str
    complete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What is known now.

    Attributes:
        phase: Where the session is.
        move: Id of the move; of the next move in a rest before another one.
        title: What the move is called.
        drawings: How it is drawn.
        side: The side asked for; ``None`` where there is none.
        set: The set, from 1; 0 for none.
        sets: How many there are.
        reps: Repetitions done on this side.
        reps_wanted: How many are asked for; 0 for none.
        held_s: Seconds held so far; ``None`` outside a hold.
        hold_s: Seconds to hold; 0 for none.
        hold_done: Whether the hold asked for was held.
        angle: The main angle.
        limbs: The limbs that matter, and how they are.
        cue: The one correction, as it is said.
        praise: What was mended; not shown beside a cue.
        following: What comes next, in words.
        left_s: Seconds left of a rest, of the start posture, or of a question.
        of_s: How many there were in all.
        message: The one sentence that goes before all others: what is missing or unseen, why it waits, what is asked.
        remedy: What to do about it, or what goes on by itself.
        choices: Answers, in ``question``.
        lines: What is to be read, in ``notice``.
        rows: What was done, in ``summary``.
        keys: Whether the keys are listed.
        fps: Pictures a second, in small print; ``None`` hides it.
    """

    phase: Phase
    move: str = ""
    title: str = ""
    drawings: Drawings | None = None
    side: Side | None = None
    set: int = 0
    sets: int = 0
    reps: int = 0
    reps_wanted: int = 0
    held_s: float | None = None
    hold_s: float = 0.0
    hold_done: bool = False
    angle: Angle | None = None
    limbs: Mapping[Limb, Verdict] = field(default_factory=dict)
    cue: str = ""
    praise: str = ""
    following: str = ""
    left_s: float | None = None
    of_s: float | None = None
    message: str = ""
    remedy: str = ""
    choices: tuple[Choice, ...] = ()
    lines: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    keys: bool = False
    fps: float | None = None
