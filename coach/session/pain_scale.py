"""Pain on a scale of 0 to 10, before and after a session, and when to warn."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

MOST: Final = 10
"""The top of the scale."""

SEVERE: Final = 7
"""Pain from which the program advises seeing a professional instead of exercising."""

RISE: Final = 2
"""Increase over a session that triggers a warning; 2 is the smallest clinically important change (Farrar 2001)."""

Alarm: TypeAlias = Literal["severe", "risen", "spreads"]
"""Why to warn: pain is severe, has clearly risen, or spreads down the leg."""


def alarms(before: int | None, after: int | None = None, spreads: bool | None = None) -> tuple[Alarm, ...]:
    """Return every reason to warn, given the reported pain."""
    found: list[Alarm] = []
    if max(before or 0, after or 0) >= SEVERE:
        found.append("severe")
    if before is not None and after is not None and after - before >= RISE:
        found.append("risen")
    if spreads:
        found.append("spreads")
    return tuple(found)
