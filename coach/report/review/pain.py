"""Pain over a while, as it was told before and after visits."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from coach.report.review.facts import Diary, Visit
from coach.session.pain_scale import Alarm, alarms

RECENT: Final = timedelta(weeks=2)


@dataclass(frozen=True, slots=True)
class Pain:
    """What was told of pain.

    Attributes:
        numbered: Visits with a number before or after.
        told: How many visits have one, or tell that it spread.
        rose: After how many it hurt so much more that it is a reason to stop.
        severe: In how many it was so much.
        spread: After how many it spread down the leg.
        latest: The last visit that tells anything.
        recent: Whether one of these three is from the last two weeks.
    """

    numbered: tuple[Visit, ...]
    told: int
    rose: int
    severe: int
    spread: int
    latest: Visit | None
    recent: bool


def pain(diary: Diary) -> Pain:
    """What was told of pain."""
    numbered = tuple(each for each in diary.visits if each.numbered)
    told = [each for each in diary.visits if each.numbered or each.spreads]
    found, recent = Counter[Alarm](), False
    for each in told:
        why = alarms(each.pain_before, each.pain_after, each.spreads)
        found.update(why)
        recent = recent or (bool(why) and each.day > diary.today - RECENT)
    latest = told[-1] if told else None
    return Pain(numbered, len(told), found["risen"], found["severe"], found["spreads"], latest, recent)
