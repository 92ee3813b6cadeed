"""Words of the pages in one language: dates, amounts, and sentences composed from the results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from coach.body import SIDES, Side
from coach.language import Language, sentence
from coach.moves.measures import Unit
from coach.report.review.days import DAY, Total
from coach.report.review.days import total as days_total
from coach.report.review.facts import LoggedActivity, MoveDone, Visit
from coach.report.review.pain import PainSummary
from coach.report.review.trend import Period, Trend
from coach.report.words import fault, main_heading, main_number, several
from coach.session.pain_scale import RISE, SEVERE
from coach.target import Targeted

NARROW: Final = "\N{NO-BREAK SPACE}"
"""Space between a number and its unit, where lines must not break."""

NOTHING: Final = "–"
"""Placeholder for an unknown value."""

ENOUGH_DEG: Final = 3.0
"""Smallest difference between the sides that is mentioned: a camera is not accurate enough for less."""


@dataclass(frozen=True, slots=True)
class PageWords:
    """Puts results into words."""

    language: Language

    def say(self, key: str, **values: object) -> str:
        """Return a phrase of the pages; ``key`` is its key below ``page``."""
        return self.language.say(f"page.{key}", **values)

    def day(self, when: date, year: bool = True) -> str:
        """Return a day, such as 3 November 2026."""
        return self.language.date(when, "long" if year else "day_month")

    def month(self, when: date) -> str:
        """Return a month, such as November 2026."""
        return sentence(self.language.date(when, "month"))

    def span(self, found: Period) -> str:
        """Return a span of days, such as 3 to 9 November 2026."""
        first, last = found
        if first == last:
            return self.day(first)
        if first.day == 1 and (last + DAY).day == 1 and first.month == last.month:
            return self.month(first)
        if (first.year, first.month) == (last.year, last.month):
            return self.say("span", first=self.language.date(first, "day"), last=self.day(last))
        return self.say("span", first=self.day(first, first.year != last.year), last=self.day(last))

    def count(self, number: int, noun: str) -> str:
        """Return a number with its noun; ``noun`` is a key below ``page.count``."""
        return self.say(f"count.{noun}", n=number, count=self.language.number(number))

    def minutes(self, amount: float) -> str:
        """Return a duration, such as 12 min or 3 h 20 min."""
        whole = round(amount)
        if whole == 0 and amount > 0:
            return self.say("under_a_minute")
        return (f"{whole} min" if whole < 60 else f"{whole // 60} h {whole % 60:02d} min").replace(" ", NARROW)

    def unit(self, unit: Unit) -> str:
        """Return the sign of a unit, as it stands behind a number."""
        return self.language.say(f"move_page.units.{unit}")

    def heading(self, units: Iterable[Unit]) -> str:
        """Return the key of the heading of main numbers in these units: ``angle`` or ``reached``."""
        return main_heading(units)

    def angle(self, value: float | None, unit: Unit = "degrees") -> str:
        """Return a main number with its unit; most are angles."""
        return NOTHING if value is None else main_number(value, unit, self.language).replace("-", "−")

    def seconds(self, amount: float | None) -> str:
        """Return a hold in words."""
        return NOTHING if amount is None else f"{self.language.number(amount, 1)}{NARROW}s"

    def share(self, part: int, whole: int) -> str:
        """Return a share of a whole, in percent."""
        return NOTHING if not whole else f"{100 * part / whole:.0f}{NARROW}%"

    def side(self, side: Side | None) -> str:
        """Return a side; a dash if there is none."""
        return NOTHING if side is None else self.say(side)

    def targets(self, asked: Targeted) -> str:
        """Return the target angle, of each side if they differ; empty if there is none."""
        if not asked.targets_deg:
            return "" if asked.target_deg is None else self.angle(asked.target_deg)
        return self.language.list(f"{self.angle(asked.target_of(side))} {self.say(side)}" for side in SIDES)

    def fault(self, name: str, cue: str = "") -> str:
        """Return a fault, and its cue."""
        return fault(name, self.language) + (f": {cue}" if cue else "")

    def why(self, name: str) -> str:
        """Return why several attempts did not count."""
        return several(name, self.language)

    def cure(self, name: str) -> str:
        """Return the cure for the reason why an attempt did not count."""
        return self.language.find(f"reasons.{name}.cure")

    def reason(self, name: str) -> str:
        """Return why one attempt did not count, and its cure."""
        cure = self.cure(name)
        return self.language.find(f"reasons.{name}.why", name) + (f": {cure}" if cure else "")

    def sums(self, visits: Sequence[Visit]) -> Total:
        """Return the totals of visits as numbers."""
        return days_total(visits)

    def total(self, found: Total) -> str:
        """Return the totals of visits in words."""
        reps = self.count(found.reps, "rep")
        if not found.reps:
            return reps
        if found.clean == found.reps:
            return self.say("total_all_clean", n=found.reps, reps=reps)
        return self.say("total_clean", reps=reps, clean=self.language.number(found.clean))

    def trend(self, found: Trend) -> str:
        """Return remarks on a move in addition to its numbers."""
        if not found.latest:
            return self.say("not_lately")
        return " ".join(part for part in (self._target(found), self._difference(found)) if part)

    def _target(self, found: Trend) -> str:
        aim = found.aims[-1]
        angle = self.targets(aim)
        asked = [self.say("reach", angle=angle)] if angle else []
        asked += [self.say("hold_for", seconds=self.language.plain(aim.hold_s))] if aim.hold_s else []
        return self.say("target", what=self.language.list(asked)) if asked else ""

    def _difference(self, found: Trend) -> str:
        left, right = (found.latest.get(side) for side in ("left", "right"))
        if left is None or right is None or left.peak_deg is None or right.peak_deg is None:
            return ""
        apart = left.peak_deg - right.peak_deg
        if abs(apart) < ENOUGH_DEG:
            return self.say("sides_equal")
        return self.say("left_further" if apart > 0 else "right_further", angle=self.angle(abs(apart)))

    def outcome(self, found: Visit) -> str:
        """Return the result of a visit."""
        sums = days_total([found])
        if not sums.tried:
            return self.say("nothing_tried")
        parts = [self.total(sums)]
        parts += [self.say("more_not_counted", n=sums.tried - sums.reps)] if sums.tried > sums.reps else []
        parts += [self.minutes(sums.minutes)] if found.kind == "live" and sums.minutes else []
        parts += [self.say("not_all_planned")] if found.kind == "live" and not found.whole else []
        parts += [self.say("from_video")] if found.kind == "video" else []
        parts += [self.say("count_corrected")] if any(move.corrections for move in found.moves) else []
        return ", ".join(parts)

    def felt(self, found: Visit) -> str:
        """Return pain before and after a visit, as far as it was reported."""
        before, after = found.pain_before, found.pain_after
        parts = [] if before is None else [self.say("pain_before", level=before)]
        if after is not None:
            parts.append(self.say("then_after" if parts else "pain_after", level=after))
        parts += [self.say("spreading")] if found.spreads else []
        return ", ".join(parts)

    def activities(self, some: Iterable[LoggedActivity]) -> str:
        """Return the other activities, and how long each took."""
        lengths: dict[str, float] = {}
        for each in some:
            lengths[each.what] = lengths.get(each.what, 0) + each.minutes
        return ", ".join(f"{what} {self.minutes(length)}" for what, length in lengths.items())

    def pain(self, found: PainSummary) -> str:
        """Return the reported pain in sentences."""
        if found.latest is None:
            return self.say("pain_nothing")
        last = found.latest
        sessions = self.count(found.reported, "session")
        parts = [self.say("pain_reported", sessions=sessions, day=self.day(last.day), felt=self.felt(last))]
        if found.rose:
            parts.append(self.say("pain_rose", sessions=self.count(found.rose, "session"), rise=RISE))
        if found.severe:
            parts.append(self.say("pain_severe", sessions=self.count(found.severe, "session"), level=SEVERE))
        if found.spread:
            parts.append(self.say("pain_spread", sessions=self.count(found.spread, "session")))
        return " ".join(parts)

    def asked(self, found: Trend) -> str:
        """Return the latest target of a move."""
        aim = found.aims[-1]
        angle = self.targets(aim)
        parts = [angle] if angle else []
        parts += [f"{self.language.plain(aim.hold_s)}\N{NO-BREAK SPACE}s"] if aim.hold_s else []
        return ", ".join(parts) or NOTHING

    def plan(self, move: MoveDone) -> str:
        """Return the plan of a move, and its result."""
        each_side = len(move.sides) > 1
        reps = self.say("each_side", n=move.reps_asked) if each_side else self.count(move.reps_asked, "rep")
        parts = [self.say("sets_of", sets=self.count(move.sets_asked, "set"), reps=reps)] if move.reps_asked else []
        parts += [self.say("held", seconds=self.language.plain(move.hold_s))] if move.hold_s else []
        angle = self.targets(move)
        parts += [self.say("target_angle", angle=angle)] if angle else []
        parts += [self.say("eased_on_the_way")] if move.eased else []
        parts += [] if move.done else [self.say("not_finished")]
        parts += [self.say("regraded")] if move.regraded else []
        return ", ".join(parts)

    def correction(self, move: MoveDone, side: Side | None, count: int, note: str = "") -> str:
        """Return a count that the person corrected."""
        who = "" if side is None else f"{self.say(side)}: "
        text = self.say("corrected_to", count=count, measured=move.measured(side))
        return f"{who}{text}" + (f" ({note})" if note else "")

    def remarks(self, found: Visit, titles: Mapping[str, str]) -> list[str]:
        """Return the faults and notes of a visit, move by move."""
        lines = []
        for move in found.moves:
            parts = [f"{self.why(name)} ×{times}" for name, times in _sums(move, "reasons").items()]
            parts += [f"{self.fault(name)} ×{times}" for name, times in _sums(move, "faults").items()]
            parts += [self.correction(move, each.side, each.count) for each in move.corrections]
            parts += [self.say("eased")] if move.eased else []
            if parts:
                lines.append(f"{titles.get(move.move, move.move)}: {', '.join(parts)}")
        return lines

    def hurts(self, side: str) -> str:
        """Return which side hurt before a session."""
        return self.language.find(f"page.hurt.{side}", side)

    def pain_of(self, found: Visit) -> str:
        """Return pain before and after a visit, as short as possible."""
        leg = self.say("leg")
        if found.pain_before is None and found.pain_after is None:
            return leg if found.spreads else NOTHING
        before, after = ("?" if each is None else str(each) for each in (found.pain_before, found.pain_after))
        return f"{before} → {after}" + (f", {leg}" if found.spreads else "")


def _sums(move: MoveDone, what: Literal["reasons", "faults"]) -> Mapping[str, int]:
    sums = Counter[str]()
    for score in move.scores:
        sums.update(score.reasons if what == "reasons" else score.faults)
    return dict(sums.most_common())
