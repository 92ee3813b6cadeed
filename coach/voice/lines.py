"""What can be heard: words and short sounds. Values only; nothing here makes a noise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

EarconName: TypeAlias = Literal["hold-entered", "tick", "hold-done", "hold-released", "rep-counted", "attention"]

EARCONS: Final[tuple[EarconName, ...]] = get_args(EarconName)

FRESH_S: Final = 1.5
"""A line that waited longer is no longer true."""

LASTING_S: Final = 20.0
"""For lines that stay true: how to lie, what comes next, the summary."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """Words to say.

    Attributes:
        text: The words.
        urgent: Cut short whatever is being said.
        fresh_s: How long it may wait for its turn; later it is dropped.
    """

    text: str
    urgent: bool = False
    fresh_s: float = FRESH_S


@dataclass(frozen=True, slots=True)
class Earcon:
    """A short sound that stands for something."""

    name: EarconName


Line: TypeAlias = Utterance | Earcon
