"""Trends of each move and side: how many reps, how clean, how long, how far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median
from typing import Final, TypeAlias

from coach.body import Side
from coach.moves.measures import Unit
from coach.report.review.days import DAY, WEEK, monday
from coach.report.review.facts import UNKNOWN, Definition, Diary, MoveDone
from coach.session.score import Score
from coach.target import Targeted

FOUR_WEEKS: Final = 4 * WEEK

DAILY: Final = 26 * WEEK
"""Age up to which a point is a day, and after which it is a week: five years of days are noise."""

WEEKLY: Final = 12 * WEEK
"""Age up to which a table row is a week, and after which it is a month."""

PointsBySide: TypeAlias = "Mapping[Side | None, TrendPoint]"
Period: TypeAlias = tuple[date, date]
"""First and last day of a span."""


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One move on one side during a span of days.

    Attributes:
        hold_s: Average hold; ``None`` if nothing counted.
        peak_deg: Median over the visits of each visit's median peak.
        corrected: Number of reps according to the person, if a count was corrected.
    """

    span: Period
    reps: int
    clean: int
    tried: int
    hold_s: float | None
    peak_deg: float | None
    days: int
    corrected: int | None = None


@dataclass(frozen=True, slots=True)
class Goal(Targeted):
    """The goals from a day on: hold, angle (of each side if they differ), and the good band."""

    first: date
    hold_s: float
    target_deg: float | None
    targets_deg: Mapping[Side, float]
    least: float | None
    most: float | None


@dataclass(frozen=True, slots=True)
class Trend:
    """One move over time.

    Attributes:
        lines: The points of each side; ``None`` stands for no side, or an unknown one.
        table: Longer spans, the latest first, each with its point for every side.
        whole: Totals for each side.
        latest: The last four weeks for each side.
        earlier: The four weeks before these.
        faults: Faults of the last four weeks: how often, and the cue; the most frequent first.
        reasons: Why attempts did not count in these weeks, and how often.
        unit: Of its angle.
    """

    move: str
    title: str
    lines: Mapping[Side | None, tuple[TrendPoint, ...]]
    table: tuple[tuple[Period, PointsBySide], ...]
    aims: tuple[Goal, ...]
    whole: PointsBySide
    latest: PointsBySide
    earlier: PointsBySide
    faults: tuple[tuple[str, int, str], ...]
    reasons: tuple[tuple[str, int], ...]
    days: int
    unit: Unit = "degrees"

    @property
    def apart(self) -> bool:
        """Whether the target angles of the sides ever differed."""
        return any(aim.targets_deg for aim in self.aims)

    @property
    def banded(self) -> bool:
        """Whether the good band of the angle is known for the whole time."""
        return all(aim.least is not None and aim.most is not None for aim in self.aims)


DatedMoves: TypeAlias = Sequence[tuple[date, MoveDone]]


def trends(diary: Diary) -> list[Trend]:
    """Return the trend of every move that was tried, in the order of the plan, then of time."""
    found: dict[str, list[tuple[date, MoveDone]]] = {
        name: [] for planned in diary.plan if planned is not None for name in planned.moves
    }
    for visit in diary.visits:
        for move in visit.moves:
            if move.scores or move.corrections:
                found.setdefault(move.move, []).append((visit.day, move))
    return [_trend(diary, name, done) for name, done in found.items() if done]


def title(definitions: Mapping[str, Definition], moves: Sequence[MoveDone]) -> str:
    """Return the title of a move from its latest definition."""
    return next((known.title for known in _known(definitions, moves)), moves[-1].move.replace("-", " "))


def _known(definitions: Mapping[str, Definition], moves: Sequence[MoveDone]) -> Iterator[Definition]:
    """Yield the definitions that are known of a move, the latest first."""
    known = (definitions.get(move.definition) for move in reversed(moves))
    return (each for each in known if each is not None)


