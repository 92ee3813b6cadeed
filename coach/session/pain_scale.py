"""Pain on a scale of 0 to 10, before and after a session: when it is a reason to warn."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

MOST: Final = 10
"""The top of the scale."""

SEVERE: Final = 7
"""From here on pain is a reason to see somebody rather than to exercise."""

RISE: Final = 2
"""So much more than before the session is told (a change of 2 is the least that matters to people: Farrar 2001)."""

Alarm: TypeAlias = Literal["severe", "risen", "spreads"]
"""Why to warn: it is severe, it is clearly more than before, or it spreads down the leg."""


def alarms(before: int | None, after: int | None = None, spreads: bool | None = None) -> tuple[Alarm, ...]:
    """Every reason to warn that there is in what was told."""
    found: list[Alarm] = []
    if max(before or 0, after or 0) >= SEVERE:
        found.append("severe")
    if before is not None and after is not None and after - before >= RISE:
        found.append("risen")
    if spreads:
        found.append("spreads")
    return tuple(found)
