"""Speech and tones as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

EarconName: TypeAlias = Literal["hold-entered", "tick", "hold-done", "hold-released", "rep-counted", "attention"]

EARCONS: Final[tuple[EarconName, ...]] = get_args(EarconName)

FRESH_S: Final = 1.5
"""A line that waited longer is out of date."""

LASTING_S: Final = 20.0
"""For lines that stay true: positions, the next move, the summary."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """Words to say.

    Attributes:
        urgent: Whether it interrupts what is being said.
        fresh_s: Longest wait for its turn, in seconds; after that it is dropped.
    """

    text: str
    urgent: bool = False
    fresh_s: float = FRESH_S


@dataclass(frozen=True, slots=True)
class Earcon:
    """A short tone with a meaning."""

    name: EarconName


Line: TypeAlias = Utterance | Earcon