def _trend(diary: Diary, move_id: str, done: DatedMoves) -> Trend:
    today = diary.today
    latest = [each for each in done if each[0] > today - FOUR_WEEKS]
    earlier = [each for each in done if today - 2 * FOUR_WEEKS < each[0] <= today - FOUR_WEEKS]
    lines: dict[Side | None, list[TrendPoint]] = {}
    for (side, _), point in _points(done, lambda day: _day_or_week(day, today)).items():
        lines.setdefault(side, []).append(point)
    table: dict[Period, dict[Side | None, TrendPoint]] = {}
    for (side, span), point in _points(done, lambda day: _week_or_month(day, today)).items():
        table.setdefault(span, {})[side] = point
    used = (diary.definitions.get(move.definition, UNKNOWN) for _, move in done)
    cues = {name: cue for known in used for name, cue in known.cues.items()}
    faults, reasons = Counter[str](), Counter[str]()
    for score in (score for _, move in latest for score in move.scores):
        faults.update(score.faults)
        reasons.update(score.reasons)
    return Trend(
        move_id,
        title(diary.definitions, [move for _, move in done]),
        {side: tuple(lines[side]) for side in ("left", "right", None) if side in lines},
        tuple((span, table[span]) for span in sorted(table, reverse=True)),
        tuple(_aims(diary.definitions, done)),
        _whole(done, (done[0][0], today)),
        _whole(latest, (today - FOUR_WEEKS + DAY, today)),
        _whole(earlier, (today - 2 * FOUR_WEEKS + DAY, today - FOUR_WEEKS)),
        tuple((name, times, cues.get(name, "")) for name, times in faults.most_common()),
        tuple(reasons.most_common()),
        len({day for day, _ in done}),
        next((known.unit for known in _known(diary.definitions, [move for _, move in done])), "degrees"),
    )


def _day_or_week(day: date, today: date) -> Period:
    return (day, day) if day > today - DAILY else week_of(day)


def _week_or_month(day: date, today: date) -> Period:
    if monday(day) > today - WEEKLY:
        return week_of(day)
    first = day.replace(day=1)
    # A month that reaches into the weeks ends where they begin.
    return first, min((first + timedelta(days=31)).replace(day=1), monday(today - WEEKLY) + WEEK) - DAY


def week_of(day: date) -> Period:
    """Return the week of a day, from Monday to Sunday."""
    return monday(day), monday(day) + 6 * DAY


@dataclass(slots=True)
class _Bin:
    scores: list[Score] = field(default_factory=list)
    days: set[date] = field(default_factory=set)
    shift: int | None = None


def _points(done: DatedMoves, span: Callable[[date], Period]) -> dict[tuple[Side | None, Period], TrendPoint]:
    bins: dict[tuple[Side | None, Period], _Bin] = {}
    for day, move in done:
        where = span(day)
        for score in move.scores:
            one = bins.setdefault((score.side, where), _Bin())
            one.scores.append(score)
            one.days.add(day)
        for each in move.corrections:
            one = bins.setdefault((each.side, where), _Bin())
            one.shift = (one.shift or 0) + each.count - move.measured(each.side)
    return {key: _point(key[1], one) for key, one in sorted(bins.items(), key=lambda item: item[0][1])}


def _whole(done: DatedMoves, span: Period) -> dict[Side | None, TrendPoint]:
    return {side: point for (side, _), point in _points(done, lambda day: span).items()}


def _point(span: Period, one: _Bin) -> TrendPoint:
    counted = sum(score.counted for score in one.scores)
    peaks = [score.peak_deg for score in one.scores if score.peak_deg is not None]
    return TrendPoint(
        span,
        counted,
        sum(score.clean for score in one.scores),
        sum(score.attempted for score in one.scores),
        sum(score.hold_s for score in one.scores) / counted if counted else None,
        median(peaks) if peaks else None,
        len(one.days),
        None if one.shift is None else counted + one.shift,
    )


def _aims(definitions: Mapping[str, Definition], done: DatedMoves) -> Iterator[Goal]:
    before: tuple[object, ...] | None = None
    for day, move in done:
        known = definitions.get(move.definition, UNKNOWN)
        now = (move.hold_s, move.target_deg, move.targets_deg, known.least, known.most)
        if now != before:
            yield Goal(day, *now)
        before = now
