"""Settings of speech and tones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

EngineName: TypeAlias = Literal["auto", "package", "system"]
"""The package's voice if it has the language, otherwise the system's; only the package's; only the system's."""

SpeechLevel: TypeAlias = Literal["off", "counts", "full"]
"""Nothing; the lines needed to exercise with closed eyes; those and corrections."""

DEFAULT_SPEAKER: Final = "default"


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of speech and tones.

    Attributes:
        volume: 0 to 1.
        speed: 0.5 to 2 times the usual.
        speaker: Part of a speaker's name; ``default`` is the system's default.
    """

    language: str = "en"
    volume: float = 1.0
    speed: float = 1.0
    engine: EngineName = "auto"
    speaker: str = DEFAULT_SPEAKER
    duck: bool = True

    def __post_init__(self) -> None:
        if not 0 <= self.volume <= 1:
            raise ValueError(f"the volume is 0 to 1, not {self.volume:g}")
        if not 0.5 <= self.speed <= 2:
            raise ValueError(f"the speed of speech is 0.5 to 2, not {self.speed:g}")
        if self.engine not in get_args(EngineName):
            raise ValueError(f"--voice-engine is {', '.join(get_args(EngineName))}, not {self.engine}")
