"""Pain over time, as reported before and after visits."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from coach.report.review.facts import Diary, Visit
from coach.session.pain_scale import Alarm, alarms

RECENT: Final = timedelta(weeks=2)


@dataclass(frozen=True, slots=True)
class PainSummary:
    """Summary of the reported pain.

    Attributes:
        numbered: Visits with a number before or after.
        reported: Number of visits with a number, or with a report that pain spread.
        rose: Number of visits after which pain had risen enough to be a reason to stop.
        severe: Number of visits with severe pain.
        spread: Number of visits after which pain spread down the leg.
        latest: The last visit with a report.
        recent: Whether one of the three above occurred in the last two weeks.
    """

    numbered: tuple[Visit, ...]
    reported: int
    rose: int
    severe: int
    spread: int
    latest: Visit | None
    recent: bool


def pain(diary: Diary) -> PainSummary:
    """Return a summary of the reported pain."""
    numbered = tuple(each for each in diary.visits if each.numbered)
    reported = [each for each in diary.visits if each.numbered or each.spreads]
    found, recent = Counter[Alarm](), False
    for each in reported:
        why = alarms(each.pain_before, each.pain_after, each.spreads)
        found.update(why)
        recent = recent or (bool(why) and each.day > diary.today - RECENT)
    latest = reported[-1] if reported else None
    return PainSummary(numbered, len(reported), found["risen"], found["severe"], found["spreads"], latest, recent)
