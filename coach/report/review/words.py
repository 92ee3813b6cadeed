"""Words of the pages: days, amounts, and why a repetition did not count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final, Literal, TypeAlias

from coach.body import SIDES
from coach.report.move import STOP
from coach.report.review.days import DAY, Status, Total
from coach.report.review.days import total as days_total
from coach.report.review.facts import Activity, MoveDone, Visit
from coach.report.review.pain import Pain
from coach.report.review.trend import Aim, Period, Trend
from coach.report.text import REASONS
from coach.session.advice import REASONS as CURES
from coach.session.pain_scale import RISE, SEVERE

__all__ = ["STOP", "days_total"]

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

STATUS: Final[Mapping[Status, str]] = {
    "done": "done as planned",
    "part": "done in part",
    "missed": "planned, not done",
    "extra": "done on a day of rest",
    "rest": "day of rest",
    "due": "planned for today",
    "blank": "",
}

WHY: Final[Mapping[str, tuple[str, str]]] = {name: (REASONS[name], cure) for name, cure in CURES.items()}
"""Why an attempt did not count, and what to do about it."""

NARROW: Final = "\N{NO-BREAK SPACE}"
"""Between a number and its unit, where no line may end."""

Asked: TypeAlias = MoveDone | Aim

ENOUGH_DEG: Final = 3.0
"""A difference of the sides below which nothing is said of it: a camera does not tell angles better than that."""


def day(when: date, year: bool = True) -> str:
    """A day, such as 3 November 2026."""
    return f"{when.day} {MONTHS[when.month - 1]}" + (f" {when.year}" if year else "")


def short_day(when: date) -> str:
    """A day, such as Mon 3 Nov 2026."""
    return f"{WEEKDAYS[when.weekday()][:3]} {when.day} {MONTHS[when.month - 1][:3]} {when.year}"


def time(when: datetime) -> str:
    """A time of day, such as 07:05."""
    return f"{when:%H:%M}"


def span(found: Period) -> str:
    """A stretch of days, such as 3 to 9 November 2026."""
    first, last = found
    if first == last:
        return day(first)
    if first.day == 1 and (last + DAY).day == 1 and first.month == last.month:
        return f"{MONTHS[first.month - 1]} {first.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {day(last)}"
    return f"{day(first, first.year != last.year)} to {day(last)}"


def count(number: int, noun: str, many: str = "") -> str:
    """So many of something."""
    return f"{number:,} {noun if number == 1 else many or noun + 's'}"


def minutes(amount: float) -> str:
    """A length of time, such as 12 min or 3 h 20 min."""
    whole = round(amount)
    if whole == 0 and amount > 0:
        return "under a minute"
    return (f"{whole} min" if whole < 60 else f"{whole // 60} h {whole % 60:02d} min").replace(" ", NARROW)


def degrees(angle: float | None) -> str:
    """An angle."""
    return "–" if angle is None else f"{angle:.0f}°".replace("-", "−")


def seconds(amount: float | None) -> str:
    """A hold."""
    return "–" if amount is None else f"{amount:.1f} s"


def targets(asked: Asked) -> str:
    """The angle asked for, of each side where they differ; nothing where there is none."""
    if not asked.targets_deg:
        return "" if asked.target_deg is None else degrees(asked.target_deg)
    return " and ".join(f"{degrees(asked.target_of(side))} {side}" for side in SIDES)


def share(part: int, whole: int) -> str:
    """A share of a whole, in percent."""
    return "–" if not whole else f"{100 * part / whole:.0f} %"


def fault(name: str, cue: str = "") -> str:
    """A fault, and what to do about it."""
    return name.replace("-", " ") + (f": {cue}" if cue else "")


def reason(name: str) -> str:
    """Why an attempt did not count, and what to do about it."""
    return f"{WHY[name][0]}: {WHY[name][1]}" if name in WHY else name


def total(found: Total) -> str:
    """What visits come to."""
    clean = "" if not found.reps else ", all clean" if found.clean == found.reps else f", {found.clean:,} clean"
    return f"{count(found.reps, 'repetition')}{clean}"


def trend(found: Trend) -> str:
    """What there is to say of a move beside its numbers."""
    if not found.latest:
        return "Not done in the last four weeks."
    return f"{_target(found)}{_difference(found)}".strip()


def _target(found: Trend) -> str:
    aim = found.aims[-1]
    angle = targets(aim)
    asked = [f"reach {angle}"] if angle else []
    asked += [f"hold for {aim.hold_s:g} s"] if aim.hold_s else []
    return f"Asked for: {', and '.join(asked) if aim.targets_deg else ' and '.join(asked)}." if asked else ""


def _difference(found: Trend) -> str:
    left, right = (found.latest.get(side) for side in ("left", "right"))
    if left is None or right is None or left.peak_deg is None or right.peak_deg is None:
        return ""
    apart = left.peak_deg - right.peak_deg
    if abs(apart) < ENOUGH_DEG:
        return " Left and right go about equally far."
    return f" The {'left' if apart > 0 else 'right'} goes {degrees(abs(apart))} further."


def outcome(found: Visit) -> str:
    """What a visit came to."""
    sums = days_total([found])
    if not sums.tried:
        return "nothing was tried"
    parts = [total(sums)]
    parts += [f"{sums.tried - sums.reps} more did not count"] if sums.tried > sums.reps else []
    parts += [minutes(sums.minutes)] if found.kind == "live" and sums.minutes else []
    parts += ["not all that was planned"] if found.kind == "live" and not found.whole else []
    parts += ["from a video"] if found.kind == "video" else []
    parts += ["count set right"] if any(move.corrections for move in found.moves) else []
    return ", ".join(parts)


def felt(found: Visit) -> str:
    """Pain before and after a visit, as far as it was told."""
    before, after = found.pain_before, found.pain_after
    parts = [] if before is None else [f"pain {before} before"]
    parts += [] if after is None else [f"{after} after" if parts else f"pain {after} after"]
    parts += ["spreading down the leg"] if found.spreads else []
    return ", ".join(parts)


def activities(some: Sequence[Activity]) -> str:
    """What was done, and how long each."""
    lengths: dict[str, float] = {}
    for each in some:
        lengths[each.what] = lengths.get(each.what, 0) + each.minutes
    return ", ".join(f"{what} {minutes(length)}" for what, length in lengths.items())


def pain(found: Pain) -> str:
    """What was told of pain, in sentences."""
    if found.latest is None:
        return "Nothing was told of pain."
    last = found.latest
    parts = [f"Pain was told in {count(found.told, 'session')}, last on {day(last.day)}: {felt(last)}."]
    if found.rose:
        parts.append(f"After {count(found.rose, 'session')} it hurt more than before, by {RISE} or more.")
    if found.severe:
        parts.append(f"In {count(found.severe, 'session')} it was {SEVERE} or more.")
    if found.spread:
        parts.append(f"After {count(found.spread, 'session')} it spread down the leg.")
    return " ".join(parts)


def asked(found: Trend) -> str:
    """What was last asked for of a move."""
    aim = found.aims[-1]
    angle = targets(aim)
    parts = [angle] if angle else []
    parts += [f"{aim.hold_s:g} s"] if aim.hold_s else []
    return ", ".join(parts) or "–"


def remarks(found: Visit, titles: Mapping[str, str]) -> list[str]:
    """What was off in a visit, and what was noted of it, move by move."""
    lines = []
    for move in found.moves:
        parts = [f"{WHY[name][0] if name in WHY else name} ×{times}" for name, times in _sums(move, "reasons").items()]
        parts += [f"{fault(name)} ×{times}" for name, times in _sums(move, "faults").items()]
        parts += [
            f"{each.side or 'count'} set right to {each.count}, measured {move.measured(each.side)}"
            for each in move.corrections
        ]
        parts += ["made easier"] if move.eased else []
        if parts:
            lines.append(f"{titles.get(move.move, move.move)}: {', '.join(parts)}")
    return lines


def _sums(move: MoveDone, what: Literal["reasons", "faults"]) -> Mapping[str, int]:
    sums = Counter[str]()
    for score in move.scores:
        sums.update(score.reasons if what == "reasons" else score.faults)
    return dict(sums.most_common())


def pain_of(found: Visit) -> str:
    """Pain before and after a visit, as short as can be."""
    if found.pain_before is None and found.pain_after is None:
        return "leg" if found.spreads else "–"
    before, after = ("?" if each is None else str(each) for each in (found.pain_before, found.pain_after))
    return f"{before} → {after}" + (", leg" if found.spreads else "")
